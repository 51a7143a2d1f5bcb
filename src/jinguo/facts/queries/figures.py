"""Figures: a measure in an area over a period, as of a point of knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.facts.formats import value_text
from jinguo.facts.models import Measure
from jinguo.facts.queries.areas import areas
from jinguo.facts.queries.measures import NEVER, Plan, definitions
from jinguo.facts.queries.persons import persons
from jinguo.facts.queries.places import cut
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.sums import Answer, Count, Place, sums
from jinguo.facts.queries.values import DIFFERENT, Values, counted, ratio
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
        """The value with its unit, as the reader reads it."""
        return value_text(self.value, self.measure)


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a period: a flow's sum in it, a balance at its end, or at the period's last day."""

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
    tree_on = tree_on or period.ends_on
    asked = Asked(area, tuple(measures), period, as_of or AsOf.now(), (area,), tree_on)
    return asked.answer()[0]


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


def figures_of(
    actor: Actor,
    measures: Sequence[str],
    *,
    areas: Sequence[str],
    within: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
) -> dict[str, dict[str, Figure]]:
    """
    Return the figures of several areas inside ``within`` by code, then by measure id; see :func:`figures`.

    All are read at the same instant, whatever the number of areas, by the definitions of ``within``.

    :raises NotFound: ``within`` is out of the actor's reach, or a measure is not defined there
    """
    check_reach(actor, within)
    if not areas:
        return {}
    asked = Asked(
        within,
        tuple(measures),
        period,
        as_of or AsOf.now(),
        tuple(areas),
        tree_on or period.ends_on,
    )
    return dict(zip(areas, asked.answer(), strict=True))


def by_child(
    actor: Actor,
    measure: str,
    *,
    area: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
) -> list[ChildFigure]:
    """
    Return the figure of every area directly below on the day of the tree; see :func:`figures`.

    :raises NotFound: the area is out of the actor's reach, or the measure is not defined there
    """
    check_reach(actor, area)
    tree_on = tree_on or period.ends_on
    children = list(org.children(area, tree_on))
    found = figures_of(
        actor, [measure], areas=[child.code for child in children], within=area, period=period,
        as_of=as_of, tree_on=tree_on,
    )  # fmt: skip
    return [ChildFigure(child, found[child.code][measure]) for child in children]


def series(
    actor: Actor,
    measure: str,
    *,
    area: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
) -> list[Point]:
    """
    Return a point for every month the period touches, counted within it; see :func:`figures`.

    The months of a flow add up to its figure, and the last of a balance is its figure.

    :raises NotFound: the area is out of the actor's reach, or the measure is not defined there
    """
    check_reach(actor, area)
    tree_on = tree_on or period.ends_on
    asked = Asked(area, (measure,), period, as_of or AsOf.now(), (area,), tree_on)
    return asked.months()


def check_reach(actor: Actor, area: str) -> None:
    """
    Pass when the actor may see the figures of ``area``.

    :raises NotFound: otherwise; out of reach and absent are never told apart
    """
    if len(area) not in (2, 4, 6, 9, 12) or not actor.can(Capability.FIGURES_VIEW, area):
        raise NotFound(_("There are no figures for this area."), area=area)


@dataclass(frozen=True)
class Asked:
    """Measures asked for in some areas, one a slot, over one period; ``area`` says whose packs hold."""

    area: str
    measures: tuple[str, ...]
    period: Period
    as_of: AsOf
    slots: tuple[str, ...]
    tree_on: date

    def answer(self) -> list[dict[str, Figure]]:
        """Return the figures of every slot."""
        plan, places, answer = self._read()
        values = Values(answer.sums)
        for leaf, found in self._counts(plan, places, answer):
            values.put(leaf, {slot: one for (slot, _month), one in found.items()})
        return [
            {
                measure.id: self._figure(measure, parts, slot, values)
                for measure, parts in plan.asked
            }
            for slot in range(len(self.slots))
        ]

    def months(self) -> list[Point]:
        """Return the one measure asked for in the one area, month by month."""
        plan, places, answer = self._read(by_month=True)
        [(_measure, parts)] = plan.asked
        starts, values = self.period.months(), Values(answer.sums)
        counts = dict(self._counts(plan, places, answer, by_month=True))
        rows = [
            [counted(counts[part].get((0, month)))[0] for month in starts]
            if part.how in DIFFERENT
            else values.months(part, 0, self.period)
            for part in parts
        ]
        if len(rows) == 1:
            return [Point(month, value) for month, value in zip(starts, rows[0], strict=True)]
        return [
            Point(month, ratio(above, below))
            for month, above, below in zip(starts, *rows, strict=True)
        ]

    def _read(self, *, by_month: bool = False) -> tuple[Plan, Sequence[Place], Answer]:
        defined, tree = definitions(self.area), cut(self.slots, self.tree_on)
        while True:
            plan = defined.plan(self.measures)
            answer = sums(
                tree.places,
                plan.kinds,
                self.period,
                as_of=self.as_of,
                by_month=by_month,
                by_programme=plan.by_programme,
            )
            if answer.version == (defined.version, tree.version):
                plan.check()
                return plan, tree.places, answer
            defined = definitions(self.area, version=answer.version.definitions or NEVER)
            tree = cut(self.slots, self.tree_on, version=answer.version.tree)

    def _counts(
        self, plan: Plan, places: Sequence[Place], answer: Answer, *, by_month: bool = False
    ) -> Iterator[tuple[Measure, dict[tuple[int, date | None], Count]]]:
        """Yield what does not add up over slots and months, by slot and month."""
        for leaf in plan.persons:
            yield (
                leaf,
                persons(places, leaf, self.period, as_of=self.as_of, by_month=by_month),
            )
        yield from areas(
            self.slots, plan.areas, self.period,
            as_of=self.as_of, tree_on=self.tree_on, tree=answer.version.tree, by_month=by_month,
        )  # fmt: skip

    def _figure(
        self, measure: Measure, parts: Sequence[Measure], slot: int, values: Values
    ) -> Figure:
        value, records = values.of(parts[0], slot)
        if len(parts) == 1:
            return Figure(measure, self.slots[slot], self.period, value, records)
        below, _records = values.of(parts[1], slot)
        share = ratio(value, below)
        return Figure(measure, self.slots[slot], self.period, share, records, value, below)
