"""Areas whose balance reaches a number, such as the villages with at least one household of a level."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from jinguo.facts.models import Measure
from jinguo.facts.queries.places import cut
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.sums import Count, sums
from jinguo.facts.queries.values import Values
from jinguo.org import queries as org


def areas(
    slots: Sequence[str],
    measures: Sequence[tuple[Measure, Measure]],
    period: Period,
    *,
    as_of: AsOf,
    tree_on: date,
    tree: str,
    by_month: bool = False,
) -> Iterator[tuple[Measure, dict[tuple[int, date | None], Count]]]:
    """
    Yield each measure with, by slot, how many areas of its level inside it reach ``at_least`` of its basis.

    ``measures`` are pairs of a measure and its basis; those of one level are read together. With ``by_month``
    by slot and first day of the month, at the end of each, else with None for the last day. Each area is
    added up by itself, as figures are, so the count is exact at any point of knowledge. ``tree`` is the
    version of the area tree that ``tree_on`` cuts.
    """
    months: list[date | None] = [*period.months()] if by_month else [None]
    for level in sorted({measure.level for measure, _basis in measures}):
        pairs = [pair for pair in measures if pair[0].level == level]
        inside = areas_inside(slots, level, tree_on)
        if not inside:
            yield from ((measure, {}) for measure, _basis in pairs)
            continue
        places = cut([code for _slot, code in inside], tree_on, version=tree).places
        kinds = sorted({basis.kind for _measure, basis in pairs})
        answer = sums(
            places, kinds, period, as_of=as_of, by_month=by_month,
            by_programme=any(basis.of_programme for _measure, basis in pairs),
        )  # fmt: skip
        values = Values(answer.sums)
        for measure, basis in pairs:
            found: Counter[tuple[int, date | None]] = Counter()
            for number, (slot, _code) in enumerate(inside):
                reached = (
                    values.months(basis, number, period)
                    if by_month
                    else [values.of(basis, number)[0]]
                )
                least = measure.at_least or 0
                found.update(
                    (slot, month)
                    for month, value in zip(months, reached, strict=True)
                    if value >= least
                )
            yield measure, {key: Count(number, number) for key, number in found.items()}


def areas_inside(slots: Sequence[str], level: str, on: date) -> list[tuple[int, str]]:
    """Return the areas of a level in force on a day inside each slot, with its number; one query."""
    given, lengths = set(slots), sorted({len(slot) for slot in slots})
    tops = [one for one in slots if not any(one[:n] in given for n in lengths if n < len(one))]
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for code in org.codes_below(tops, level, on):
        for length in lengths:
            if length <= len(code):
                inside[code[:length]].append(code)
    return [(number, code) for number, slot in enumerate(slots) for code in inside.get(slot, ())]
