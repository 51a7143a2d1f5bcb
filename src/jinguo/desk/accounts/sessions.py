"""How long one stays signed in: eight hours at most, half an hour without doing anything."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
# The last act is kept to the minute, so that a session is written once a minute at most.
GRAIN = timedelta(minutes=1)


def begin(session: SessionBase, now: datetime) -> None:
    """Start the clock of a session."""
    session["began"] = session["seen"] = int(now.timestamp())


def has_lapsed(session: SessionBase, now: datetime) -> bool:
    """Say whether the session is over: too old, too long idle, or without a clock."""
    began, seen, at = session.get("began"), session.get("seen"), now.timestamp()
    if began is None or seen is None:
        return True
    return at - began >= LONGEST.total_seconds() or at - seen >= IDLE.total_seconds()


def touch(session: SessionBase, now: datetime) -> None:
    """Remember that something was done just now."""
    if now.timestamp() - session["seen"] >= GRAIN.total_seconds():
        session["seen"] = int(now.timestamp())
