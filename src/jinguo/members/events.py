"""
The facts this module records. Their docstrings are the reference.

They follow what the records say, so none is taken back alone: what was wrong is taken back there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jinguo.facts.events import Event


@dataclass(frozen=True, kw_only=True)
class Joined(Event):
    """A body admitted a member, or one left or was expelled (−); ``category``: ``individual`` or ``unit``."""

    kind: ClassVar[str] = "members.joined"
    object_type: ClassVar[str] = "members.membership"


@dataclass(frozen=True, kw_only=True)
class Agreed(Event):
    """An agreement was signed, or it expired or ended early (−)."""

    kind: ClassVar[str] = "members.agreed"
    object_type: ClassVar[str] = "members.agreement"


@dataclass(frozen=True, kw_only=True)
class Volunteered(Event):
    """A person became a volunteer, or no longer is one (−)."""

    kind: ClassVar[str] = "members.volunteered"
    object_type: ClassVar[str] = "members.volunteer"


@dataclass(frozen=True, kw_only=True)
class Served(Event):
    """A volunteer gave time, in minutes, or an entry of hers was taken back (−)."""

    kind: ClassVar[str] = "members.served"
    object_type: ClassVar[str] = "members.volunteer"


@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    """A person was appointed, or her appointment expired or ended early (−); ``category`` is its kind."""

    kind: ClassVar[str] = "members.appointed"
    object_type: ClassVar[str] = "members.appointment"


@dataclass(frozen=True, kw_only=True)
class Assigned(Event):
    """An instructor took a community, ``area``, or no longer has it (−)."""

    kind: ClassVar[str] = "members.assigned"
    object_type: ClassVar[str] = "members.assignment"
