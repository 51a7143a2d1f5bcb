"""
The facts this module records. Their docstrings are the reference; ``category`` is what its notice lists.

``data`` of those about an entry names the thing listed: ``{"id": "…"}``, so that the module that put it
on the notice can react.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jinguo.facts.events import Event


@dataclass(frozen=True, kw_only=True)
class Released(Event):
    """A second person released a notice; ``data.entries`` says how many it lists."""

    kind: ClassVar[str] = "notices.released"
    object_type: ClassVar[str] = "notices.notice"


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """The last day of a notice is over; entries frozen by an objection have an end of their own."""

    kind: ClassVar[str] = "notices.closed"
    object_type: ClassVar[str] = "notices.notice"


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """A notice that had been released was withdrawn; nothing on it counts as having been on notice."""

    kind: ClassVar[str] = "notices.withdrawn"
    object_type: ClassVar[str] = "notices.notice"


@dataclass(frozen=True, kw_only=True)
class Objected(Event):
    """Someone objected to an entry, which is frozen from now on."""

    kind: ClassVar[str] = "notices.objected"
    object_type: ClassVar[str] = "notices.objection"


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """An objection was decided; ``data.outcome`` is ``upheld`` (the entry is struck off) or ``rejected``."""

    kind: ClassVar[str] = "notices.decided"
    object_type: ClassVar[str] = "notices.objection"
