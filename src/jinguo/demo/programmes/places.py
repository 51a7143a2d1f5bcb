"""Sites: micro homes, women's homes, classrooms and stations, from their proposal to what is held there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jinguo.demo.player import OFFICE, Player, noon
from jinguo.demo.programmes.gatherings import hold_gatherings
from jinguo.notices import actions as notices
from jinguo.notices.actions import Wording
from jinguo.org.actor import Actor
from jinguo.org.models import Area, Level
from jinguo.org.queries import short_name
from jinguo.programmes.queries import map_layout
from jinguo.sites import actions, queries
from jinguo.sites.actions import Details
from jinguo.sites.kinds import Asks, Kind
from jinguo.sites.models import Site

STEP = timedelta(days=10)


@dataclass(frozen=True)
class Wanted:
    """How many sites of a kind a town opens, of which types, and what they are called."""

    kind: str
    categories: Sequence[str]
    names: Sequence[str]
    count: int
    from_on: date
    feature: Sequence[str] = ("",)


CLASSROOM = "fashion-classroom"
WANTED = (
    Wanted(
        "womens-micro-home", ("family", "market", "interest", "grid", "firm"),
        ("绣坊", "读书角", "巧手编织", "邻里议事", "花艺"), 3, date(2020, 2, 10),
        ("剪纸", "亲子阅读", "手工编织", "家事调解", "插花"),
    ),
    Wanted("womens-home", ("village",), ("妇女之家",), 1, date(2019, 4, 8)),
    Wanted(CLASSROOM, ("town",), ("时尚教室",), 1, date(2020, 3, 9)),
    Wanted("guidance-station", ("station",), ("家庭教育指导服务站",), 1, date(2020, 3, 16)),
)  # fmt: skip
TOWN = 9  # digits of the code of a town
A_TOWN = sum(one.count for one in WANTED)
DORMANT_IN_EVERY = 9  # micro homes
HEADS = ("王秀兰", "李桂香", "张玉梅", "刘凤英", "陈淑芳", "杨秀珍", "赵丽华", "黄雅琴")
OPENED_AFTER = 3 * STEP
NOTICED_AFTER = 2 * STEP + timedelta(days=1)
BASIS = "区妇联时尚打卡地评选方案"
A_TILE, A_STEP = Decimal("0.1"), Decimal("0.014")  # degrees between towns, and between their sites


def play_sites(player: Player, town: str, number: int, today: date) -> Site:
    """
    Open the year's sites of a town, ``number`` of the towns from 0; return its classroom.

    Each is proposed by the town, checked on site, approved, and where its kind has plaques given one.
    """
    officer, villages = player.towns[town], villages_of(town)
    made = number * A_TOWN
    for wanted in WANTED:
        for turn in range(min(wanted.count, len(villages))):
            site = open_site(player, town, villages[turn], wanted, made)
            made += 1
            if wanted.kind == CLASSROOM:
                classroom = site
            else:
                is_quiet = made % DORMANT_IN_EVERY == 0
                hold_gatherings(officer, site, today, is_quiet=is_quiet)
    return classroom


def villages_of(town: str) -> list[Area]:
    """Return the villages and communities of a town, by code."""
    found = Area.objects.filter(code__startswith=town, level=Level.VILLAGE, valid_to__isnull=True)
    return list(found.order_by("code")[:8])


def open_site(player: Player, town: str, village: Area, wanted: Wanted, made: int) -> Site:
    """Take one site from its proposal to the day it opens."""
    day = wanted.from_on + timedelta(days=made % 28)
    officer = player.towns[town]
    site = propose_site(officer, village, wanted, made, day)
    kind = queries.kind_of(site, day)
    check_site(officer, site, complete(kind), day + STEP)
    approver = player.district if kind.approved_by == "county" else officer
    site = actions.approve(
        actor=approver, site_id=site.id, on=day + 2 * STEP, now=noon(day + 2 * STEP)
    )
    if kind.notice_days:
        put_on_notice(player, site, day + NOTICED_AFTER)
    if kind.plaque:
        opened = day + OPENED_AFTER
        site = actions.give_plaque(actor=approver, site_id=site.id, on=opened, now=noon(opened))
    return site


def propose_site(officer: Actor, village: Area, wanted: Wanted, made: int, day: date) -> Site:
    """Propose a site in a village on a day, with its head and helpers; ``made`` tells one from another."""
    name, head = wanted.names[made % len(wanted.names)], HEADS[made % len(HEADS)]
    return actions.propose(
        actor=officer, kind=wanted.kind, category=wanted.categories[made % len(wanted.categories)],
        area=village.code, head=head,
        helpers=[HEADS[(made + ahead) % len(HEADS)] for ahead in (2, 5)],
        details=Details(
            name=f"{short_name(village.name)}{name}",
            address=f"{short_name(village.name)}中心街{made % 90 + 1}号",
            feature=wanted.feature[made % len(wanted.feature)], contact="0532-12345678",
            opening_hours="周二至周六 9:00—11:30，14:00—17:00", **lies(village.code[:TOWN], made),
        ),
        on=day, now=noon(day),
    )  # fmt: skip


def complete(kind: Kind) -> dict[str, int]:
    """Return the answers of a checklist of which everything is met."""
    return {
        item.id: item.least + 5 if item.asks == Asks.NUMBER else item.most for item in kind.items
    }


def check_site(officer: Actor, site: Site, answers: Mapping[str, int], day: date) -> None:
    """Write down what was found at a site on a day."""
    actions.check(actor=officer, site_id=site.id, answers=answers, on=day, now=noon(day))


def put_on_notice(player: Player, site: Site, day: date) -> None:
    """Put an approved site before the public on a day, for the days its kind asks for."""
    listing = queries.notice_listing(player.drafter, [site.id], day)
    title = _("%(title)s (%(which)s)") % {"title": listing.suggested["title"], "which": site.name}
    given: dict[str, Any] = {**listing.suggested, **OFFICE, "basis": BASIS, "title": title}
    drafted = actions.draft_notice(
        actor=player.drafter, site_ids=[site.id], wording=Wording(**given), now=noon(day)
    )
    notices.propose(actor=player.drafter, notice_id=drafted.id, now=noon(day))
    player.release(drafted.id, day)


def lies(town: str, made: int) -> dict[str, Decimal]:
    """Return degrees for a site: invented ones, about where the schematic map has the town."""
    column, row = map_layout(town).get(town, (1, 1))
    south, east = divmod(made % 25, 5)
    return {
        "latitude": Decimal("36.10") - row * A_TILE - south * A_STEP,
        "longitude": Decimal("119.45") + column * A_TILE + east * A_STEP,
    }
