"""Dates that come again and again. Nothing here reads the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

MOST = 200


def weekly(
    first: datetime,
    length: timedelta,
    *,
    count: int,
    every: int = 1,
    without: Collection[date] = (),
) -> list[tuple[datetime, datetime]]:
    """
    Return ``count`` starts and ends, at the same hour of the local clock, every so many weeks from ``first``.

    Days in ``without``, such as public holidays, are left out, and the series goes on longer for them.

    :raises Invalid: a count outside 1 to 200, or weeks outside 1 to 52
    """
    if not 1 <= count <= MOST:
        raise Invalid(_("A series has 1 to %d dates.") % MOST, count=count)
    if not 1 <= every <= 52:
        raise Invalid(_("Dates come every 1 to 52 weeks."), every=every)
    found: list[tuple[datetime, datetime]] = []
    for start in _starts(first, timedelta(weeks=every)):
        if start.date() not in without:
            found.append((start, start + length))
        if len(found) == count:
            break
    return found


def _starts(first: datetime, step: timedelta) -> Iterator[datetime]:
    """Yield local starts: a day and an hour of the clock, whatever the offset of that day is."""
    here = timezone.localtime(first)
    day, hour = here.date(), here.time()
    for _round in range(MOST * 2):
        yield timezone.make_aware(datetime.combine(day, hour))
        day += step


def slots(on: date, begins: time, ends: time, *, minutes: int) -> list[tuple[datetime, datetime]]:
    """
    Return the slots of so many minutes that fit between two hours of a day, one after another.

    :raises Invalid: not even one fits
    """
    length = timedelta(minutes=minutes)
    start = timezone.make_aware(datetime.combine(on, begins))
    last = timezone.make_aware(datetime.combine(on, ends))
    found = []
    while minutes > 0 and start + length <= last:
        found.append((start, start + length))
        start += length
    if not found:
        raise Invalid(_("No slot of %d minutes fits between these hours.") % minutes)
    return found
