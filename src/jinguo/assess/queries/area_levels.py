"""Levels that towns, villages or lanes may hold: which conditions each meets on a day, and what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from django.utils.translation import gettext as _

from jinguo.assess.ladders import CODE_LENGTHS
from jinguo.assess.models import (
    LANE,
    AreaDecision,
    AreaLevel,
    AreaRecognition,
    AreaRecognitionQuerySet,
)
from jinguo.assess.queries.lanes import Place, count_lanes
from jinguo.assess.queries.versions import level_titles
from jinguo.core.errors import NotFound
from jinguo.core.language import in_language
from jinguo.core.versions import in_force, nearest
from jinguo.facts import queries as facts
from jinguo.facts.formats import PERCENT, value_text
from jinguo.facts.queries import Figure, Period
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Level
from jinguo.people.rows import common_area

HOUSEHOLDS = "households"
HOMES, BALANCE, RATIO = "户", "balance", "ratio"  # how what is counted in lanes is shown


@dataclass(frozen=True)
class Asked:
    """
    One condition of a level in one place: what it comes to on the day and the least it must be.

    ``key`` is the measure's id, which opens as a figure where ``is_figure``. Of a lane ``count`` is how many
    households make up a share, and ``missing`` how many more the condition takes.
    """

    key: str
    title: str
    value: Decimal | None
    at_least: Decimal
    unit: str
    how: str
    is_figure: bool = True
    count: int | None = None
    missing: int = 0

    @classmethod
    def of_figure(cls, figure: Figure, at_least: Decimal) -> Asked:
        """Return a condition on a measure."""
        measure = figure.measure
        title = in_language(measure.title, measure.title_en)
        return cls(measure.id, title, figure.value, at_least, measure.unit, measure.how)

    @property
    def holds(self) -> bool:
        """Say whether the value reaches it; where there is none it does not."""
        return self.value is not None and self.value >= self.at_least

    @property
    def text(self) -> str:
        """What it comes to, as exact as it takes to see whether it reaches the least."""
        return value_text(self.value, self, beside=self.at_least)

    @property
    def least_text(self) -> str:
        """The least value, as the reader reads it."""
        return value_text(self.at_least, self)


@dataclass(frozen=True)
class AreaStanding:
    """
    What one place comes to under a level on a day, and what it holds; ``held`` is None for nothing.

    ``name`` is that of the area, of a lane that of its village.
    """

    place: Place
    name: str
    asked: tuple[Asked, ...]
    held: AreaRecognition | None

    @property
    def code(self) -> str:
        """The code of the area."""
        return self.place.area

    @property
    def label(self) -> str:
        """The name under which it is known beyond its village."""
        return f"{self.name} · {self.place.lane}" if self.place.lane else self.name

    @property
    def is_met(self) -> bool:
        """Say whether every condition holds."""
        return all(one.holds for one in self.asked)


def area_recognitions(actor: Actor) -> AreaRecognitionQuerySet:
    """Return the levels of villages, towns and lanes the actor can see, withdrawn ones too."""
    return AreaRecognition.objects.visible_to(actor)


def area_levels_around(area: str, on: date) -> list[AreaLevel]:
    """
    Return the levels that areas in ``area`` or their lanes may hold on a day; one query.

    They come by programme, those of the largest areas first, then by key. Of the versions of one key the
    nearest pack upward comes first, then those that hold in a part of it.
    """
    found = [
        row
        for row in AreaLevel.objects.filter(in_force(on)).order_by("programme", "key", "pack")
        if area.startswith(row.area) or row.area.startswith(area)
    ]
    best_last = sorted(
        found,
        key=lambda one: (area.startswith(one.area), -abs(len(area) - len(one.area)), one.area),
    )
    best = {(one.programme, one.key): one for one in best_last}
    smallest = max(CODE_LENGTHS.values()) + 1
    return sorted(
        best.values(),
        key=lambda one: (one.programme, CODE_LENGTHS.get(one.of, smallest), one.key),
    )


def area_levels_in_force(
    programme: str, level: str, places: Collection[Place], on: date
) -> dict[Place, AreaLevel]:
    """
    Return by place the version of a level that holds there on a day; the nearest pack upward wins.

    :raises NotFound: one of the places cannot hold such a level on that day
    """
    rows = AreaLevel.objects.filter(in_force(on), programme=programme, key=level).order_by("pack")
    versions = nearest({row.area: row for row in rows}, {place.area for place in places})
    found = {}
    for place in places:
        version, of = versions[place.area], str(org.level_of(place.area))
        if place.lane:
            of = LANE if of == Level.VILLAGE else ""
        if version is None or version.of != of:
            raise NotFound(_("There is no such level for this area."), area=place.area)
        found[place] = version
    return found


def area_standings(
    actor: Actor,
    level: AreaLevel,
    *,
    within: str,
    on: date,
    places: Collection[Place] | None = None,
) -> list[AreaStanding]:
    """
    Return what the places inside ``within`` come to under a level on a day, by their codes and names.

    ``places`` None means all that may hold it. However many, they are read at one instant: areas by the
    figures of the day, lanes by the households that the register has in them now.

    :raises NotFound: the actor sees no figures of ``within``, or a measure is not defined there
    """
    recognised = area_recognitions(actor).in_force()
    recognised = recognised.filter(programme=level.programme, level=level.key)
    if level.of == LANE:
        asked, held = _of_lanes(actor, level, recognised, within, on, places)
    else:
        asked, held = _of_areas(actor, level, recognised, within, on, places)
    names = org.names_of({place.area for place in asked}, on)
    return [
        AreaStanding(place, names.get(place.area, place.area), asked[place], held.get(place))
        for place in sorted(asked)
    ]


Found = tuple[dict[Place, tuple[Asked, ...]], dict[Place, AreaRecognition]]


def _of_areas(
    actor: Actor,
    level: AreaLevel,
    recognised: AreaRecognitionQuerySet,
    within: str,
    on: date,
    places: Collection[Place] | None,
) -> Found:
    codes = (
        org.codes_below([within], level.of, on)
        if places is None
        else [place.area for place in places]
    )
    wanted = {one["measure"]: Decimal(one["at_least"]) for one in level.conditions}
    found = facts.figures_of(
        actor, list(wanted), areas=codes, within=within, period=Period.up_to(on)
    )
    asked = {
        Place(code): tuple(
            Asked.of_figure(found[code][one], least) for one, least in wanted.items()
        )
        for code in codes
    }
    return asked, {Place(one.area_id): one for one in recognised.filter(area__in=codes)}


def _of_lanes(
    actor: Actor,
    level: AreaLevel,
    recognised: AreaRecognitionQuerySet,
    within: str,
    on: date,
    places: Collection[Place] | None,
) -> Found:
    """Return the lanes in which anybody lives and those that hold the level, or the ones asked for."""
    facts.check_reach(actor, within)
    if places:
        within = common_area([place.area for place in places]) or within
    counts = count_lanes(
        actor, level.programme, [one["levels"] for one in level.conditions], within=within, on=on
    )
    moves = actor.moves
    rows = recognised.filter(moves.takes_in(within).as_q("area__code"))
    held = {Place(moves.place_of(one.area_id), one.lane): one for one in rows}
    wanted = counts.keys() | held.keys() if places is None else set(places)
    titles = level_titles(level.programme, within, on)
    nobody = (0,) * (len(level.conditions) + 1)
    asked = {
        place: counts.get(Place(moves.place_of(place.area), place.lane), nobody) for place in wanted
    }
    return {
        place: tuple(_asked_of_lane(level, titles, *numbers)) for place, numbers in asked.items()
    }, held


def _asked_of_lane(
    level: AreaLevel, titles: Mapping[str, str], households: int, *holding: int
) -> Iterator[Asked]:
    """Yield what a lane of so many households comes to; of them ``holding`` hold each condition's levels."""
    if level.least_households:
        yield Asked(
            HOUSEHOLDS, _("Lived-in courtyards"), Decimal(households),
            Decimal(level.least_households), HOMES, BALANCE, is_figure=False,
            missing=max(0, level.least_households - households),
        )  # fmt: skip
    for one, count in zip(level.conditions, holding, strict=True):
        least = Decimal(one["at_least"])
        named = "、".join(titles.get(key, key) for key in one["levels"])
        yield Asked(
            "share:" + ",".join(one["levels"]), _("Share of: %(levels)s") % {"levels": named},
            Decimal(100 * count) / households if households else None, least, PERCENT, RATIO,
            is_figure=False, count=count, missing=max(0, ceil(least * households / 100) - count),
        )  # fmt: skip


def area_decisions(actor: Actor, level: AreaLevel, places: Collection[Place]) -> list[AreaDecision]:
    """Return what was decided about a level of places the actor can see, the latest first."""
    seen = area_recognitions(actor).filter(
        programme=level.programme, level=level.key, area__in={place.area for place in places}
    )
    rows = AreaDecision.objects.filter(recognition__in=seen)
    wanted = set(places)
    return [
        one
        for one in rows.select_related("recognition__area").order_by("-id")
        if (one.recognition.area_id, one.recognition.lane) in wanted
    ]
