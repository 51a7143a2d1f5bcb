"""Arithmetic of days: months on, and the stretch of the calendar a day lies in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Every(StrEnum):
    """A stretch of the calendar that comes again and again. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


class Span(NamedTuple):
    """Days from ``first``, inclusive, to ``end``, exclusive."""

    first: date
    end: date


def months_after(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def span_around(day: date, every: Every) -> Span:
    """Return the day, week, month, quarter or year in which ``day`` lies."""
    if every is Every.DAY:
        return Span(day, day + timedelta(days=1))
    if every is Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=7))
    months = MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first, months_after(first, months))
