"""What anyone may know of a plaque, without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jinguo.assess.ladders import Level, as_ladder
from jinguo.assess.models import Recognition


@dataclass(frozen=True)
class PublicPlaque:
    """
    A plaque as its public page shows it: never the household, its name, its village or its address.

    ``since`` is the day it was given, or the day it was withdrawn.
    """

    number: str
    level: Level
    is_valid: bool
    since: date


def public_plaque(code: str) -> PublicPlaque | None:
    """
    Return the plaque with this verification code, or None.

    Open to everyone: whoever has the code stands before the plaque. Why one was withdrawn is not told.
    """
    row = (
        Recognition.objects.select_related("application__ladder")
        .filter(verification_code=code)
        .first()
    )
    if row is None:
        return None
    return PublicPlaque(
        number=row.plaque,
        level=as_ladder(row.application.ladder).level(row.level),
        is_valid=row.ended_on is None,
        since=row.ended_on or row.certified_on,
    )
