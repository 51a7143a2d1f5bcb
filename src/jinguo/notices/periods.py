"""
How the days of a notice are counted, and what they say about it on a day.

The first day counts, as in the notices of the offices (3 days: 22 to 24 July). No law fixes the days; a
plan names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jinguo.core.workdays import Deadline, add_working_days, working_days_between
from jinguo.notices.models import Notice

DAY = timedelta(days=1)
SHOWN_DAYS = 30
DECIDE_WITHIN = 5
LONGEST = 366


@dataclass(frozen=True)
class Period:
    """How long a notice stands: so many natural or working days."""

    days: int
    count: str


def last_day(starts_on: date, period: Period) -> Deadline:
    """Return the last day, inclusive, of a period whose first day is ``starts_on``."""
    return nth_day(starts_on - DAY, period.days, period.count)


def nth_day(after: date, days: int, count: str) -> Deadline:
    """Return the ``days``-th day after a day, in natural or working days; with 0 the day itself."""
    if count == Notice.Count.WORKING:
        return add_working_days(after, days)
    return Deadline(after + timedelta(days=days), is_provisional=False)


def days_left(on: date, ends_on: date, count: str) -> int:
    """Return how many days of a period lie after ``on``, up to and including its last; 0 when it is over."""
    if ends_on <= on:
        return 0
    return (
        working_days_between(on, ends_on) if count == Notice.Count.WORKING else (ends_on - on).days
    )


def own_end(*, frozen_on: date, ends_on: date, decided_on: date, count: str) -> Deadline:
    """
    Return the last day of an entry that stands again after an objection.

    The clock stood still from the day of the objection to that of the decision: the days that were left
    are counted from there. It never ends before its notice.
    """
    resumed = nth_day(decided_on, days_left(frozen_on, ends_on, count), count)
    return resumed if resumed.on > ends_on else Deadline(ends_on, resumed.is_provisional)
