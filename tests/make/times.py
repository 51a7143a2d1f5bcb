"""The fixed times of the tests."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def noon(day: date = date(2020, 6, 15)) -> datetime:
    """Midday in the district's zone."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo("Asia/Shanghai"))
