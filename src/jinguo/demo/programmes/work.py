"""Women at work: trainings, job fairs, the association, agreements, volunteers and cadres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from jinguo.activities import actions
from jinguo.activities.models import Activity, Enrolment, Outcome
from jinguo.demo.cast import DISTRICT
from jinguo.demo.player import Player, noon
from jinguo.demo.programmes.association import MEMBERS, invented, play_association
from jinguo.demo.programmes.classes import (
    Lesson,
    end_of,
    make_known,
    play_lesson,
    sessions_of,
)
from jinguo.demo.programmes.people import Women
from jinguo.members import actions as members
from jinguo.members.actions import AgreementIn, DutyIn, PartyIn

TRAININGS = (
    ("live-commerce", "电商直播培训班", date(2020, 4, 13)),
    ("live-commerce", "电商直播提高班", date(2020, 8, 10)),
    ("tea-art", "茶艺师培训班", date(2020, 5, 18)),
)
TRAINED, DAYS = 30, 5
RESULTS = (
    (Outcome.Result.EMPLOYED, Outcome.Income.BELOW_5000),
    (Outcome.Result.SELF_EMPLOYED, Outcome.Income.BELOW_3000),
    (Outcome.Result.LOOKING, ""),
)
FOLLOWED_UP = 12  # of a class
JOB_FAIRS = (date(2020, 3, 28), date(2020, 9, 26))
FIRMS = ("海韵家政", "新区食品", "蓝湾电子", "云帆电商", "锦绣服饰", "安康护理")
POSTS = (
    ("月嫂", 20, 7_000, 12_000),
    ("包装工", 30, 3_800, 4_500),
    ("质检员", 15, 4_200, 5_500),
    ("带货主播", 8, 5_000, None),
    ("缝纫工", 25, 4_000, 6_500),
    ("护理员", 18, 4_500, 6_000),
)
"""The post each firm offers: what, how many, and the wage a month in yuan, from and to."""
FEN = 100  # of a yuan
MEANT, HIRED = 36, 14  # at a fair
VOLUNTEERS = 30
SERVICES = (
    ("service", "敬老院陪伴日", date(2020, 6, 13)),
    ("service-with-minors", "四点半课堂志愿陪伴", date(2020, 10, 17)),
)


def play_work(player: Player, towns: Sequence[str], women: Women, today: date) -> None:
    """Play the year of trainings, job fairs, the association, an agreement and the volunteers."""
    everywhere = [one for town in towns for one in women.of(town, 6)]
    for number, (category, title, first) in enumerate(TRAININGS):
        some = everywhere[number * TRAINED :][:TRAINED]
        play_training(player, category, title, first, some)
    train_cadres(player, everywhere[:40])
    for number, day in enumerate(JOB_FAIRS):
        play_job_fair(player, day, everywhere[40 * number :][:MEANT], number)
    play_association(player, everywhere[-MEMBERS:], today)
    sign_agreement(player)
    enlist_volunteers(player, everywhere[:VOLUNTEERS])
    for kind, title, day in SERVICES:
        play_service(player, kind, title, day, everywhere[:VOLUNTEERS])


def play_training(
    player: Player, category: str, title: str, first: date, some: Sequence[UUID]
) -> None:
    """Hold a class of five lessons, give certificates, and ask after three and six months."""
    lesson = Lesson(
        "live-commerce-and-tea", "class", title, DISTRICT, first, category=category, sessions=DAYS,
        hours=3, more={"place": "区妇女儿童活动中心"},
    )  # fmt: skip
    held, done = play_lesson(player.district, lesson, some), end_of(lesson)
    actions.issue_certificates(actor=player.district, activity_id=held.id, on=done.date(), now=done)
    completed = held.enrolments.filter(state=Enrolment.State.COMPLETED).order_by("id")
    for months in (3, 6):
        asked = done.date() + timedelta(days=31 * months)
        for number, entry in enumerate(completed[:FOLLOWED_UP]):
            result, income = RESULTS[(number + months) % len(RESULTS)]
            actions.record_outcome(
                actor=player.district, enrolment_id=entry.id, after_months=months, result=result,
                income=income, on=asked, now=noon(asked),
            )  # fmt: skip


def train_cadres(player: Player, some: Sequence[UUID]) -> None:
    """Train executives and chairs of villages for three days."""
    for title, first in (
        ("村居妇联主席培训班", date(2020, 6, 8)),
        ("妇联执委履职培训班", date(2020, 11, 9)),
    ):
        lesson = Lesson(
            "cadre-training", "training", title, DISTRICT, first, sessions=3, hours=6,
            more={"place": "区委党校", "capacity": 60},
        )  # fmt: skip
        play_lesson(player.district, lesson, some)


def play_job_fair(player: Player, day: date, some: Sequence[UUID], number: int) -> None:
    """Hold a fair of firms that offer posts; some agree, some are hired a month later."""
    fair = make_known(player.district, job_fair(day))
    vacancies = open_stalls(player, fair, noon(day - timedelta(days=4)), number)
    confirmed = day + timedelta(days=30)
    for turn, person in enumerate(some):
        intent = actions.record_intent(
            actor=player.district, vacancy_id=vacancies[turn % len(vacancies)], person_id=person,
            on=day, now=noon(day + timedelta(days=1)),
        )  # fmt: skip
        if turn < HIRED:
            actions.settle_intent(
                actor=player.district, intent_id=intent.id, is_hired=True, on=confirmed,
                now=noon(confirmed),
            )  # fmt: skip
    [session] = sessions_of(fair)
    actions.hold_session(
        actor=player.district,
        session_id=session.id,
        visitors=600,
        now=noon(day + timedelta(days=1)),
    )


def job_fair(day: date) -> Lesson:
    """Return a job fair for women as planning takes it."""
    return Lesson(
        "job-fairs",
        "fair",
        "春风行动招聘会",
        DISTRICT,
        day,
        hours=5,
        more={"place": "人力资源市场"},
    )


def open_stalls(player: Player, fair: Activity, now: datetime, number: int = 0) -> list[UUID]:
    """Give each firm a stall and note the post it offers; return the posts' ids."""
    found = []
    for turn, (firm, (title, places, least, most)) in enumerate(zip(FIRMS, POSTS, strict=True)):
        stall = actions.add_stall(
            actor=player.district, activity_id=fair.id, name=firm, uscc=invented(turn), now=now
        )
        vacancy = actions.add_vacancy(
            actor=player.district, stall_id=stall.id, title=title, places=places + number, now=now,
            wage_from_fen=least * FEN, wage_to_fen=most * FEN if most else None,
        )  # fmt: skip
        found.append(vacancy.id)
    return found


def sign_agreement(player: Player) -> None:
    """Sign the agreement with the alliance of the next district, and do a part of it."""
    day, done = date(2020, 8, 20), date(2020, 10, 22)
    agreement = members.sign(
        actor=player.district, programme="partnership-agreements", now=noon(day),
        agreement=AgreementIn(
            title="与莱西市巾帼创业联盟共建协议", place="莱西市", signed_on=day, years=2,
            party=PartyIn(name="莱西市巾帼创业联盟"),
        ),
    )  # fmt: skip
    duty = members.add_duty(
        actor=player.district, agreement_id=agreement.id, now=noon(day),
        duty=DutyIn(item="training", text="互派讲师各讲一课", due_on=date(2020, 10, 31)),
    )  # fmt: skip
    members.do_duty(
        actor=player.district, duty_id=duty.id, result="两地各讲一课", on=done, now=noon(done)
    )
    members.log_activity(
        actor=player.district, agreement_id=agreement.id, title="互访学习", people=32, on=done,
        now=noon(done),
    )  # fmt: skip


def enlist_volunteers(player: Player, some: Sequence[UUID]) -> None:
    """Enlist volunteers; half of them serve, those with children after their record was looked at."""
    day = date(2020, 2, 24)
    for number, person in enumerate(some):
        volunteer = members.enlist(
            actor=player.district, programme="women-volunteers", person_id=person, on=day, now=noon(day),
            skills=[SKILLS[number % len(SKILLS)]],
        )  # fmt: skip
        if number % 2 == 0:
            seen, served = day + timedelta(days=9), date(2020, 7, 6) + timedelta(days=number)
            members.record_check(
                actor=player.district, person_id=person, checked_on=seen, seen_by="区妇联权益部",
                now=noon(seen),
            )  # fmt: skip
            members.record_service(
                actor=player.district, volunteer_id=volunteer.id, what="四点半课堂志愿辅导", minutes=90,
                with_minors=True, on=served, now=noon(served),
            )  # fmt: skip


SKILLS = ("teaching", "law")


def play_service(player: Player, kind: str, title: str, day: date, some: Sequence[UUID]) -> None:
    """Hold a day of volunteer service; the hours of who came follow from that."""
    lesson = Lesson(
        "women-volunteers", kind, title, DISTRICT, day, hours=3, more={"place": "区社会福利中心"}
    )
    play_lesson(player.district, lesson, some)
