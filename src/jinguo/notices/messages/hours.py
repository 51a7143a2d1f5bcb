"""When messages may arrive: in the hours people are awake, and in those someone chose for herself."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def opening(now: datetime, opens: time = time.min, closes: time = time.max) -> datetime | None:
    """
    Return the first instant from ``now`` at which a message may arrive; None where there is none.

    It lies between ``JINGUO_QUIET_UNTIL`` and ``JINGUO_QUIET_FROM`` and between ``opens`` and ``closes``,
    both of one day, inclusive and exclusive.
    """
    if not has_any(opens, closes):
        return None
    opens, closes = _in_both(opens, closes)
    local = timezone.localtime(now)
    if local.time() < opens:
        return _at(local, opens)
    return now if local.time() < closes else _at(local + timedelta(days=1), opens)


def has_any(opens: time, closes: time) -> bool:
    """Say whether some hours of a day, from inclusive to exclusive, lie outside the quiet ones."""
    first, end = _in_both(opens, closes)
    return first < end


def is_waking(now: datetime) -> bool:
    """Say whether messages may arrive now."""
    return opening(now) == now


def _in_both(opens: time, closes: time) -> tuple[time, time]:
    return max(opens, settings.JINGUO_QUIET_UNTIL), min(closes, settings.JINGUO_QUIET_FROM)


def _at(day: datetime, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day.date(), hour))
