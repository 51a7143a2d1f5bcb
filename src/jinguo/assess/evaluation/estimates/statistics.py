"""
What is estimated: smooth functions of weighted totals.

A statistic names the columns whose totals it needs, and how it and its derivatives follow from them. The
variance, by linearization or by bootstrap, then needs to know nothing else about it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from jinguo.assess.evaluation.draws.sample import Unit
from jinguo.assess.evaluation.estimates.visits import Visit

Columns = tuple[float, ...]


class Statistic(Protocol):
    """One figure to estimate."""

    @property
    def width(self) -> int:
        """Return the number of columns."""

    def columns(self, unit: Unit, visit: Visit) -> Columns | None:
        """Return what one household adds to the totals; None when it does not belong to the figure."""

    def value(self, totals: Sequence[float]) -> float:
        """Return the figure, or NaN where the totals do not define it."""

    def gradient(self, totals: Sequence[float]) -> Columns:
        """Return the derivative of the figure by each total."""


@dataclass(frozen=True)
class Mean:
    """
    The mean of a number over the households that have it; of truth values, the proportion.

    ``of`` returns None for households outside. A mean within a part of the sample is a mean whose ``of``
    returns None elsewhere.
    """

    of: Callable[[Unit, Visit], float | None]
    width: int = 2

    def columns(self, unit: Unit, visit: Visit) -> Columns | None:
        value = self.of(unit, visit)
        return None if value is None else (1.0, float(value))

    def value(self, totals: Sequence[float]) -> float:
        count, total = totals
        return total / count if count else math.nan

    def gradient(self, totals: Sequence[float]) -> Columns:
        count, total = totals
        return (-total / count**2, 1 / count)


@dataclass(frozen=True)
class Kappa:
    """
    Cohen's kappa with quadratic weights between two assessments in points.

    1 is agreement in every household, 0 what chance would give, below 0 worse than that. With quadratic
    weights kappa is ``2 cov / (var + var + (difference of the means)²)`` of the two (Fleiss and Cohen,
    Educational and Psychological Measurement 33, 1973), so it needs no bands of points. ``of`` returns
    the pair.
    """

    of: Callable[[Unit, Visit], tuple[float, float] | None]
    width: int = 6

    def columns(self, unit: Unit, visit: Visit) -> Columns | None:
        pair = self.of(unit, visit)
        if pair is None:
            return None
        x, y = pair
        return (1.0, x, y, x * x, y * y, x * y)

    def value(self, totals: Sequence[float]) -> float:
        _count, x, y, xx, yy, xy = _moments(totals)
        scatter = xx + yy - 2 * x * y
        return 2 * (xy - x * y) / scatter if scatter > 0 else math.nan

    def gradient(self, totals: Sequence[float]) -> Columns:
        count, x, y, xx, yy, xy = _moments(totals)
        scatter = xx + yy - 2 * x * y
        kappa = 2 * (xy - x * y) / scatter
        by_moment = (
            2 * y * (kappa - 1) / scatter,
            2 * x * (kappa - 1) / scatter,
            -kappa / scatter,
            -kappa / scatter,
            2 / scatter,
        )
        # Each moment is a total over the count, so the count pulls on all of them.
        by_count = -sum(d * m for d, m in zip(by_moment, (x, y, xx, yy, xy), strict=True))
        return (by_count / count, *(d / count for d in by_moment))


def _moments(totals: Sequence[float]) -> Columns:
    """Return the count, and the means of x, y, x², y² and xy."""
    count = totals[0]
    return (count, *(total / count if count else math.nan for total in totals[1:]))
