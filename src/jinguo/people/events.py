"""
The facts people records. The docstrings are the reference page.

They say what is on the register, so none is taken back alone: a household entered in error is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jinguo.facts.events import Event

RESIDENT, OTHER = "resident", "other"


def category_of(is_resident: bool) -> str:
    """Return the category a household is counted under: ``resident`` (常住) or ``other``."""
    return RESIDENT if is_resident else OTHER


@dataclass(frozen=True, kw_only=True)
class HouseholdRegistered(Event):
    """A household came onto the register, or into this category: +1."""

    kind: ClassVar[str] = "people.household"
    object_type: ClassVar[str] = "people.household"


@dataclass(frozen=True, kw_only=True)
class HouseholdClosed(Event):
    """A household left the register (moved away, merged, entered in error) or this category: −1."""

    kind: ClassVar[str] = "people.household"
    object_type: ClassVar[str] = "people.household"
    quantity: int = -1
