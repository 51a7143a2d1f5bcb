"""Calendar files (RFC 5545): what takes place when, as phones and mail programs subscribe to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from icalendar import STATUS, Calendar, Event

PRODUCER = "-//Jinguo//Jinguo//ZH"
REFRESH = timedelta(hours=4)
"""How long a program may wait before it asks again."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event of a calendar; ``address`` is the page about it, ``changed_at`` when it was last changed."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    changed_at: datetime
    is_cancelled: bool = False


def calendar_file(*, name: str, address: str, entries: Iterable[Entry]) -> bytes:
    """
    Return a calendar with its events.

    The same entries give the same bytes, so that a program that asks again can be told that nothing changed;
    ``address`` is where the calendar itself is found.
    """
    calendar = Calendar.new(
        prodid=PRODUCER,
        name=name,
        uid=uuid5(NAMESPACE_URL, address),
        url=address,
        refresh_interval=REFRESH,
        subcomponents=[event(entry) for entry in entries],
    )
    return bytes(calendar.to_ical())


def event(entry: Entry) -> Event:
    """Return one event; times go out in UTC, which every program turns into its own zone."""
    return Event.new(
        uid=entry.id,
        stamp=entry.changed_at.astimezone(UTC),
        start=entry.starts_at.astimezone(UTC),
        end=entry.ends_at.astimezone(UTC),
        summary=entry.title,
        location=entry.place or None,
        url=entry.address,
        status=STATUS.CANCELLED if entry.is_cancelled else STATUS.CONFIRMED,
    )
