"""The statements that add facts up, put together from parts and prepared on the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import psycopg
from django.db import connection

from jinguo.org import queries as org


@dataclass(frozen=True)
class Shape:
    """Which parts the statement needs; each shape is one prepared statement."""

    cells: bool = True
    start: bool = False
    end: int = 0
    point: str = "now"
    by_month: bool = False
    one_place: bool = True
    is_village: bool = False


def run(statement: str, values: Mapping[str, object]) -> list[tuple]:  # type: ignore[type-arg]
    """Run a statement prepared on the server: planning these takes longer than running them."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchall()


KNOWN = {
    "now": "true",
    "at": "f.recorded_at <= %(known_at)s",
    "snapshot": "(f.xid < %(xmin)s OR f.xid < %(xmax)s AND f.xid <> ALL (%(xip)s::bigint[]))",
    "without": "f.id <> %(left_out)s",
}
# Written the other way round, so that an index finds the few.
UNKNOWN = {
    "at": "f.recorded_at > %(known_at)s",
    "snapshot": "f.xid >= %(xmin)s AND (f.xid >= %(xmax)s OR f.xid = ANY (%(xip)s::bigint[]))",
    "without": "f.id = %(left_out)s",
}

MARK = "(SELECT watermark FROM mark)"
WITHIN = "f.occurred_on >= %(starts_on)s"
MONTH = "date_trunc('month', f.occurred_on)::date"

CELLS = """
SELECT p.slot, c.kind, c.category, c.programme, s.in_period, {month} AS month,
    p.sign * c.quantity AS quantity, p.sign * c.amount AS amount, p.sign * c.records AS records
FROM {places} p CROSS JOIN spans s CROSS JOIN LATERAL (
    SELECT * FROM facts_cell c
    WHERE c.area = p.prefix AND c.grain = s.grain AND c.kind = ANY (%(kinds)s)
        AND c.starts_on >= s.from_on AND c.starts_on < s.to_on
    OFFSET 0
) c
"""

FACTS = """
SELECT p.slot, f.kind, f.category, f.programme, {within} AS in_period, {month} AS month,
    {sign} * p.sign * f.quantity AS quantity, {sign} * p.sign * f.amount AS amount,
    {sign} * p.sign * (CASE WHEN f.quantity < 0 OR f.quantity = 0 AND f.corrects IS NOT NULL
        THEN -1 ELSE 1 END) AS records
FROM {more} (SELECT * FROM facts_fact f WHERE {found} AND f.kind = ANY (%(kinds)s) OFFSET 0) f
JOIN {places} p ON f.area >= p.prefix AND f.area < p.prefix || ':'
WHERE {which}
"""


# A single place is written where it is used: the planner then compares with it directly.
ONE_PLACE = "(SELECT %(slot)s::int AS slot, %(prefix)s::text AS prefix, 1 AS sign)"
PLACES = """places AS MATERIALIZED (
    SELECT * FROM unnest(%(slots)s::int[], %(prefixes)s::text[], %(signs)s::int[])
        AS p (slot, prefix, sign)
),"""

STATEMENT = """
WITH {places} spans AS MATERIALIZED (
    SELECT * FROM unnest(%(grains)s::text[], %(from_on)s::date[], %(to_on)s::date[],
        %(in_period)s::boolean[]) AS s (grain, from_on, to_on, in_period)
), mark AS MATERIALIZED (
    SELECT coalesce(max(watermark), 0) AS watermark FROM facts_state
)
SELECT -1, (SELECT definitions::text FROM facts_state), {tree}, '', false, NULL::date, 0, 0, 0
UNION ALL
SELECT slot, kind, category, programme, in_period, month, sum(quantity)::bigint,
    sum(amount)::bigint, sum(records)::bigint
FROM ({parts}) AS parts
GROUP BY slot, kind, category, programme, in_period, month
"""


@cache
def statement(shape: Shape) -> str:
    """Return the text of one shape; every text is prepared once a connection."""
    parts = [_cells(shape), _tail(shape), *_put_right(shape)] if shape.cells else [_afresh(shape)]
    return STATEMENT.format(
        places="" if shape.one_place else PLACES,
        parts=" UNION ALL ".join(parts),
        tree=org.TREE_VERSION,
    )


def _cells(shape: Shape) -> str:
    month = "c.starts_on" if shape.by_month else "NULL::date"
    return CELLS.format(places=_places(shape), month=month)


def _afresh(shape: Shape) -> str:
    return _facts(shape, "f.occurred_on <= %(ends_on)s", KNOWN[shape.point])


def _tail(shape: Shape) -> str:
    # The upper bound says nothing; with it the planner expects a narrow range.
    newer = f"f.xid >= {MARK} AND f.xid < 9223372036854775807"
    return _facts(shape, newer, f"f.occurred_on <= %(ends_on)s AND {KNOWN[shape.point]}")


def _put_right(shape: Shape) -> Iterator[str]:
    if shape.end == 1:
        days = "f.occurred_on >= %(cut)s AND f.occurred_on <= %(ends_on)s"
        yield _facts(shape, days, f"f.xid < {MARK}")
    if shape.end == -1:
        days = "f.occurred_on > %(ends_on)s AND f.occurred_on < %(cut)s"
        yield _facts(shape, days, f"f.xid < {MARK}", within="true", sign="-1")
    if shape.start:
        days = "f.occurred_on >= %(start_month)s AND f.occurred_on < %(starts_on)s"
        yield _facts(
            shape,
            days,
            f"f.xid < {MARK}",
            within="side.within",
            sign="side.sign",
            more="(VALUES (true, -1), (false, 1)) AS side (within, sign),",
        )
    if shape.point in UNKNOWN:
        days = "f.occurred_on <= %(ends_on)s"
        yield _facts(shape, UNKNOWN[shape.point], f"{days} AND f.xid < {MARK}", sign="-1")


def _facts(
    shape: Shape, found: str, which: str, *, within: str = WITHIN, sign: str = "1", more: str = ""
) -> str:
    """Return a part that finds facts by one condition, an index's, and keeps those of another."""
    month = MONTH if shape.by_month else "NULL::date"
    places = _places(shape)
    if shape.is_village:
        found = f"{found} AND f.area = %(prefix)s"
    return FACTS.format(
        places=places, found=found, which=which, within=within, month=month, sign=sign, more=more
    )


def _places(shape: Shape) -> str:
    return ONE_PLACE if shape.one_place else "places"
