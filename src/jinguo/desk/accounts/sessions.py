"""How long one stays signed in, and how long one's last proof of who one is holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
# The last act is kept to the minute, so that a session is written once a minute at most.
GRAIN = timedelta(minutes=1)


def begin(session: SessionBase, now: datetime) -> None:
    """Start the clock of a session."""
    session["began"] = session["seen"] = session["proved"] = int(now.timestamp())


def prove(session: SessionBase, now: datetime) -> None:
    """Remember that she has just shown again that it is she."""
    session["proved"] = int(now.timestamp())


def has_lapsed(session: SessionBase, now: datetime) -> bool:
    """Say whether the session is over: too old, too long idle, or without a clock."""
    if "began" not in session or "seen" not in session:
        return True
    began, seen = (datetime.fromtimestamp(session[key], UTC) for key in ("began", "seen"))
    return now - began >= LONGEST or now - seen >= IDLE


def touch(session: SessionBase, now: datetime) -> None:
    """Remember that something was done just now."""
    if now.timestamp() - session["seen"] >= GRAIN.total_seconds():
        session["seen"] = int(now.timestamp())


def is_fresh(session: SessionBase, now: datetime) -> bool:
    """Say whether her last proof, at the sign-in or since, is young enough for what needs one."""
    lasts = timedelta(minutes=settings.JINGUO_PROOF_MINUTES)
    return "proved" in session and now - datetime.fromtimestamp(session["proved"], UTC) < lasts
