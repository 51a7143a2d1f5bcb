"""
The port through which modules above make one of what they keep of two records of a person.

They are told within the transaction of the merger, so that nothing of hers is ever found on neither
record; ``config.wiring`` connects them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jinguo.people.models import Person


class Joiner(Protocol):
    """What a module does when the loser's record is merged into the winner's."""

    def __call__(self, winner: Person, loser: Person, *, now: datetime) -> None: ...


_joiners: list[Joiner] = []


def connect(joiners: Sequence[Joiner]) -> None:
    """Make these the modules that are told, in this order; called once by the wiring."""
    _joiners[:] = joiners


def tell(winner: Person, loser: Person, *, now: datetime) -> None:
    """Tell every module of a merger; what one raises undoes it."""
    for join in _joiners:
        join(winner, loser, now=now)
