"""
The facts this module records. Their docstrings are the reference.

``programme`` and ``category`` are the activity's; ``area`` is the activity's own. What is undone is counted
off by a fact with a minus, on the day it is undone. What stands at a fair is counted once
the fair was held, on the day of the session that was closed first; an answer put right, an intent noted
by mistake and all of a fair called off are taken back by correcting facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jinguo.facts.events import Event


@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """
    A session was held. ``data``: ``site`` and ``instructor`` (ids or none), ``minutes``, and ``visitors``
    where heads were counted.
    """

    kind: ClassVar[str] = "activities.held"
    object_type: ClassVar[str] = "activities.session"


@dataclass(frozen=True, kw_only=True)
class Hours(Event):
    """A session was held; counts its minutes. ``data``: ``site`` and ``instructor``."""

    kind: ClassVar[str] = "activities.hours"
    object_type: ClassVar[str] = "activities.session"


@dataclass(frozen=True, kw_only=True)
class Visited(Event):
    """Heads were counted at a session where nobody enrols, such as a fair; counts the heads."""

    kind: ClassVar[str] = "activities.visited"
    object_type: ClassVar[str] = "activities.session"


@dataclass(frozen=True, kw_only=True)
class Enrolled(Event):
    """A person got a place in an activity, or gave it up or lost it (−)."""

    kind: ClassVar[str] = "activities.enrolled"
    object_type: ClassVar[str] = "activities.enrolment"


@dataclass(frozen=True, kw_only=True)
class Attended(Event):
    """A person was at a session (人次 as flow, 人 as persons), or was noted by mistake (−)."""

    kind: ClassVar[str] = "activities.attended"
    object_type: ClassVar[str] = "activities.attendance"


@dataclass(frozen=True, kw_only=True)
class Certified(Event):
    """A person got a certificate of a class."""

    kind: ClassVar[str] = "activities.certified"
    object_type: ClassVar[str] = "activities.certificate"


@dataclass(frozen=True, kw_only=True)
class FollowedUp(Event):
    """
    Who was at a class was asked some months after it what became of her; ``category`` is the result and after
    how many months, such as ``employed-3``.

    ``data``: ``months``, ``income`` and the activity's ``course``.
    """

    kind: ClassVar[str] = "activities.followed-up"
    object_type: ClassVar[str] = "activities.outcome"


@dataclass(frozen=True, kw_only=True)
class StallHeld(Event):
    """A stall stood at a fair, a firm's or a maker's; ``category`` is ``firm`` or ``maker``."""

    kind: ClassVar[str] = "activities.stall"
    object_type: ClassVar[str] = "activities.stall"


@dataclass(frozen=True, kw_only=True)
class Sold(Event):
    """What a stall says it sold at a fair, in fen, as amount."""

    kind: ClassVar[str] = "activities.sold"
    object_type: ClassVar[str] = "activities.stall"


@dataclass(frozen=True, kw_only=True)
class PlacesOffered(Event):
    """Places a firm offers at a fair, one kind of post after another; counts the places."""

    kind: ClassVar[str] = "activities.places-offered"
    object_type: ClassVar[str] = "activities.vacancy"


@dataclass(frozen=True, kw_only=True)
class Meant(Event):
    """A person and a firm at a fair mean to agree."""

    kind: ClassVar[str] = "activities.meant"
    object_type: ClassVar[str] = "activities.intent"


@dataclass(frozen=True, kw_only=True)
class Hired(Event):
    """It was confirmed that a person was hired after a fair."""

    kind: ClassVar[str] = "activities.hired"
    object_type: ClassVar[str] = "activities.intent"
