"""What was drawn: households with their probabilities, reserves in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from jinguo.assess.evaluation.draws.frame import Row
from jinguo.core.lots import Lots


@dataclass(frozen=True, kw_only=True)
class Group:
    """
    Whom a household was independently drawn among, as the estimate of errors needs it.

    Within a ``stratum`` whole ``clusters`` were drawn first. ``population`` is how many clusters there are,
    where they were drawn with equal chances and without repetition; None where they were drawn by size, and
    the estimate takes them as drawn with repetition, which errs on the wide side.
    """

    stratum: str
    cluster: str
    population: int | None = None


@dataclass(frozen=True, kw_only=True)
class Unit:
    """
    One household of a sample.

    ``cell`` is the village or stratum within which it may replace or be replaced; ``order`` counts from 1
    within it, drawn ones first, reserves after them. ``probability`` is the chance with which a household of
    the cell was drawn; a reserve takes over that of the household it stands in for.
    """

    household: str
    village: str
    town: str
    level: str
    cell: str
    order: int
    is_reserve: bool
    probability: Fraction
    group: Group

    @property
    def is_listed(self) -> bool:
        return self.level != ""

    @property
    def weight(self) -> float:
        """Return how many households of the frame this one speaks for."""
        return float(1 / self.probability)


@dataclass(frozen=True)
class Sample:
    """The units of a draw, in order of cell and place."""

    units: tuple[Unit, ...]

    @property
    def drawn(self) -> list[Unit]:
        return [unit for unit in self.units if not unit.is_reserve]

    @cached_property
    def by_household(self) -> Mapping[str, Unit]:
        return {unit.household: unit for unit in self.units}

    def reserves(self, cell: str) -> list[Unit]:
        """Return the reserves of a cell in the order in which they are used."""
        return [unit for unit in self.units if unit.cell == cell and unit.is_reserve]


def take(
    rows: Sequence[Row],
    count: int,
    *,
    cell: str,
    reserves: int,
    chance: Fraction,
    group: Group | None,
    lots: Lots,
) -> list[Unit]:
    """
    Draw households of one cell with equal chances: those with the lowest lots, and reserves after them.

    ``chance`` is the probability with which the cell itself came into the sample. Without a ``group`` each
    household is a cluster of its own in the stratum of its cell.
    """
    by_code = {row.household: row for row in rows}
    order = lots.order("household", by_code)[: count + reserves]
    drawn = min(count, len(rows))
    return [
        Unit(
            household=code,
            village=by_code[code].village,
            town=by_code[code].town,
            level=by_code[code].level,
            cell=cell,
            order=place,
            is_reserve=place > drawn,
            probability=chance * Fraction(drawn, len(rows)),
            group=group or Group(stratum=cell, cluster=code, population=len(rows)),
        )
        for place, code in enumerate(order, 1)
    ]
