"""
Working days by the State Council's yearly notices, from a dated table.

A year whose notice is not in the table counts Monday to Friday, and every deadline that touches it
says that it is provisional.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "workdays.csv"


@dataclass(frozen=True)
class Deadline:
    """A day counted in working days; provisional when a year it touches has no notice yet."""

    on: date
    is_provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The table: weekdays off, weekend days worked, and the notice of each year."""

    off: frozenset[date]
    worked: frozenset[date]
    notices: dict[int, str]


@cache
def calendar() -> Calendar:
    """Return the table, read once."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return Calendar(
        off=frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == "off"),
        worked=frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == "work"),
        notices={int(row["year"]): row["notice"] for row in rows},
    )


def is_working_day(day: date) -> bool:
    """Say whether offices work on ``day``."""
    table = calendar()
    return day in table.worked or (day.weekday() < 5 and day not in table.off)


def add_working_days(day: date, count: int) -> Deadline:
    """
    Return the ``count``-th working day after ``day``; with 0, ``day`` itself.

    The day it is counted from is not counted (民法典 art. 201).

    :raises ValueError: ``count`` is negative
    """
    if count < 0:
        raise ValueError("working days are counted forward")
    end, left = day, count
    while left:
        end += timedelta(days=1)
        left -= is_working_day(end)
    return Deadline(end, year_without_notice(day, end) is not None)


def working_days(first: date, last: date) -> list[date]:
    """Return the working days from ``first`` to ``last``, both inclusive."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)]


def year_without_notice(start: date, end: date) -> int | None:
    """Return the first year from ``start`` to ``end`` whose notice is not in the table; None for none."""
    known = calendar().notices
    return next((year for year in range(start.year, end.year + 1) if year not in known), None)


def working_days_between(start: date, end: date) -> int:
    """Return how many working days lie after ``start`` up to and including ``end``; negative before."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=number + 1) for number in range((end - start).days))
    return sum(is_working_day(day) for day in days)
