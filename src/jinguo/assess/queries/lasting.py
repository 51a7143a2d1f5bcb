"""What lasts and where nothing is: how long levels are held, which villages have none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from jinguo.assess.evaluation.lasting.clustering import Clustering, clustering
from jinguo.assess.evaluation.lasting.retention import Point, Spell, at_risk, curve
from jinguo.assess.models import Recognition, Score
from jinguo.assess.queries.applications import narrowed
from jinguo.assess.queries.households import recognitions
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Level
from jinguo.org.roles import Capability
from jinguo.people.models import Household

TOWN = 9  # digits of a town's code
YEAR = 365
STEP = 90  # days between two lines of the table
SMALL = 30  # fewer certifications than these say little
PERMUTATIONS = 199
NONE, UNSEEN = "none", "unseen"


@dataclass(frozen=True)
class Held:
    """The share still held so many days after the certification; None where none was seen so long."""

    days: int
    at_risk: int
    retained: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Group:
    """The certifications of one town or year: how many, how many of them delisted, and a year later."""

    key: str
    certified: int
    lost: int
    after_a_year: Held

    @property
    def is_small(self) -> bool:
        """Say whether too few were certified for the share to say much."""
        return self.certified < SMALL


@dataclass(frozen=True)
class Village:
    """A village: its lived-in courtyards, those that hold the level, the day a sheet was last filled."""

    code: str
    name: str
    households: int
    held: int
    seen_on: date | None


def spells(actor: Actor, *, programme: str, level: str, area: str = "") -> list[Spell]:
    """Return the certifications of a level in an area that the actor sees."""
    rows = narrowed(recognitions(actor), actor, programme, area, level)
    columns = ("area_id", "certified_on", "ended_on", "state")
    return [
        Spell(village[:TOWN], certified_on, ended_on, state == Recognition.State.DELISTED)
        for village, certified_on, ended_on, state in rows.order_by().values_list(*columns)
    ]


def held_over_time(some: Sequence[Spell], *, on: date) -> list[Held]:
    """Return the retention curve as a table: every 90 days, as long as any was seen or until all are lost."""
    points, found, days = curve(some, on=on), [], 0
    while (held := _held(some, points, days, on)).retained is not None:
        found.append(held)
        if not held.at_risk:
            break
        days += STEP
    return found


def groups_of(some: Sequence[Spell], key: Callable[[Spell], str], *, on: date) -> list[Group]:
    """Return certifications grouped, in the order of the keys."""
    by_key: defaultdict[str, list[Spell]] = defaultdict(list)
    for spell in some:
        by_key[key(spell)].append(spell)
    return [
        Group(
            key=name,
            certified=len(mine),
            lost=sum(spell.is_lost for spell in mine),
            after_a_year=_held(mine, curve(mine, on=on), YEAR, on),
        )
        for name, mine in sorted(by_key.items())
    ]


def _held(some: Sequence[Spell], points: Sequence[Point], days: int, on: date) -> Held:
    seen = at_risk(some, days, on=on)
    passed = [point for point in points if point.days <= days]
    is_all_lost = bool(passed) and passed[-1].retained == 0
    if not seen and not is_all_lost:
        return Held(days, 0, None, None, None)
    if not passed:
        return Held(days, seen, 1.0, None, None)
    return Held(days, seen, passed[-1].retained, passed[-1].low, passed[-1].high)


def villages_of(actor: Actor, *, programme: str, level: str, area: str, on: date) -> list[Village]:
    """
    Return the villages of an area that have lived-in courtyards and that the actor sees, by code.

    ``seen_on`` is the last day a sheet was filled in the village, for an application or at an inspection.
    Five statements in all.
    """
    reach = actor.reach(Capability.ASSESS_VIEW)
    codes = [code for code in org.codes_below([area], Level.VILLAGE, on) if reach.covers(code)]
    homes = Household.objects.filter(area__in=codes, is_resident=True, closed_on__isnull=True)
    households = _counted(homes)
    held = _counted(narrowed(recognitions(actor).in_force(), actor, programme, area, level))
    place = Coalesce("application__area_id", "recognition__area_id")
    sheets = Score.objects.filter(
        Q(application__programme=programme) | Q(recognition__programme=programme)
    )
    seen = dict(
        sheets.annotate(village=place)
        .filter(village__in=codes)
        .order_by()
        .values_list("village")
        .annotate(Max("scored_on"))
    )
    names = org.names_of(codes, on)
    return [
        Village(code, names.get(code, code), households[code], held.get(code, 0), seen.get(code))
        for code in codes
        if households.get(code)
    ]


def _counted(rows: Any) -> dict[str, int]:
    return dict(rows.order_by().values_list("area_id").annotate(Count("id")))


def clusters(villages: Sequence[Village], *, seed: str) -> Clustering | None:
    """
    Return how much the shares of villages cluster by town; None where they cannot.

    There are no coordinates: the neighbours of a village are the others of its town.
    """
    shares = {one.code: one.held / one.households for one in villages}
    towns = {one.code: one.code[:TOWN] for one in villages}
    return clustering(shares, towns, seed=seed, permutations=PERMUTATIONS)
