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

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.statements import UNKNOWN, Shape, run, statement

FEW = 50_000  # facts; taking away more than this costs more than adding up afresh
VILLAGE = 12  # digits of the lowest level: its facts are found by area rather than by day
DAY = timedelta(days=1)


class Place(NamedTuple):
    """One part of an area asked for: a code prefix, counted with its sign, under a slot of the answer."""

    slot: int
    prefix: str
    sign: int = 1


class Version(NamedTuple):
    """What is kept in memory of the definitions and of the area tree is good for one of these."""

    definitions: UUID | None
    tree: str


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
    """The sums, and the version of definitions and tree at the same instant."""

    sums: list[Sum]
    version: Version


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
        cells=as_of.is_now or _knows_all_but_few(as_of),
        start=period.starts_on.day != 1 and first_of(period.starts_on) < end,
        end=side,
        point=as_of.name,
        by_month=by_month,
        one_place=len(places) == 1 and places[0].sign == 1,
        is_village=len(places) == 1 and len(places[0].prefix) == VILLAGE,
    )
    values = {
        "slot": places[0].slot,
        "prefix": places[0].prefix,
        "slots": [one.slot for one in places],
        "prefixes": [one.prefix for one in places],
        "signs": [one.sign for one in places],
        "kinds": list(kinds),
        **spans(period, end, by_month=by_month),
        "starts_on": period.starts_on,
        "start_month": first_of(period.starts_on),
        "ends_on": period.ends_on,
        "cut": end,
        **as_of.values(),
    }
    rows = run(statement(shape), values)
    return Answer(
        sums=[Sum(*row) for row in rows if row[0] >= 0],
        version=next(
            Version(UUID(row[1]) if row[1] else None, row[2]) for row in rows if row[0] < 0
        ),
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


def _knows_all_but_few(as_of: AsOf) -> bool:
    [[count]] = run(
        "SELECT count(*) FROM (SELECT 1 FROM facts_fact f"  # noqa: S608
        f" WHERE {UNKNOWN[as_of.name]} LIMIT {FEW + 1}) AS unknown",
        as_of.values(),
    )
    return bool(count <= FEW)
