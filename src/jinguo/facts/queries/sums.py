"""
Sums of facts, exact at any moment: cells, plus the tail of facts no cell holds yet.

One statement reads both, so both are seen at the same instant. It adds up the months of the cells and
then puts right, from single facts, what whole months cannot say:

- *tail*: facts recorded since the last roll-up;
- *end*: a period that ends inside a month, from the shorter side of that month;
- *start*: a period that starts inside a month;
- *unknown*: facts the cells hold but the point of knowledge does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

import psycopg
from django.db import connection

from jinguo.facts.queries.points import AsOf, Period

FEW = 50_000  # facts; taking away more than this costs more than adding up afresh
DAY = timedelta(days=1)


class Place(NamedTuple):
    """One part of an area asked for: a code prefix, counted with its sign, under a slot of the answer."""

    slot: int
    prefix: str
    sign: int = 1


class Sum(NamedTuple):
    """What the facts of one kind, category and programme add up to; ``month`` only when asked for."""

    slot: int
    kind: str
    category: str
    programme: str
    in_period: bool
    month: date | None
    quantity: int
    amount: int
    records: int


@dataclass(frozen=True)
class Answer:
    """The sums, and the version of the definitions at the same instant."""

    sums: list[Sum]
    version: UUID | None


@dataclass(frozen=True)
class Shape:
    """Which parts the statement needs; each shape is one prepared statement."""

    cells: bool = True
    start: bool = False
    end: int = 0
    point: str = "now"
    by_month: bool = False


def first_of(day: date) -> date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after that of ``day``."""
    return first_of(first_of(day) + timedelta(days=31))


def sums(
    places: Sequence[Place],
    kinds: Sequence[str],
    period: Period,
    *,
    as_of: AsOf,
    today: date | None = None,
    by_month: bool = False,
) -> Answer:
    """
    Return the sums of all facts up to the period's end, told apart by whether they fall within it.

    ``today`` only helps to choose the cheaper way: past it a month has hardly any facts.
    """
    end, side = _end_of(period, today)
    shape = Shape(
        cells=as_of.is_now or _few_later_than(as_of),
        start=period.starts_on.day != 1 and first_of(period.starts_on) < end,
        end=side,
        point="now" if as_of.is_now else "at" if as_of.instant else "snapshot",
        by_month=by_month,
    )
    values = {
        "slots": [one.slot for one in places],
        "prefixes": [one.prefix for one in places],
        "signs": [one.sign for one in places],
        "kinds": list(kinds),
        **spans(period, end, by_month=by_month),
        "starts_on": period.starts_on,
        "start_month": first_of(period.starts_on),
        "ends_on": period.ends_on,
        "cut": end,
        "known_at": as_of.instant,
        "xmin": as_of.xmin,
        "xmax": as_of.xmax,
        "xip": list(as_of.xip),
    }
    rows = run(_statement(shape), values)
    return Answer(
        sums=[Sum(*row[1:]) for row in rows if row[1] >= 0],
        version=next(row[0] for row in rows if row[1] < 0),
    )


def spans(period: Period, cut: date, *, by_month: bool) -> dict[str, list[object]]:
    """
    Return the months and years read from cells up to ``cut``: whole years where they will do.

    The month a period starts in counts as within it; single facts put right what is not.
    """
    start = first_of(period.starts_on)
    year, last_year = start.replace(month=1, day=1), cut.replace(month=1, day=1)
    found: list[tuple[str, date, date, bool]] = [("y", date.min, year, False)]
    if start == year and not by_month:
        found += [("y", year, last_year, True), ("m", last_year, cut, True)]
    else:
        found += [("m", year, min(start, cut), False), ("m", start, cut, True)]
    found = [one for one in found if one[1] < one[2]]
    grains, from_on, to_on, in_period = zip(*found, strict=True)
    return {
        "grains": list(grains),
        "from_on": list(from_on),
        "to_on": list(to_on),
        "in_period": list(in_period),
    }


def run(statement: str, values: Mapping[str, object]) -> list[tuple]:  # type: ignore[type-arg]
    """Run a statement prepared on the server: planning these takes longer than running them."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchall()


def _end_of(period: Period, today: date | None) -> tuple[date, int]:
    """Return the first month not read from cells, and the sign of the single days read beside them."""
    day, after = period.ends_on, period.ends_on + DAY
    if after.day == 1:
        return after, 0
    last = next_month(day) - DAY
    if today is not None and today < last:
        last = max(today, day)
    is_nearer_the_end = (last - day).days < day.day
    if is_nearer_the_end and first_of(period.starts_on) != first_of(day):
        return next_month(day), -1
    return first_of(day), 1


def _few_later_than(as_of: AsOf) -> bool:
    later = "recorded_at > %(known_at)s" if as_of.instant else "xid >= %(xmin)s"
    [[count]] = run(
        f"SELECT count(*) FROM (SELECT 1 FROM facts_fact WHERE {later} LIMIT {FEW + 1}) AS later",  # noqa: S608
        {"known_at": as_of.instant, "xmin": as_of.xmin},
    )
    return bool(count <= FEW)


KNOWN = {
    "now": "true",
    "at": "f.recorded_at <= %(known_at)s",
    "snapshot": "(f.xid < %(xmin)s OR f.xid < %(xmax)s AND f.xid <> ALL (%(xip)s::bigint[]))",
}
# Written the other way round, so that an index finds the few.
UNKNOWN = {
    "at": "f.recorded_at > %(known_at)s",
    "snapshot": "f.xid >= %(xmin)s AND (f.xid >= %(xmax)s OR f.xid = ANY (%(xip)s::bigint[]))",
}

WITHIN = "f.occurred_on >= %(starts_on)s"
MONTH = "date_trunc('month', f.occurred_on)::date"

CELLS = """
SELECT p.slot, c.kind, c.category, c.programme, s.in_period, {month} AS month,
    p.sign * c.quantity AS quantity, p.sign * c.amount AS amount, p.sign * c.records AS records
FROM places p CROSS JOIN spans s CROSS JOIN LATERAL (
    SELECT * FROM facts_cell c
    WHERE c.area = p.prefix AND c.grain = s.grain AND c.kind = ANY (%(kinds)s)
        AND c.starts_on >= s.from_on AND c.starts_on < s.to_on
    OFFSET 0
) c
"""

FACTS = """
SELECT p.slot, f.kind, f.category, f.programme, {within}, {month},
    {sign} * p.sign * f.quantity, {sign} * p.sign * f.amount,
    {sign} * p.sign * (CASE WHEN f.quantity < 0 OR f.quantity = 0 AND f.corrects IS NOT NULL
        THEN -1 ELSE 1 END)
FROM {more} facts_fact f JOIN places p ON f.area >= p.prefix AND f.area < p.prefix || ':'
WHERE f.kind = ANY (%(kinds)s) AND {which}
"""


@cache
def _statement(shape: Shape) -> str:
    month = MONTH if shape.by_month else "NULL::date"
    mark = "(SELECT watermark FROM mark)"

    def facts(which: str, *, within: str = WITHIN, sign: str = "1", more: str = "") -> str:
        return FACTS.format(which=which, within=within, month=month, sign=sign, more=more)

    known = KNOWN[shape.point]
    if not shape.cells:
        parts = [facts(f"f.occurred_on <= %(ends_on)s AND {known}")]
    else:
        cell_month = "c.starts_on" if shape.by_month else "NULL::date"
        parts = [
            CELLS.format(month=cell_month),
            facts(
                # The upper bound says nothing; with it the planner expects a narrow range.
                f"f.xid >= {mark} AND f.xid < 9223372036854775807"
                f" AND f.occurred_on <= %(ends_on)s AND {known}"
            ),
        ]
        if shape.end == 1:
            parts.append(
                facts(
                    f"f.occurred_on >= %(cut)s AND f.occurred_on <= %(ends_on)s AND f.xid < {mark}"
                )
            )
        if shape.end == -1:
            parts.append(
                facts(
                    f"f.occurred_on > %(ends_on)s AND f.occurred_on < %(cut)s AND f.xid < {mark}",
                    within="true",
                    sign="-1",
                )
            )
        if shape.start:
            parts.append(
                facts(
                    "f.occurred_on >= %(start_month)s AND f.occurred_on < %(starts_on)s"
                    f" AND f.xid < {mark}",
                    within="side.within",
                    sign="side.sign",
                    more="(VALUES (true, -1), (false, 1)) AS side (within, sign),",
                )
            )
        if shape.point in UNKNOWN:
            parts.append(
                facts(
                    f"{UNKNOWN[shape.point]} AND f.xid < {mark} AND f.occurred_on <= %(ends_on)s",
                    sign="-1",
                )
            )
    return STATEMENT.format(parts=" UNION ALL ".join(parts))


STATEMENT = """
WITH places AS MATERIALIZED (
    SELECT * FROM unnest(%(slots)s::int[], %(prefixes)s::text[], %(signs)s::int[])
        AS p (slot, prefix, sign)
), spans AS MATERIALIZED (
    SELECT * FROM unnest(%(grains)s::text[], %(from_on)s::date[], %(to_on)s::date[],
        %(in_period)s::boolean[]) AS s (grain, from_on, to_on, in_period)
), mark AS MATERIALIZED (
    SELECT coalesce(max(watermark), 0) AS watermark FROM facts_state
)
SELECT (SELECT definitions FROM facts_state), -1, '', '', '', false, NULL::date, 0, 0, 0
UNION ALL
SELECT NULL, slot, kind, category, programme, in_period, month, sum(quantity)::bigint,
    sum(amount)::bigint, sum(records)::bigint
FROM ({parts}) AS parts
GROUP BY slot, kind, category, programme, in_period, month
"""
