"""Whether villages of one town are alike: Moran's I."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from jinguo.core.lots import Lots

PERMUTATIONS = 999
FEWEST_TOWNS = 2
ROUNDING = 1e-12  # arrangements that are the same but for the order of adding up


@dataclass(frozen=True)
class Clustering:
    """
    Moran's I with what chance would give.

    Above ``expected`` villages of one town are alike, below it they are unlike. ``p`` is the share of random
    arrangements, this one among them, that are at least as much alike, ``p_unlike`` of those at most as much:
    where few arrangements differ the two add up to more than 1, and one says nothing of the other.
    """

    i: float
    expected: float
    p: float
    p_unlike: float
    villages: int


def clustering(
    values: Mapping[str, float],
    towns: Mapping[str, str],
    *,
    seed: str,
    permutations: int = PERMUTATIONS,
) -> Clustering | None:
    """
    Return how much the values of villages cluster by town; None where they cannot.

    There are no coordinates, so the neighbours of a village are the others of its town, which share its
    weight equally (rows add up to 1). A village alone in its town has none. They cannot cluster when all
    values are the same, or no town has two villages; nor within a single town, where everybody is everybody's
    neighbour and I is -1/(n - 1) whatever the values. The seed makes the permutations repeatable. (Moran,
    Biometrika 37, 1950; Cliff and Ord, Spatial Processes, 1981.)
    """
    villages = sorted(values)
    mean = math.fsum(values.values()) / len(values) if values else 0.0
    deviations = [values[village] - mean for village in villages]
    groups: dict[str, list[int]] = defaultdict(list)
    for place, village in enumerate(villages):
        groups[towns[village]].append(place)
    shared = [places for places in groups.values() if len(places) > 1]
    spread = math.fsum(value**2 for value in deviations)
    if len(groups) < FEWEST_TOWNS or not shared or not spread:
        return None
    factor = len(villages) / (sum(map(len, shared)) * spread)
    found = factor * _likeness(deviations, shared)
    random = Random(Lots(seed).number("permutations", ""))  # noqa: S311  (repeatable on purpose)
    more, less = 1, 1
    for _turn in range(permutations):
        random.shuffle(deviations)
        other = factor * _likeness(deviations, shared)
        more += other >= found - ROUNDING
        less += other <= found + ROUNDING
    of = permutations + 1
    return Clustering(found, -1 / (len(villages) - 1), more / of, less / of, len(villages))


def _likeness(deviations: Sequence[float], groups: Sequence[Sequence[int]]) -> float:
    """Return the sum, over villages, of the deviation times the mean deviation of its neighbours."""
    total = 0.0
    for places in groups:
        values = [deviations[place] for place in places]
        total += (sum(values) ** 2 - sum(value * value for value in values)) / (len(values) - 1)
    return total
