"""
Sums of facts, exact at any moment: cells, plus the tail of facts no cell holds yet.

One statement reads both, so both are seen at the same instant. A period is made of the fewest cells: whole
years, months, and days where it begins or ends inside a month. To them are added

- *tail*: facts recorded since the last roll-up;
- *days*: single facts of villages, which have no cells of days;
- *unknown*, taken away: facts the cells hold but the point of knowledge does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.statements import UNKNOWN, Shape, array, run, statement

VILLAGE = 12  # digits of the lowest level
DAY = timedelta(days=1)
DAYS = "d"  # the grain of cells of single days


class Place(NamedTuple):
    """One part of an area asked for: a code prefix, counted with its sign, under a slot of the answer."""

    slot: int
    prefix: str
    sign: int = 1


class Span(NamedTuple):
    """Cells of one grain from a day to another (exclusive), and the sign they are added with."""

    grain: str
    from_on: date
    to_on: date
    sign: int
    in_period: bool


class Version(NamedTuple):
    """What is kept in memory of the definitions and of the area tree is good for one of these."""

    definitions: UUID | None
    tree: str


class Sum(NamedTuple):
    """
    What the facts of one kind, category and programme add up to; ``month`` only when asked for.

    All of them up to the period's end (``quantity``, ``amount`` in fen, ``records``), and those of them
    within the period.
    """

    slot: int
    kind: str
    category: str
    programme: str
    month: date | None
    quantity: int
    amount: int
    records: int
    quantity_within: int
    amount_within: int
    records_within: int


class Count(NamedTuple):
    """How many different persons or areas, and how many records stand behind them."""

    number: int
    records: int


@dataclass(frozen=True)
class Answer:
    """The sums, and the version of definitions and tree at the same instant."""

    sums: list[Sum]
    version: Version


def first_of(day: date) -> date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def first_of_year(day: date) -> date:
    """Return the first day of the year that begins on ``day`` or next after it."""
    return day if (day.month, day.day) == (1, 1) else date(day.year + 1, 1, 1)


def next_month(day: date) -> date:
    """Return the first day of the month after that of ``day``."""
    return first_of(first_of(day) + timedelta(days=31))


def sums(
    places: Sequence[Place],
    kinds: Sequence[str],
    period: Period,
    *,
    as_of: AsOf,
    by_month: bool = False,
    by_programme: bool = True,
) -> Answer:
    """
    Return the sums of all facts up to the period's end, and beside them of those within it.

    Without ``by_programme`` facts of different programmes are added up together.
    """
    spans = spans_of(period, by_month=by_month)
    shape = Shape(
        cells=as_of.is_now or knows_most(as_of, period),
        days=spans.has_days and any(len(one.prefix) == VILLAGE for one in places),
        point=as_of.name,
        by_month=by_month,
        by_programme=by_programme,
        one_place=len(places) == 1 and places[0].sign == 1,
    )
    values = {
        "slot": places[0].slot,
        "prefix": places[0].prefix,
        "slots": array(one.slot for one in places),
        "prefixes": array(one.prefix for one in places),
        "signs": array(one.sign for one in places),
        "kinds": array(kinds),
        **spans.values,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        **as_of.values(),
    }
    rows = run(statement(shape), values)
    return Answer(
        sums=[Sum._make(row) for row in rows if row[0] >= 0],
        version=next(
            Version(UUID(row[1]) if row[1] else None, row[2]) for row in rows if row[0] < 0
        ),
    )


@dataclass(frozen=True)
class Spans:
    """The spans of a period as the statement takes them; ``has_days`` when one is made of single days."""

    values: Mapping[str, str]
    has_days: bool

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Spans:
        """Turn rows into columns."""
        grains, from_on, to_on, signs, in_period = zip(*spans, strict=True)
        columns = {
            "grains": grains,
            "from_on": from_on,
            "to_on": to_on,
            "span_signs": signs,
            "in_period": in_period,
        }
        return cls({name: array(column) for name, column in columns.items()}, DAYS in grains)


@lru_cache(maxsize=1_000)
def spans_of(period: Period, *, by_month: bool = False) -> Spans:
    """Return the cells of all days before the period, and of those within it; no years by month."""
    after = period.ends_on + DAY
    return Spans.of(
        [
            *(Span(*one, False) for one in cover(date.min, period.starts_on)),
            *(Span(*one, True) for one in cover(period.starts_on, after, years=not by_month)),
        ]
    )


def cover(first: date, after: date, *, years: bool = True) -> list[tuple[str, date, date, int]]:
    """
    Return the cells that make up the days from ``first`` to ``after`` (exclusive), with their signs.

    Of the last month the shorter side is read: its days so far, or all of it less the days that follow.
    """
    start = first if first.day == 1 else next_month(first)
    end = first_of(after)
    if start > end:
        return [(DAYS, first, after, 1)]  # both lie inside one month
    rest = (DAYS, end, after, 1)
    if after - end > next_month(after) - after:
        end = next_month(after)
        rest = (DAYS, after, end, -1)
    year, last_year = first_of_year(start), end.replace(month=1)
    if not years or year >= last_year:
        year = last_year = end
    found = [
        (DAYS, first, start, 1),
        ("m", start, year, 1),
        ("y", year, last_year, 1),
        ("m", last_year, end, 1),
        rest,
    ]
    return [one for one in found if one[1] < one[2]]


def knows_most(as_of: AsOf, period: Period) -> bool:
    """Return whether less is to be taken away of what the period's cells hold than to be added up afresh."""
    [[answer]] = run(
        KNOWS_MOST.format(unknown=UNKNOWN[as_of.name]),
        {"ends_on": period.ends_on, **as_of.values()},
    )
    return bool(answer)


KNOWS_MOST = """
WITH taken AS (SELECT coalesce(sum(facts), 0)::bigint / 2 AS half FROM facts_batch)
SELECT count(*) <= (SELECT half FROM taken)
FROM (
    SELECT FROM facts_fact f WHERE f.occurred_on <= %(ends_on)s AND {unknown}
    LIMIT (SELECT half + 1 FROM taken)
) AS late
"""
