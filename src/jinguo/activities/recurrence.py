"""Dates that come again and again. Nothing here reads the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

MOST = 200
FRIDAY = 5


class Every(IntEnum):
    """How often dates come: the days from one to the next, but for those of the working week."""

    DAY = 1
    WEEKDAY = 5
    WEEK = 7
    FORTNIGHT = 14
    FOUR_WEEKS = 28


def days(
    first: date, *, count: int, every: int = Every.WEEK, without: Collection[date] = ()
) -> list[date]:
    """
    Return ``count`` days from the first one on.

    Days in ``without``, such as public holidays, are left out, and the dates go on longer for them. A first
    day on a weekend gives way to Monday where the dates come from Monday to Friday.

    :raises Invalid: a count outside 1 to 200, or an unknown rhythm
    """
    if not 1 <= count <= MOST:
        raise Invalid(_("A series has 1 to %d dates.") % MOST, count=count)
    if every not in list(Every):
        raise Invalid(_("Say how often it repeats."), every=every)
    step = timedelta(days=1 if every == Every.WEEKDAY else every)
    left_out = set(without)
    found: list[date] = []
    day = first
    while len(found) < count:
        is_off = every == Every.WEEKDAY and day.isoweekday() > FRIDAY
        if day not in left_out and not is_off:
            found.append(day)
        day += step
    return found


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
