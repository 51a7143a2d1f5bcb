"""Why a figure changed between two points of knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jinguo.facts.queries.figures import check_reach
from jinguo.facts.queries.places import places_of
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.records import selection, summed_measure, which
from jinguo.facts.queries.statements import KNOWN, run
from jinguo.org.actor import Actor


@dataclass(frozen=True, slots=True)
class Change:
    """
    Facts one point knows and the other does not, by why.

    ``cause`` is *corrected* (with the reason given), *taken-back* (a fact that takes away) or *added*.
    ``quantity`` and ``amount`` are what they add to the figure, going from the first point to the second.
    """

    cause: str
    reason: str
    kind: str
    facts: int
    quantity: int
    amount: int
    objects: Sequence[UUID]


def compare(
    actor: Actor,
    measure: str,
    *,
    area: str,
    period: Period,
    first: AsOf,
    second: AsOf,
    tree_on: date | None = None,
    limit: int = 50,
) -> list[Change]:
    """
    Return why a figure differs between two points of knowledge; for a ratio, its numerator.

    The quantities (or amounts) add up to the difference, except for different persons and for areas,
    whose balance changed. Each change names at most ``limit`` objects.

    :raises NotFound: the area is out of reach, or the measure is not defined there
    """
    check_reach(actor, area)
    counted = summed_measure(area, measure)
    places = places_of(area, tree_on or period.ends_on)
    statement = COMPARE.format(
        which=which(counted, AsOf.now()),
        first=_known(first, "first"),
        second=_known(second, "second"),
    )
    values = {
        **selection(counted, period, AsOf.now()),
        "prefixes": [one.prefix for one in places],
        "signs": [one.sign for one in places],
        "limit": limit,
        **_values(first, "first"),
        **_values(second, "second"),
    }
    return [Change(*row) for row in run(statement, values)]


def _known(point: AsOf, name: str) -> str:
    text = KNOWN[point.name]
    for field in point.values():
        text = text.replace(f"%({field})s", f"%({name}_{field})s")
    return text


def _values(point: AsOf, name: str) -> dict[str, object]:
    return {f"{name}_{field}": value for field, value in point.values().items()}


COMPARE = """
SELECT cause, reason, kind, count(*), sum(step * quantity)::bigint, sum(step * amount)::bigint,
    (array_agg(object_id ORDER BY area, object_id))[:%(limit)s]
FROM (
    SELECT CASE WHEN f.corrects IS NOT NULL THEN 'corrected' WHEN f.quantity < 0 THEN 'taken-back'
            ELSE 'added' END AS cause,
        CASE WHEN f.corrects IS NOT NULL THEN coalesce(f.data ->> 'reason', '') ELSE '' END AS reason,
        f.kind, f.area, f.object_id, p.sign * f.quantity AS quantity, p.sign * f.amount AS amount,
        CASE WHEN {second} THEN 1 ELSE -1 END AS step
    FROM facts_fact f
    JOIN unnest(%(prefixes)s::text[], %(signs)s::int[]) AS p (prefix, sign)
        ON f.area >= p.prefix AND f.area < p.prefix || ':'
    WHERE {which} AND ({first}) <> ({second})
) AS differing
GROUP BY cause, reason, kind
ORDER BY cause, reason, kind
"""
