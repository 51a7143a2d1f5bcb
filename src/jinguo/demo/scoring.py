"""Score sheets filled by chance, to a total that is wanted."""

from __future__ import annotations

import random
from collections.abc import Sequence

RANGES = {"demo": (90, 99), "beautiful": (80, 89), "qualified": (62, 79)}
FAILED = (68, 89)


def points_for(chance: random.Random, maxima: Sequence[int], total: int) -> list[int]:
    """
    Return points for each item, between 0 and its maximum, that add up to ``total``.

    Points are lost one by one, an item as often as it has points left to lose.

    :raises ValueError: ``total`` is not between 0 and the sum of the maxima
    """
    lost = sum(maxima) - total
    if lost < 0 or total < 0:
        raise ValueError(f"{total} is not between 0 and {sum(maxima)}")
    pool = [index for index, most in enumerate(maxima) for _ in range(most)]
    points = list(maxima)
    for index in chance.sample(pool, lost):
        points[index] -= 1
    return points
