"""
The facts this module records. Their docstrings are the reference; ``category`` is the level's id.

All but one count an act that was done. ``Recognised`` says what a household holds; delisting undoes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jinguo.facts.events import Event


@dataclass(frozen=True, kw_only=True)
class Applied(Event):
    """A household applied for a level."""

    kind: ClassVar[str] = "assess.applied"
    object_type: ClassVar[str] = "assess.application"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Recommended(Event):
    """The village recommended an application."""

    kind: ClassVar[str] = "assess.recommended"
    object_type: ClassVar[str] = "assess.application"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """A household took its application back."""

    kind: ClassVar[str] = "assess.withdrawn"
    object_type: ClassVar[str] = "assess.application"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Scored(Event):
    """The town checked a courtyard on site and filled the score sheet."""

    kind: ClassVar[str] = "assess.scored"
    object_type: ClassVar[str] = "assess.application"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Passed(Event):
    """The town found that the score reaches the level."""

    kind: ClassVar[str] = "assess.passed"
    object_type: ClassVar[str] = "assess.application"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Rejected(Event):
    """An application ended without the level; ``data.from`` is the state it was in."""

    kind: ClassVar[str] = "assess.rejected"
    object_type: ClassVar[str] = "assess.application"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Recognised(Event):
    """A household holds a level from this day (+1), or no longer holds it (−1)."""

    kind: ClassVar[str] = "assess.recognised"
    object_type: ClassVar[str] = "assess.recognition"


@dataclass(frozen=True, kw_only=True)
class Inspected(Event):
    """A household that holds a level was inspected again on site."""

    kind: ClassVar[str] = "assess.inspected"
    object_type: ClassVar[str] = "assess.recognition"


@dataclass(frozen=True, kw_only=True)
class Rectifying(Event):
    """A re-inspection found faults and set a day to put them right; the level is kept meanwhile."""

    kind: ClassVar[str] = "assess.rectifying"
    object_type: ClassVar[str] = "assess.recognition"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Restored(Event):
    """The faults were put right."""

    kind: ClassVar[str] = "assess.restored"
    object_type: ClassVar[str] = "assess.recognition"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Delisted(Event):
    """A household lost its level and its plaque."""

    kind: ClassVar[str] = "assess.delisted"
    object_type: ClassVar[str] = "assess.recognition"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Visited(Event):
    """
    A visit of a closed round; ``category`` is its purpose and what it found.

    ``<purpose>.confirmed`` or ``<purpose>.refuted`` of a household that claims a level,
    ``<purpose>.unlisted`` of any other.
    """

    kind: ClassVar[str] = "assess.visited"
    object_type: ClassVar[str] = "assess.visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRecognised(Event):
    """
    A village, a town or a lane of a village holds a level of its own from this day (+1), or no longer (−1).

    A lane is counted in its village.
    """

    kind: ClassVar[str] = "assess.area_recognised"
    object_type: ClassVar[str] = "assess.area_recognition"
