"""Krippendorff's alpha: agreement of any number of assessors, with gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

Distance = Callable[[float, float, Mapping[float, int]], float]


def nominal(one: float, other: float, _counts: Mapping[float, int]) -> float:
    """Return the distance of values that are names: 1 when they differ."""
    return float(one != other)


def ordinal(one: float, other: float, counts: Mapping[float, int]) -> float:
    """Return the squared distance of ranks: how many values lie from one to the other."""
    low, high = min(one, other), max(one, other)
    between = sum(count for value, count in counts.items() if low <= value <= high)
    return (between - (counts[one] + counts[other]) / 2) ** 2


def interval(one: float, other: float, _counts: Mapping[float, int]) -> float:
    """Return the squared difference of numbers."""
    return (one - other) ** 2


def alpha(things: Iterable[Sequence[float]], distance: Distance = interval) -> float | None:
    """
    Return alpha for the values that each thing was given: 1 is perfect agreement, 0 what chance would give.

    Things with fewer than two values do not count. None when there are none left, or when all values are the
    same, so that agreement means nothing. (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.)
    """
    pairable = [values for values in things if len(values) > 1]
    counts = Counter(value for values in pairable for value in values)
    total = counts.total()
    expected = sum(
        counts[one] * counts[other] * distance(one, other, counts)
        for one in counts
        for other in counts
    )
    if not expected:
        return None
    observed = sum(
        sum(distance(one, other, counts) for one in values for other in values) / (len(values) - 1)
        for values in pairable
    )
    return 1 - (total - 1) * observed / expected
