"""Different persons: whoever is left when what was taken back is taken off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jinguo.facts.models import Measure
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.statements import KNOWN, MONTH, run
from jinguo.facts.queries.sums import Count, Place


def persons(
    places: Sequence[Place],
    measure: Measure,
    period: Period,
    *,
    as_of: AsOf,
    by_month: bool = False,
) -> dict[tuple[int, date | None], Count]:
    """
    Return by slot the subjects whose facts in the period add up to more than nothing.

    With ``by_month`` by slot and first day of the month, else with None for the whole period. Read
    from the single facts: different persons of two months or two towns do not add up.
    """
    statement = PERSONS.format(
        month=MONTH if by_month else "NULL::date",
        known=KNOWN[as_of.name],
        lying=FEW if len(places) <= MANY else BY_LENGTH,
    )
    rows = run(
        statement,
        {
            "slots": [one.slot for one in places],
            "prefixes": [one.prefix for one in places],
            "signs": [one.sign for one in places],
            "kind": measure.kind,
            "categories": measure.categories,
            "programme": measure.of_programme,
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            **as_of.values(),
        },
    )
    return {(slot, month): Count(count, records) for slot, month, count, records in rows}


MANY = 50  # places; of more, each fact is not compared with every one

# Of few places the index finds the facts; of many, each fact its places, by as many signs as they have.
FEW = "places p ON f.area >= p.prefix AND f.area < p.prefix || ':'"
BY_LENGTH = """(SELECT DISTINCT char_length(prefix) AS length FROM places) AS l ON true
        JOIN places p ON p.prefix = left(f.area, l.length) AND char_length(p.prefix) = l.length"""

PERSONS = """
WITH places AS MATERIALIZED (
    SELECT * FROM unnest(%(slots)s::int[], %(prefixes)s::text[], %(signs)s::int[])
        AS p (slot, prefix, sign)
)
SELECT slot, month, count(*), sum(records)::bigint
FROM (
    SELECT p.slot, {month} AS month,
        sum(CASE WHEN f.quantity < 0 THEN -p.sign ELSE p.sign END) AS records
    FROM facts_fact f JOIN {lying}
    WHERE f.kind = %(kind)s AND f.occurred_on BETWEEN %(starts_on)s AND %(ends_on)s
        AND (f.category = ANY (%(categories)s::text[]) OR %(categories)s::text[] = '{{}}')
        AND f.programme = coalesce(nullif(%(programme)s::text, ''), f.programme)
        AND f.subject IS NOT NULL AND {known}
    GROUP BY p.slot, 2, f.subject
    HAVING sum(f.quantity * p.sign) > 0
) AS one
GROUP BY slot, month
"""
