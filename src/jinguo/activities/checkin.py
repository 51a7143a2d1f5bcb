"""
The rotating code of a session: what the organiser's phone shows, and what a check-in presents.

A code is the HMAC of the session and a step of 30 seconds under a key of the ring, so that a picture of it
passed on is worth nothing a minute later. One step of drift either way is accepted.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from uuid import UUID

from jinguo.core import crypto

STEP = 30  # seconds
DRIFT = 1  # steps
DIGITS = 8  # hexadecimal
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORT = 5
LINE = 10  # digits; a Data Matrix of 12 modules a side holds no more
PAGE = "JG:"


def code_at(session_id: UUID, now: datetime) -> str:
    """Return the code of a session at an instant: 8 hexadecimal digits."""
    return _code(session_id, _step(now))


def is_code(session_id: UUID, code: str, now: datetime) -> bool:
    """Say whether a code was that of a session within a step of an instant."""
    step = _step(now)
    given = code.strip().lower()
    return any(
        hmac.compare_digest(given.encode(), _code(session_id, step + drift).encode())
        for drift in range(-DRIFT, DRIFT + 1)
    )


def short_code(enrolment_id: UUID) -> str:
    """
    Return the five signs beside a name on a paper list, by which it is told back; they tell nothing.

    Two entries of one list share a code once in 24 million pairs; who reads a list back refuses it then.
    """
    digest = crypto.ring().keyed_digest("activity-list", enrolment_id.bytes)
    number = int(digest[:12], 16)
    signs = []
    for _sign in range(SHORT):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def line_code(session_id: UUID, enrolment_id: UUID) -> str:
    """
    Return the ten digits of a line of a printed list, which a photograph of it is read by; they tell nothing.

    They are of this session alone: the lists of two lessons of one class have no digits in common.
    """
    digest = crypto.ring().keyed_digest("activity-list", session_id.bytes + enrolment_id.bytes)
    return f"{int(digest[:16], 16) % 10**LINE:0{LINE}d}"


def page_code(session_id: UUID, page: int) -> str:
    """Return what the code of a page of a printed list says: whose session it is, and which page."""
    return f"{PAGE}{session_id.hex.upper()}:{page}"


def page_of(text: str) -> tuple[UUID, int] | None:
    """Return session and page of what a code says, None when it is no page of such a list."""
    found = re.fullmatch(rf"{PAGE}([0-9A-F]{{32}}):([0-9]{{1,3}})", text)
    return (UUID(found[1]), int(found[2])) if found else None


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def _code(session_id: UUID, step: int) -> str:
    message = session_id.bytes + step.to_bytes(8, "big")
    return crypto.ring().keyed_digest("session-code", message)[:DIGITS]
