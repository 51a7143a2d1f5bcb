"""Areas whose balance reaches a number, such as the villages with at least one household of a level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from jinguo.facts.models import Measure
from jinguo.facts.queries.places import cut
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.sums import Count, sums
from jinguo.facts.queries.values import Values
from jinguo.org import queries as org


def areas(
    slots: Sequence[str],
    measure: Measure,
    basis: Measure,
    period: Period,
    *,
    as_of: AsOf,
    tree_on: date,
    tree: str,
    by_month: bool = False,
) -> dict[tuple[int, date | None], Count]:
    """
    Return by slot how many areas of the measure's level inside it reach ``at_least`` of ``basis``.

    With ``by_month`` by slot and first day of the month, at the end of each, else with None for the last
    day. Each area is added up by itself, as figures are, so the count is exact at any point of knowledge.
    ``tree`` is the version of the area tree that ``tree_on`` cuts.
    """
    inside = areas_inside(slots, measure.level, tree_on)
    if not inside:
        return {}
    places = cut([code for _slot, code in inside], tree_on, version=tree).places
    answer = sums(places, (basis.kind,), period, as_of=as_of, by_month=by_month)
    values = Values(answer.sums)
    months: list[date | None] = [*period.months()] if by_month else [None]
    found: Counter[tuple[int, date | None]] = Counter()
    for number, (slot, _code) in enumerate(inside):
        levels = values.months(basis, number, period) if by_month else [values.of(basis, number)[0]]
        found.update(
            (slot, month)
            for month, level in zip(months, levels, strict=True)
            if level >= (measure.at_least or 0)
        )
    return {key: Count(number, number) for key, number in found.items()}


def areas_inside(slots: Sequence[str], level: str, on: date) -> list[tuple[int, str]]:
    """Return the areas of a level in force on a day inside each slot, with its number; one query."""
    codes = org.codes_below(slots, level, on)
    return [
        (number, code)
        for number, slot in enumerate(slots)
        for code in codes
        if code.startswith(slot)
    ]
