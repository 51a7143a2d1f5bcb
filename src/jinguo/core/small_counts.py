"""Counts before the public: a small one is not told, for it may lead to the few it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")
LEAST = 10
"""The smallest count that is published."""


def published(counts: Mapping[K, int], least: int = LEAST) -> dict[K, int | None]:
    """
    Return each count as it may be published beside their sum; None for one that is not told.

    A count of 1 to ``least`` − 1 is not told. When it would be the only one, the smallest of the others is
    not told either: the sum would say what it is. Zero is told.
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    if len(hidden) == 1:
        others = [key for key, count in counts.items() if key not in hidden and count]
        hidden.update(sorted(others, key=lambda key: counts[key])[:1])
    return {key: None if key in hidden else count for key, count in counts.items()}
