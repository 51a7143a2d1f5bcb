"""Families: courses by the stage of life, one instructor a community, parents' lessons, the live room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import UUID

from jinguo.activities import actions as activities
from jinguo.demo.cast import DISTRICT
from jinguo.demo.player import Player, noon
from jinguo.demo.programmes.classes import Lesson, play_lesson, sessions_of
from jinguo.demo.programmes.people import Women
from jinguo.demo.programmes.places import Wanted, open_site, villages_of
from jinguo.members import actions as members
from jinguo.members.actions import AppointmentIn
from jinguo.sites.models import Site

COURSES = (
    ("pregnancy", "新手爸妈：孕期课堂"), ("age-0-3", "0—3岁：依恋与安全感"),
    ("age-3-6", "3—6岁：入学准备"), ("age-6-12", "6—12岁：学习习惯"),
    ("age-12-15", "12—15岁：走过青春期"), ("age-15-18", "15—18岁：理想与选择"),
    ("elder-role", "家庭新角色：隔代相处"),
)  # fmt: skip
AT_A_COURSE, AT_A_LESSON, AT_THE_SCREEN = 22, 24, 40
SEEDED, SEEDED_ON, SEED_LESSONS = 20, date(2020, 5, 6), 2
ASSIGNED_FOR = timedelta(days=359)  # within the twelve months of her appointment
SCHOOLS, TALKS = 12, 8
SCHOOL = Wanted("school", ("primary",), ("小学",), 1, date(2020, 3, 2))
STREAM, REPLAY = "https://live.example/jinguo", "https://live.example/jinguo/replay"


def play_families(player: Player, towns: Sequence[str], women: Women, _today: date) -> None:
    """Hold the year's courses and talks of the district."""
    everywhere = [one for town in towns for one in women.of(town, 4)]
    for number, (stage, title) in enumerate(COURSES):
        lesson = Lesson(
            "family-education", "course", title, DISTRICT, date(2020, 5, 11) + timedelta(days=23 * number),
            sessions=2, more={"stages": [stage], "place": "区妇女儿童活动中心"},
        )  # fmt: skip
        some = everywhere[number::3][:AT_A_COURSE]
        play_lesson(player.district, lesson, some, instructor="家庭教育指导师")
    for number in range(TALKS):
        lesson = Lesson(
            "live-room", "live", COURSES[number % 2][1], DISTRICT,
            date(2020, 4, 9) + timedelta(days=28 * number), more={"stages": [COURSES[number % 2][0]]},
        )  # fmt: skip
        some = everywhere[number % 2 :: 2][:AT_THE_SCREEN]
        activity = play_lesson(
            player.district, lesson, some, instructor="家庭教育指导师", stream=STREAM
        )
        if number == TALKS - 1:
            [session] = sessions_of(activity)
            activities.set_links(
                actor=player.district, session_id=session.id, stream_url=session.stream_url,
                replay_url=REPLAY, now=session.ends_at + timedelta(hours=1),
            )  # fmt: skip


def play_family_lessons(player: Player, town: str, number: int, women: Women) -> None:
    """Send an instructor to one community of a town, hold her lessons there, and a talk at a school."""
    teacher = appoint_instructor(player, town, women) if number < SEEDED else None
    if teacher is not None:
        lesson = Lesson(
            "seed-plan", "lesson", "种子计划进社区", villages_of(town)[0].code,
            date(2020, 6, 3) + timedelta(days=5 * number), sessions=SEED_LESSONS,
            begins=time(14), more={"place": "社区家长学校"},
        )  # fmt: skip
        play_seed_lesson(player, town, lesson, teacher, women)
    school = open_school(player, town, number)
    if number < SCHOOLS:
        lesson = Lesson(
            "parent-classroom", "lesson", "家长课堂", town, date(2020, 9, 14) + timedelta(days=4 * number),
            more={"site_id": school.id, "stages": ["age-6-12"]},
        )  # fmt: skip
        play_seed_lesson(player, town, lesson, teacher, women)


def play_seed_lesson(
    player: Player, town: str, lesson: Lesson, teacher: UUID | None, women: Women
) -> None:
    """Hold a lesson an instructor of the plan teaches to women of the town."""
    some = women.of(town, AT_A_LESSON)
    play_lesson(player.towns[town], lesson, some, instructor="种子讲师", teacher=teacher)


def open_school(player: Player, town: str, number: int) -> Site:
    """Put a school of a town on record, whose parents have lessons there; ``number`` of the towns from 0."""
    return open_site(player, town, villages_of(town)[-1], SCHOOL, number)


def school_of(town: str) -> Site:
    """Return the school of a town that is on record."""
    return Site.objects.filter(kind=SCHOOL.kind, area__code__startswith=town).order_by("id")[0]


def appoint_instructor(
    player: Player, town: str, women: Women, day: date = SEEDED_ON
) -> UUID | None:
    """Appoint a woman of a town and give her its first community; return her, None where nobody lives."""
    for person in women.of(town, 1):
        appointed = members.appoint(
            actor=player.district, programme="seed-plan", now=noon(day),
            appointment=AppointmentIn(
                person_id=person, kind="family-instructor", starts_on=day
            ),
        )  # fmt: skip
        members.assign(
            actor=player.district, programme="seed-plan", appointment_id=appointed.id,
            area=villages_of(town)[0].code, starts_on=day, ends_on=day + ASSIGNED_FOR, now=noon(day),
        )  # fmt: skip
        return person
    return None
