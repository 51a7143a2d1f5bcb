"""What a check of figures goes through, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where two ways of counting differ, or where a fact is not as it was recorded."""

    what: str
    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what} {self.where}: {self.expected} ≠ {self.found}"


@dataclass(frozen=True)
class Tree:
    """Where the work of each code with facts lies, and the years to be checked, with a day of this tree."""

    places: Mapping[str, str]
    years: Mapping[int, date]

    def inside(self, area: str) -> dict[str, str]:
        """Return the codes whose work lies in an area, each with where it lies."""
        return {code: place for code, place in self.places.items() if place.startswith(area)}
