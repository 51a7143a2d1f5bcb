"""
The port every module writes its audit events through.

``audit`` lies above ``org`` and ``facts`` must be able to note what they do, so the trail itself is
reached through this port; ``config.wiring`` connects it. Until it is connected every note fails, and
with it the act: nothing is done unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Note:
    """What an act leaves on the trail. Names and ids only, never values."""

    action: str
    object_type: str = ""
    object_id: UUID | None = None
    area: str = ""
    result: str = "done"
    count: int = 1
    purpose: str = ""
    fields: Sequence[str] = ()


Sink = Callable[["Actor", Sequence[Note]], None]


class TrailNotConnected(RuntimeError):
    """No sink is connected: a fault of the installation, not of the user."""


_sinks: list[Sink] = []


def connect(sink: Sink) -> None:
    """Make ``sink`` the one that receives every note."""
    _sinks[:] = [sink]


def note(
    actor: Actor,
    action: str,
    *,
    object_type: str = "",
    object_id: UUID | None = None,
    area: str = "",
    result: str = "done",
    count: int = 1,
    purpose: str = "",
    fields: Sequence[str] = (),
) -> None:
    """
    Write one event on the trail, in the caller's transaction.

    ``action`` is ``module.verb``; ``fields`` are names of fields read or changed; ``count`` is the
    number of objects touched by one set-based act.

    :raises TrailNotConnected: no trail is connected, so the act must not happen
    """
    one = Note(action, object_type, object_id, area, result, count, purpose, tuple(fields))
    note_each(actor, [one])


def note_each(actor: Actor, notes: Sequence[Note]) -> None:
    """
    Write an event for each note, in the caller's transaction: for acts on many objects, each of which has a
    history of its own.

    :raises TrailNotConnected: no trail is connected, so the act must not happen
    """
    if not _sinks:
        raise TrailNotConnected(", ".join({one.action for one in notes}))
    _sinks[0](actor, notes)
