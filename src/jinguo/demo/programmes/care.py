"""Counselling, military families, and children minded after school: little is shown, and to few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import UUID

from jinguo.activities import actions, policies
from jinguo.activities.actions import Duty, EntryIn, OfferIn, PickUpIn
from jinguo.activities.models import Activity, Enrolment, Standing
from jinguo.demo import cast
from jinguo.demo.cast import DISTRICT
from jinguo.demo.player import Player, noon
from jinguo.demo.programmes.classes import Lesson, hold, make_known, play_lesson, sessions_of
from jinguo.demo.programmes.people import Women
from jinguo.demo.programmes.places import TOWN
from jinguo.members import actions as members
from jinguo.org.actor import Actor
from jinguo.people import actions as people
from jinguo.people.actions import ConsentIn, PersonIn
from jinguo.people.models import Consent, Person, Relation

COUNSELLED_ON = (date(2020, 5, 20), date(2020, 7, 15), date(2020, 9, 16), date(2020, 11, 18))
MORNING, NOON = time(9), time(12)
BROUGHT_ON = date(2020, 6, 22)
LETTER, VERIFIED_ON = "区退役军人事务局证明（示例）", date(2020, 5, 6)
NEWLYWED_CLASSES = (
    (date(2020, 5, 20), "新婚课堂：把话说到一起"),
    (date(2020, 8, 25), "新婚课堂：家务、钱和两家人"),
)
MILITARY, CHILDREN, NEWLYWEDS = 20, 6, 10
LESSONS, SUMMER = 4, 5
SCHOOL_DAYS = 3
CHECKED_ON = date(2020, 8, 20)
AGE = 9  # about what the children are


def play_care(player: Player, towns: Sequence[str], women: Women, _today: date) -> None:
    """Play counselling, military families' school and summer class, an after-school class, and newlyweds'."""
    town = women.fullest(list(towns))
    play_counselling(player, women.of(town, 12))
    play_military(player, [one for town in towns for one in women.of(town, 1)][:MILITARY])
    play_after_school(player, town, women.of(town, CHILDREN + 1))
    play_newlyweds(player, women.of(town, NEWLYWEDS))


def play_counselling(player: Player, some: Sequence[UUID]) -> None:
    """Offer half-days of single slots; those booked are confirmed, and held once the agreement is signed."""
    counsellor = cast.acting("counsellor", COUNSELLED_ON[0])
    [adviser, *rest] = some
    series = actions.plan_series(
        actor=player.district, now=noon(COUNSELLED_ON[0] - timedelta(days=30)),
        offer=OfferIn(
            programme="marriage-counselling", kind="counselling", title="婚姻家庭辅导", area=DISTRICT,
            place="区婚姻登记处辅导室",
        ),
    )  # fmt: skip
    for number, day in enumerate(COUNSELLED_ON):
        before = noon(day - timedelta(days=7))
        slots = actions.plan_duties(
            actor=player.district, series_id=series.id, now=before,
            duties=[
                Duty(
                    on=day, begins=MORNING, ends=NOON, person_id=adviser,
                    account_id=counsellor.account_id, room="辅导室一",
                )
            ],
        )  # fmt: skip
        for slot, person in zip(slots, rest[number * 2 :][:2], strict=False):
            counsel(counsellor, slot, person, day)


def play_newlyweds(player: Player, some: Sequence[UUID]) -> None:
    """Hold the classes for newlyweds, around the days on which many couples marry."""
    for day, title in NEWLYWED_CLASSES:
        lesson = Lesson(
            "newlywed-classes", "class", title, DISTRICT, day,
            more={"place": "区婚姻登记处", "stages": ["newlywed"], "seats_most": 2},
        )  # fmt: skip
        play_lesson(player.district, lesson, some)


def counsel(counsellor: Actor, slot: Activity, person: UUID, day: date) -> None:
    """Book, confirm and hold one slot; the privacy agreement is signed before."""
    booked, signed = noon(day - timedelta(days=4)), noon(day)
    entry = actions.enrol(
        actor=counsellor, activity_id=slot.id, person_id=person, channel=Enrolment.Channel.DESK,
        now=booked,
    )  # fmt: skip
    actions.confirm(actor=counsellor, enrolment_id=entry.id, now=booked + timedelta(hours=1))
    [session] = sessions_of(slot)
    actions.record_agreement(
        actor=counsellor, session_id=session.id, enrolment_id=entry.id, text_version="2020-1",
        signed_on=day, now=signed,
    )  # fmt: skip
    hold(counsellor, session, [entry.id])


def play_military(player: Player, some: Sequence[UUID]) -> None:
    """Have it confirmed who belongs to a military family, then hold the school, a trip and a class."""
    for person in some:
        actions.verify_standing(
            actor=player.district, person_id=person, group="military-family", letter=LETTER,
            role=Standing.Role.SPOUSE, from_on=VERIFIED_ON, now=noon(VERIFIED_ON),
        )  # fmt: skip
    for lesson in (
        Lesson(
            "military-parent-school", "lesson", "军娃父母学堂", DISTRICT, date(2020, 6, 6), LESSONS,
            more={"place": "区妇女儿童活动中心"},
        ),
        Lesson(
            "military-support", "event", "军嫂军娃游新区", DISTRICT, date(2020, 8, 1), hours=6,
            more={"place": "集合地点另行通知", "seats_most": 3},
        ),
    ):  # fmt: skip
        play_lesson(player.district, lesson, some)
    play_summer_class(player, some)


def play_summer_class(player: Player, mothers: Sequence[UUID]) -> None:
    """Hold a summer class for the children of military families, whom their mothers enrol."""
    lesson = Lesson(
        "military-support", "summer-class", "军娃暑期才艺班", DISTRICT, date(2020, 7, 7), SUMMER,
        more={"place": "区妇女儿童活动中心"},
    )  # fmt: skip
    guardians, areas = {}, dict(Person.objects.values_list("id", "area_id").filter(id__in=mothers))
    for number, mother in enumerate(mothers):
        officer = player.towns[areas[mother][:TOWN]]
        child = bring_child(officer, mother, number, BROUGHT_ON)
        actions.verify_standing(
            actor=player.district, person_id=child, group="military-family", letter=LETTER,
            role=Standing.Role.CHILD, from_on=BROUGHT_ON, now=noon(BROUGHT_ON),
        )  # fmt: skip
        guardians[child] = mother
    play_lesson(player.district, lesson, list(guardians), guardians=guardians)


def play_after_school(player: Player, town: str, some: Sequence[UUID]) -> None:
    """Mind some children after school; the first woman looks after them, the others are their mothers."""
    officer, enrolled_on = player.towns[town], date(2020, 9, 1)
    [minder, *mothers] = some
    see_record(player, minder, CHECKED_ON)
    lesson = Lesson(
        "after-school-class", "after-school", "四点半课堂", town, date(2020, 9, 7), SCHOOL_DAYS,
        begins=time(16, 30), more={"place": "社区儿童之家"},
    )  # fmt: skip
    school = make_known(officer, lesson, teacher=minder)
    enrol_children(officer, school, mothers, enrolled_on)
    mind(officer, school, noon(enrolled_on).date())


def see_record(player: Player, minder: UUID, on: date) -> None:
    """Record that the crime-record paper of who is to be with children was seen."""
    members.record_check(
        actor=player.district, person_id=minder, checked_on=on, seen_by="区妇联权益部", now=noon(on)
    )


def enrol_children(officer: Actor, school: Activity, mothers: Sequence[UUID], on: date) -> None:
    """Enrol a child of each mother, who is on the register and consented for."""
    entries = [
        EntryIn(person_id=bring_child(officer, mother, number, on), guardian_id=mother)
        for number, mother in enumerate(mothers)
    ]
    actions.enrol_many(
        actor=officer, activity_id=school.id, entries=entries, channel=Enrolment.Channel.DESK,
        now=noon(on),
    )  # fmt: skip


def bring_child(officer: Actor, mother: UUID, number: int, on: date) -> UUID:
    """Put a child on the register with her mother as guardian, who consents for her."""
    now = noon(on)
    born_on = date(on.year - AGE, 3, 1 + number)
    link = people.add_child(
        actor=officer, guardian_id=mother, relation=Relation.PARENT, now=now,
        child=PersonIn(name=f"小{'明红华丽军燕强芳'[number % 8]}", born_on=born_on),
    )  # fmt: skip
    people.record_consent(
        actor=officer, person_id=link.child_id, given_on=on, now=now,
        consent=ConsentIn(
            purpose=policies.CONSENT, text_version="2020-1", fields=["name", "born_on"],
            given_how=Consent.How.PAPER, guardian="母亲", guardian_relation=Relation.PARENT,
        ),
    )  # fmt: skip
    return link.child_id


def mind(officer: Actor, school: Activity, on: date) -> None:
    """Take charge of the children enrolled, and let each come and go at every session."""
    charged = [
        actions.take_charge(
            actor=officer, enrolment_id=entry.id, now=noon(on),
            pick_ups=[PickUpIn(name="家长", relation="母亲")],
        )
        for entry in school.enrolments.filter(state=Enrolment.State.ENROLLED)
    ]  # fmt: skip
    for session in sessions_of(school):
        for one in charged:
            actions.sign_in(
                actor=officer, session_id=session.id, charge_id=one.charge.id, code=one.code,
                now=session.starts_at,
            )  # fmt: skip
            actions.sign_out(
                actor=officer, session_id=session.id, charge_id=one.charge.id, code=one.code,
                now=session.ends_at,
            )  # fmt: skip
        actions.hold_session(actor=officer, session_id=session.id, now=session.ends_at)
    if charged:
        actions.record_incident(
            actor=officer, session_id=session.id, charge_id=charged[0].charge.id, now=session.ends_at,
            at=session.starts_at + timedelta(minutes=40), what="奔跑时擦破膝盖，已消毒包扎。",
            told_guardian_at=session.ends_at,
        )  # fmt: skip
