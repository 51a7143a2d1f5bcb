"""The year of the fashion programme: ambassadors, their classes in every town, mobile classes, fairs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jinguo.activities import actions
from jinguo.demo.player import Player, noon
from jinguo.demo.programmes.classes import (
    Lesson,
    end_of,
    make_known,
    play_lesson,
    sessions_of,
)
from jinguo.demo.programmes.people import Women
from jinguo.demo.programmes.places import villages_of
from jinguo.members import actions as members
from jinguo.members.actions import AppointmentIn
from jinguo.org.queries import short_name
from jinguo.sites.models import Site

CATEGORIES = {
    "reading": "阅读分享", "baking": "家庭烘焙", "etiquette": "社交礼仪", "tea": "茶艺入门",
    "yoga": "舒缓瑜伽", "make-up": "生活妆容", "calligraphy": "书画临习", "tidying": "家居收纳",
    "health": "健康养生", "jade": "玉器鉴赏",
}  # fmt: skip
LESSONS = 4  # of a class in a town's classroom
CLASSES_BEGIN = date(2020, 6, 1)
MOBILE_BEGIN, MOBILE_ROUNDS = date(2020, 7, 13), 3
IN_A_CLASS, AT_A_MOBILE_CLASS = 18, 20
FAIRS = (date(2020, 5, 23), date(2020, 7, 18), date(2020, 9, 19), date(2020, 10, 17))
STALLS = (
    ("海草编工坊", "草编提篮"), ("渔家绣坊", "绣品"), ("蓝莓果园", "蓝莓果酱"),
    ("茶园姐妹合作社", "绿茶"), ("面花房", "胶东花饽饽"), ("老布新裁", "手工布艺"),
)  # fmt: skip
VISITORS = 400
AMBASSADORS, APPOINTED_ON = 12, date(2020, 4, 20)
INSTRUCTOR = "时尚大使"


def play_classes(player: Player, town: str, number: int, classroom: Site, women: Women) -> None:
    """Appoint a town's ambassador, and hold the year's class in its classroom and its mobile classes."""
    ambassador = appoint_ambassador(player, town, women) if number < AMBASSADORS else None
    play_class(player, town, classroom, women, number, ambassador)
    for turn in range(MOBILE_ROUNDS):
        play_mobile_class(player, town, women, number, turn, ambassador)


def play_fashion(player: Player, towns: Sequence[str], _women: Women, _today: date) -> None:
    """Hold the year's fairs."""
    for number, day in enumerate(FAIRS):
        play_fair(player, towns[number * len(towns) // len(FAIRS)], day, number)


def play_class(
    player: Player, town: str, site: Site, women: Women, number: int, ambassador: UUID | None
) -> None:
    """Hold one class in a town's classroom, and give certificates to those who came often enough."""
    category, title = list(CATEGORIES.items())[number % len(CATEGORIES)]
    lesson = Lesson(
        "fashion-classrooms", "course", f"{title}班", town, category=category, sessions=LESSONS,
        first=CLASSES_BEGIN + timedelta(days=number * 3), more={"site_id": site.id},
    )  # fmt: skip
    officer, done = player.towns[town], end_of(lesson)
    some = women.of(town, IN_A_CLASS)
    held = play_lesson(officer, lesson, some, instructor=INSTRUCTOR, teacher=ambassador)
    actions.issue_certificates(actor=officer, activity_id=held.id, on=done.date(), now=done)


def play_mobile_class(
    player: Player, town: str, women: Women, number: int, turn: int, ambassador: UUID | None
) -> None:
    """Bring one class to the next village on the way round a town, where there is no classroom."""
    category, title = list(CATEGORIES.items())[(number + 3 * turn + 1) % len(CATEGORIES)]
    day = MOBILE_BEGIN + timedelta(days=number + 35 * turn)
    lesson = mobile_class(town, turn, day, category, title)
    some = women.of(town, AT_A_MOBILE_CLASS)
    play_lesson(player.towns[town], lesson, some, instructor=INSTRUCTOR, teacher=ambassador)


def mobile_class(town: str, turn: int, day: date, category: str, title: str) -> Lesson:
    """Return a class in a village of a town, ``turn`` of those on the way from 0, as planning takes it."""
    on_the_way = villages_of(town)
    village = on_the_way[turn % len(on_the_way)]
    return Lesson(
        "mobile-classes", "course", f"{title}（流动课堂）", village.code, day, category=category,
        more={"place": f"{short_name(village.name)}文化大院"},
    )  # fmt: skip


def play_fair(player: Player, town: str, day: date, number: int) -> None:
    """Hold a fair with the stalls of women of the district; who walks by is counted in heads."""
    officer = player.towns[town]
    lesson = Lesson(
        "fashion-fairs",
        "fair",
        "时尚集市进镇街",
        town,
        day,
        hours=6,
        more={"place": "镇街文化广场"},
    )
    fair = make_known(officer, lesson)
    evening = lesson.starts()[0] + timedelta(hours=7)
    for turn, (name, goods) in enumerate(STALLS):
        stall = actions.add_stall(
            actor=officer, activity_id=fair.id, name=name, goods=goods, is_womans=True,
            now=noon(day - timedelta(days=3)),
        )  # fmt: skip
        actions.record_sales(
            actor=officer,
            stall_id=stall.id,
            sales_fen=(turn + 2) * (number + 3) * 4_500,
            now=evening,
        )
    [session] = sessions_of(fair)
    actions.hold_session(
        actor=officer, session_id=session.id, visitors=VISITORS + 35 * number, now=evening
    )


def appoint_ambassador(
    player: Player, town: str, women: Women, day: date = APPOINTED_ON
) -> UUID | None:
    """Appoint a woman of a town as an ambassador from a day; return her, None where nobody lives."""
    for person in women.of(town, 1):
        members.appoint(
            actor=player.district, programme="fashion-ambassadors", now=noon(day),
            appointment=AppointmentIn(
                person_id=person, kind="fashion-ambassador", starts_on=day
            ),
        )  # fmt: skip
        return person
    return None
