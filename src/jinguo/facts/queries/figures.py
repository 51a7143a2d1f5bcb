"""Figures: a measure in an area over a period, as of a point of knowledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.facts.models import Measure
from jinguo.facts.queries.measures import NEVER, Definitions, definitions
from jinguo.facts.queries.persons import persons
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.sums import Answer, Place, sums
from jinguo.facts.queries.values import FEN, PER, Values, monthly, ratio, rounded
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Area
from jinguo.org.roles import Capability


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One value with what it is a value of.

    ``value`` is in the measure's unit and exact; a ratio over nothing has none. ``records`` counts
    the facts that add less those that take away; for a ratio it is that of its numerator.
    """

    measure: Measure
    area: str
    period: Period
    value: Decimal | None
    records: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def text(self) -> str:
        """The value with its unit: a ratio with one decimal, money with two, the rest whole."""
        if self.value is None:
            return "—"
        unit = self.measure.unit
        if self.measure.how == Measure.How.RATIO:
            return f"{rounded(self.value, 1)}{'' if unit in PER else ' '}{unit}"
        places = 2 if unit in FEN else 0
        return f"{rounded(self.value, places):,} {unit}"


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a year: a flow's sum in it, a balance at its end."""

    month: date
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class ChildFigure:
    """The figure of one area of those directly below."""

    area: Area
    figure: Figure

    @property
    def value(self) -> Decimal | None:
        return self.figure.value


def figures(
    actor: Actor,
    measures: Sequence[str],
    *,
    area: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
) -> dict[str, Figure]:
    """
    Return the figures by measure id, all read at the same instant.

    ``tree_on`` is the day whose area tree cuts the figures; without it the period's last day.

    :raises NotFound: the area is out of the actor's reach, or a measure is not defined there
    """
    check_reach(actor, area)
    places = places_of({0: area}, tree_on or period.ends_on)
    asked = Asked(area, measures, period, as_of or AsOf.now(), actor.on)
    return asked.answer(places)[0]


def figure(
    actor: Actor,
    measure: str,
    *,
    area: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
) -> Figure:
    """Return one figure; see :func:`figures`."""
    found = figures(actor, [measure], area=area, period=period, as_of=as_of, tree_on=tree_on)
    return found[measure]


def by_child(
    actor: Actor, measure: str, *, area: str, period: Period, as_of: AsOf | None = None
) -> list[ChildFigure]:
    """
    Return the figure of every area directly below, on the tree of the period's last day.

    :raises NotFound: the area is out of the actor's reach, or the measure is not defined there
    """
    check_reach(actor, area)
    children = list(org.children(area, period.ends_on))
    if not children:
        return []
    places = places_of({slot: child.code for slot, child in enumerate(children)}, period.ends_on)
    asked = Asked(area, [measure], period, as_of or AsOf.now(), actor.on)
    found = asked.answer(places)
    return [ChildFigure(child, found[slot][measure]) for slot, child in enumerate(children)]


def series(
    actor: Actor, measure: str, *, area: str, year: int, as_of: AsOf | None = None
) -> list[Point]:
    """
    Return the twelve months of a year, on the tree of its last day.

    :raises NotFound: the area is out of the actor's reach, or the measure is not defined there
    """
    check_reach(actor, area)
    period = Period.year(year)
    places = places_of({0: area}, period.ends_on)
    asked = Asked(area, [measure], period, as_of or AsOf.now(), actor.on)
    return asked.months(places, year)


def check_reach(actor: Actor, area: str) -> None:
    """
    Pass when the actor may see the figures of ``area``.

    :raises NotFound: otherwise; out of reach and absent are never told apart
    """
    if len(area) not in (2, 4, 6, 9, 12) or not actor.can(Capability.FIGURES_VIEW, area):
        raise NotFound(_("There are no figures for this area."), area=area)


def places_of(areas: Mapping[int, str], tree_on: date) -> list[Place]:
    """Return the code prefixes, with signs, that make up each slot's area as the tree stood that day."""
    counted = org.counted_codes_of(list(areas.values()), tree_on)
    return [
        Place(slot, prefix, sign) for slot, area in areas.items() for prefix, sign in counted[area]
    ]


@dataclass(frozen=True)
class Asked:
    """Measures asked for over one period, before the places are known."""

    area: str
    measures: Sequence[str]
    period: Period
    as_of: AsOf
    today: date | None

    def answer(self, places: Sequence[Place]) -> dict[int, dict[str, Figure]]:
        """Return the figures of every slot."""
        defined, answer = self._read(places)
        values = Values(answer.sums)
        for leaf in defined.leaves(self.measures):
            if leaf.how == Measure.How.PERSONS:
                found = persons(places, leaf, self.period, as_of=self.as_of)
                values.put(leaf, {slot: one for (slot, _month), one in found.items()})
        slots = {one.slot for one in places}
        return {
            slot: {one: self._figure(defined, one, slot, values) for one in self.measures}
            for slot in slots
        }

    def months(self, places: Sequence[Place], year: int) -> list[Point]:
        """Return the one measure asked for, month by month."""
        [measure] = self.measures
        defined, answer = self._read(places, by_month=True)
        starts = [date(year, month, 1) for month in range(1, 13)]
        parts = [
            monthly(part, places, self.period, self.as_of, answer.sums)
            for part in defined.parts(measure)
        ]
        if len(parts) == 1:
            return [Point(month, value) for month, value in zip(starts, parts[0], strict=True)]
        unit = defined.get(measure).unit
        return [
            Point(month, ratio(above, below, unit))
            for month, above, below in zip(starts, *parts, strict=True)
        ]

    def _read(
        self, places: Sequence[Place], *, by_month: bool = False
    ) -> tuple[Definitions, Answer]:
        defined = definitions(self.area)
        while True:
            try:
                kinds = sorted({leaf.kind for leaf in defined.leaves(self.measures)})
                unknown = None
            except NotFound as error:
                kinds, unknown = [], error
            answer = sums(
                places, kinds, self.period, as_of=self.as_of, today=self.today, by_month=by_month
            )
            if answer.version == defined.version:
                if unknown:
                    raise unknown
                return defined, answer
            defined = definitions(self.area, version=answer.version or NEVER)

    def _figure(self, defined: Definitions, measure: str, slot: int, values: Values) -> Figure:
        found = defined.get(measure)
        if found.how != Measure.How.RATIO:
            value, records = values.of(found, slot)
            return Figure(found, self.area, self.period, value, records)
        above, records = values.of(defined.get(found.numerator), slot)
        below, _records = values.of(defined.get(found.denominator), slot)
        share = ratio(above, below, found.unit)
        return Figure(found, self.area, self.period, share, records, above, below)
