"""What an assessor brings back from one household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """Points by beauty, as one assessment gave them, and whether they reach the household's level."""

    beauties: Mapping[str, int]
    reaches: bool

    @property
    def total(self) -> int:
        return sum(self.beauties.values())


@dataclass(frozen=True, kw_only=True)
class Visit:
    """
    One visit that was made, or that found the household not to be there.

    ``assessor`` is the code of the round, never a name. ``lives_here`` is false for a household that was not
    found, has moved away or whose house is gone. ``scoring`` is what the assessor gave, ``first`` what the
    household was certified with. ``ledger_agrees`` is true where the village's ledger tells what is seen.
    ``satisfaction`` is a percentage. None means: not asked, or not answered.
    """

    household: str
    assessor: str
    lives_here: bool
    has_plaque: bool | None = None
    scoring: Scoring | None = None
    knows_standard: bool | None = None
    ledger_agrees: bool | None = None
    satisfaction: float | None = None
    first: Scoring | None = field(default=None, repr=False)
