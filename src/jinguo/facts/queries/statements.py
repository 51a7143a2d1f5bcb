"""The statements that add facts up, put together from parts and prepared on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import psycopg
from django.db import connection

from jinguo.org import queries as org


@dataclass(frozen=True)
class Shape:
    """Which parts the statement needs; each shape is one prepared statement."""

    cells: bool = True
    days: bool = False
    point: str = "now"
    by_month: bool = False
    by_programme: bool = True
    one_place: bool = True


def array(values: Iterable[object]) -> str:
    """Return an array as the server reads it; to hand a list over takes several times as long."""
    escaped = (str(one).replace("\\", "\\\\").replace('"', '\\"') for one in values)
    return "{" + ",".join(f'"{one}"' for one in escaped) + "}"


def run(statement: str, values: Mapping[str, object]) -> list[tuple]:  # type: ignore[type-arg]
    """Run a statement prepared on the server: planning these takes longer than running them."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchall()


KNOWN = {
    "now": "true",
    "at": "f.recorded_at <= %(known_at)s",
    "snapshot": "(f.xid < %(xmax)s AND (f.xid < %(xmin)s OR f.xid <> ALL (%(xip)s::bigint[])))",
    "without": "f.id <> %(left_out)s",
}
# Written the other way round, so that the index on transaction and day finds the few. What a roll-up took by
# an instant was begun by then.
UNKNOWN = {
    "at": "f.xid >= (SELECT coalesce(max(xid_to), 0) FROM facts_batch WHERE rolled_at <= %(known_at)s)"
    " AND f.recorded_at > %(known_at)s",
    "snapshot": "f.xid >= %(xmin)s AND (f.xid >= %(xmax)s OR f.xid = ANY (%(xip)s::bigint[]))",
    "without": "f.id = %(left_out)s",
}

OF_KINDS = "f.kind = ANY (%(kinds)s::text[])"
MARK = "(SELECT watermark FROM mark)"
WITHIN = "f.occurred_on >= %(starts_on)s"
MONTH = "date_trunc('month', f.occurred_on)::date"
CELL_MONTH = "date_trunc('month', c.starts_on)::date"
NO_MONTH = "NULL::date"

CELLS = """
SELECT p.slot, c.kind, c.category, c.programme, s.in_period, {month} AS month,
    {sign} c.quantity AS quantity, {sign} c.amount AS amount, {sign} c.records AS records
FROM {places} p CROSS JOIN spans s CROSS JOIN LATERAL (
    SELECT * FROM facts_cell c
    WHERE c.area = p.prefix AND c.grain = s.grain AND c.kind = ANY (%(kinds)s::text[])
        AND c.starts_on >= s.from_on AND c.starts_on < s.to_on
    OFFSET 0
) c
"""

FACTS = """
SELECT p.slot, f.kind, f.category, f.programme, {within} AS in_period, {month} AS month,
    {sign} f.quantity AS quantity, {sign} f.amount AS amount, {sign} {counts} AS records
FROM (SELECT {columns} FROM facts_fact f WHERE {found} OFFSET 0) f
{inside}
WHERE {which}
"""

DAYS = """
SELECT p.slot, f.kind, f.category, f.programme, s.in_period, {month} AS month,
    {sign} f.quantity AS quantity, {sign} f.amount AS amount, {sign} {counts} AS records
FROM {places} p JOIN spans s ON s.grain = 'd' AND length(p.prefix) = 12 CROSS JOIN LATERAL (
    SELECT * FROM facts_fact f
    WHERE f.kind = ANY (%(kinds)s::text[]) AND f.area = p.prefix
        AND f.occurred_on >= s.from_on AND f.occurred_on < s.to_on AND f.xid < {mark}
    OFFSET 0
) f
"""

# Those read below and by what is known at a point: to carry the others along costs a tenth.
COLUMNS = (
    "f.id, f.kind, f.category, f.programme, f.area, f.occurred_on, f.quantity, f.amount, f.corrects,"
    " f.xid, f.recorded_at"
)
COUNTS = "(CASE WHEN f.quantity < 0 OR f.quantity = 0 AND f.corrects IS NOT NULL THEN -1 ELSE 1 END)::bigint"

# A single place is written where it is used: the planner then compares with it directly.
ONE_PLACE = "(SELECT %(slot)s::int AS slot, %(prefix)s::text AS prefix)"
IN_ONE_PLACE = f"JOIN {ONE_PLACE} p ON f.area >= p.prefix AND f.area < p.prefix || ':'"
# Many may be every village of a district: by equal codes each fact finds its places at once.
IN_PLACES = """CROSS JOIN (VALUES (2), (4), (6), (9), (12)) AS code (digits)
JOIN places p ON p.prefix = left(f.area, code.digits) AND char_length(f.area) >= code.digits"""
PLACES = """places AS MATERIALIZED (
    SELECT * FROM unnest(%(slots)s::int[], %(prefixes)s::text[], %(signs)s::int[])
        AS p (slot, prefix, sign)
),"""

STATEMENT = """
WITH {places} spans AS MATERIALIZED (
    SELECT * FROM unnest(%(grains)s::text[], %(from_on)s::date[], %(to_on)s::date[],
        %(span_signs)s::int[], %(in_period)s::boolean[])
        AS s (grain, from_on, to_on, sign, in_period)
), mark AS MATERIALIZED (
    SELECT coalesce(max(watermark), 0) AS watermark FROM facts_state
)
SELECT -1, (SELECT definitions::text FROM facts_state), {tree}, '', NULL::date, 0, 0, 0, 0, 0, 0
UNION ALL
SELECT {slot}, kind, category, {programme}, {month},
    sum(quantity)::bigint, sum(amount)::bigint, sum(records)::bigint,
    coalesce(sum(quantity) FILTER (WHERE in_period), 0)::bigint,
    coalesce(sum(amount) FILTER (WHERE in_period), 0)::bigint,
    coalesce(sum(records) FILTER (WHERE in_period), 0)::bigint
FROM ({parts}) AS parts
GROUP BY {keys}
"""
KEYS = ("kind", "category")


@cache
def statement(shape: Shape) -> str:
    """
    Return the text of one shape; every text is prepared once a connection.

    What is the same in every row is no key, and what falls within the period is added up beside the whole:
    with each key less, and with each row less, the rows are grouped sooner.
    """
    slot = "%(slot)s::int" if shape.one_place else "slot"
    month = "month" if shape.by_month else NO_MONTH
    programme = "programme" if shape.by_programme else "''::text"
    told_apart = {"slot": slot, "month": month, "programme": programme}
    return STATEMENT.format(
        places="" if shape.one_place else PLACES,
        parts=" UNION ALL ".join(_parts(shape)),
        tree=org.TREE_VERSION,
        **told_apart,
        keys=", ".join((*KEYS, *(name for name, key in told_apart.items() if name == key))),
    )


def _parts(shape: Shape) -> Iterator[str]:
    known = KNOWN[shape.point]
    if not shape.cells:
        yield _facts(shape, f"f.occurred_on <= %(ends_on)s AND {OF_KINDS} AND {known}", "true")
        return
    places, sign = _places(shape), f"s.sign * {_sign(shape)}"
    yield CELLS.format(places=places, month=CELL_MONTH if shape.by_month else NO_MONTH, sign=sign)
    # The tail is short: to pick its kinds out costs more than to add up all of them. The upper bound says
    # nothing; with it the planner expects a narrow range.
    tail = f"f.xid >= {MARK} AND f.xid < 9223372036854775807"
    yield _facts(shape, f"{tail} AND f.occurred_on <= %(ends_on)s", known)
    if shape.days:
        yield DAYS.format(places=places, month=_month(shape), sign=sign, counts=COUNTS, mark=MARK)
    if shape.point in UNKNOWN:
        late = f"f.occurred_on <= %(ends_on)s AND {OF_KINDS} AND {UNKNOWN[shape.point]}"
        yield _facts(shape, late, f"f.xid < {MARK}", sign="-1 *")


def _facts(shape: Shape, found: str, which: str, *, sign: str = "") -> str:
    """Return a part that finds facts by one condition, an index's, and keeps those of another."""
    return FACTS.format(
        inside=IN_ONE_PLACE if shape.one_place else IN_PLACES,
        columns=COLUMNS,
        found=found,
        which=which,
        within=WITHIN,
        month=_month(shape),
        sign=f"{sign} {_sign(shape)}",
        counts=COUNTS,
    )


def _month(shape: Shape) -> str:
    return MONTH if shape.by_month else NO_MONTH


def _places(shape: Shape) -> str:
    return ONE_PLACE if shape.one_place else "places"


def _sign(shape: Shape) -> str:
    """Return the factor of a place; a single one is never taken away, and needs none."""
    return "" if shape.one_place else "p.sign *"
