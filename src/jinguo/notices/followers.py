"""
The port through which the module that listed things follows what becomes of them on their notice.

That module keeps a state of its own for each thing. It must never lag behind the notice, so it is told
within the transaction of the act, and may refuse it; ``config.wiring`` connects it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class Move(StrEnum):
    """What an act on a notice does to things on it."""

    RELEASED = "released"  # they are before the public
    OBJECTED = "objected"  # frozen by a first objection
    NOT_UPHELD = "not-upheld"  # they stand again: no objection is open any more
    UPHELD = "upheld"  # struck off
    WITHDRAWN = "withdrawn"  # with their notice; they are on none


@dataclass(frozen=True)
class Moved:
    """
    Things of one kind that an act on a notice moved.

    ``until`` is the last day on notice of those that stand on it, and the last day to decide of one that
    is frozen; both inclusive. ``reason`` is the reason or answer the act was given.
    """

    move: Move
    object_ids: Collection[UUID]
    until: date | None = None
    reason: str = ""


class Follower(Protocol):
    """What a module does in the transaction of an act on a notice that lists its things."""

    def __call__(self, moved: Moved, *, actor: Actor, now: datetime) -> None: ...


_followers: dict[str, Follower] = {}


def connect(followers: Mapping[str, Follower]) -> None:
    """Make these the followers, by the kind of thing listed; called once by the wiring."""
    _followers.clear()
    _followers.update(followers)


def tell(object_type: str, moved: Moved, *, actor: Actor, now: datetime) -> None:
    """Tell the module that listed things what moved them; what it raises undoes the act."""
    if follower := _followers.get(object_type):
        follower(moved, actor=actor, now=now)
