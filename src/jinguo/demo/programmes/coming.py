"""What is coming around today: classes to enrol in, one full, one by lot, slots to book, a live lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from uuid import UUID

from jinguo.activities import actions
from jinguo.activities.actions import Duty, OfferIn
from jinguo.activities.models import Allocation, Enrolment
from jinguo.demo import cast
from jinguo.demo.cast import DISTRICT, VILLAGE_CHAIRS_TOWN
from jinguo.demo.player import Player, noon
from jinguo.demo.programmes.care import enrol_children, see_record
from jinguo.demo.programmes.classes import Lesson, fill, make_known
from jinguo.demo.programmes.families import appoint_instructor, school_of
from jinguo.demo.programmes.fashion import (
    CATEGORIES,
    INSTRUCTOR,
    appoint_ambassador,
    mobile_class,
)
from jinguo.demo.programmes.people import Women
from jinguo.demo.programmes.work import job_fair, open_stalls
from jinguo.people.models import Person
from jinguo.sites.models import Site

FULL, BY_LOT = "tea", "baking"
SLOTS_IN = timedelta(days=4)
MINDER = "志愿者"
EDUCATOR, STREAM = "家庭教育指导师", "https://live.example/jinguo"


def play_coming(
    player: Player, towns: Sequence[str], classrooms: Mapping[str, Site], women: Women, today: date
) -> None:
    """Leave what a visitor of the portal finds open: it began to be open within the last two weeks."""
    now = noon(today) - timedelta(hours=4)
    around = [VILLAGE_CHAIRS_TOWN, *[one for one in towns if one != VILLAGE_CHAIRS_TOWN]]
    ambassadors = {
        town: appoint_ambassador(player, town, women, today - APPOINTED) for town in around[:NEAR]
    }
    instructors = {
        town: appoint_instructor(player, town, women, today - APPOINTED) for town in around[:NEAR]
    }
    educator = instructors[around[0]]
    for number, (category, title) in enumerate(CATEGORIES.items()):
        town = around[number % min(len(around), 5)]
        ambassador = ambassadors[town]
        lesson = Lesson(
            "fashion-classrooms", "course", f"{title}班", town, today + timedelta(days=5 + number),
            sessions=LESSONS, category=category, begins=time(14), more={
                "site_id": classrooms[town].id, "capacity": 15, "waiting_capacity": 10,
                "allocation": Allocation.DRAW if category == BY_LOT else Allocation.FIRST,
            },
        )  # fmt: skip
        activity = make_known(
            player.towns[town], lesson, instructor=called(ambassador, INSTRUCTOR), teacher=ambassador,
            by=now,
        )  # fmt: skip
        if activity.opens_at <= now:
            some = women.of(town, 20 if category == FULL else 6)
            learners = [one for one in some if one != ambassador]
            fill(player.towns[town], activity, learners, now)
    for number, town in enumerate(around[:NEAR]):
        day = today + timedelta(days=3 + 2 * number)
        mobile = mobile_class(town, number, day, "tidying", "收纳")
        parents = Lesson(
            "parent-classroom", "lesson", "家长课堂：陪孩子写作业", town, day + timedelta(days=1),
            begins=time(18, 30), more={
                "site_id": school_of(town).id, "stages": ["age-6-12"], "seats_most": 3,
            },
        )  # fmt: skip
        for lesson, teacher, role in (
            (mobile, ambassadors[town], INSTRUCTOR),
            (parents, instructors[town], EDUCATOR),
        ):
            make_known(
                player.towns[town],
                lesson,
                instructor=called(teacher, role),
                teacher=teacher,
                by=now,
            )
    live = Lesson(
        "live-room", "live", "0—3岁：依恋与安全感", DISTRICT, today + timedelta(days=6), begins=time(19, 30),
        more={"stages": ["age-0-3"]},
    )  # fmt: skip
    instructor = called(educator, EDUCATOR)
    make_known(
        player.district, live, instructor=instructor, teacher=educator, stream=STREAM, by=now
    )
    newlyweds = Lesson(
        "newlywed-classes", "class", "新婚课堂：把话说到一起", DISTRICT, today + timedelta(days=9),
        more={"place": "区婚姻登记处", "stages": ["newlywed"], "seats_most": 2},
    )  # fmt: skip
    make_known(player.district, newlyweds, instructor=instructor, teacher=educator, by=now)
    fair = make_known(player.district, job_fair(today + timedelta(days=12)), by=now)
    open_stalls(player, fair, now)
    offer_slots(player, women.of(women.fullest(around), 4), today)
    offer_afternoons(player, around[0], women.of(around[0], 4), today)


def called(teacher: UUID | None, role: str) -> str:
    """Return how who teaches is announced: by her name, or by what she is where nobody lives who does."""
    if teacher is None:
        return role
    return f"{Person.objects.get(id=teacher).name}（{role}）"


LESSONS = 4
NEAR = 6  # towns that have classes soon, the one of the village's chair first
APPOINTED = timedelta(days=30)  # before, and for a term that still runs


def offer_afternoons(player: Player, town: str, some: Sequence[UUID], today: date) -> None:
    """Offer afternoons for children, minded by the first woman; those of the others wait for their cards."""
    if not some:
        return
    [minder, *mothers] = some
    before = today - timedelta(days=1)
    see_record(player, minder, today - APPOINTED)
    lesson = Lesson(
        "after-school-class", "after-school", "四点半课堂", town, today + timedelta(days=2),
        sessions=LESSONS, begins=time(16, 30), more={"place": "社区儿童之家"},
    )  # fmt: skip
    school = make_known(
        player.towns[town],
        lesson,
        instructor=called(minder, MINDER),
        teacher=minder,
        by=noon(before),
    )
    enrol_children(player.towns[town], school, mothers, before)


def offer_slots(player: Player, some: Sequence[UUID], today: date) -> None:
    """Offer a half-day of counselling; two slots are booked and wait to be confirmed."""
    day, counsellor = today + SLOTS_IN, cast.acting("counsellor", today)
    now = noon(today - timedelta(days=1))  # a visitor finds them open, whatever the hour
    series = actions.plan_series(
        actor=player.district, now=now,
        offer=OfferIn(
            programme="marriage-counselling", kind="counselling", title="婚姻家庭辅导", area=DISTRICT,
            place="区婚姻登记处辅导室",
        ),
    )  # fmt: skip
    slots = actions.plan_duties(
        actor=player.district, series_id=series.id, now=now,
        duties=[
            Duty(
                on=day, begins=time(14), ends=time(17), person_id=some[0],
                account_id=counsellor.account_id, room="辅导室一",
            )
        ],
    )  # fmt: skip
    for slot, person in zip(slots, some[1:3], strict=False):
        actions.enrol(
            actor=player.district, activity_id=slot.id, person_id=person, now=now,
            channel=Enrolment.Channel.DESK,
        )  # fmt: skip
