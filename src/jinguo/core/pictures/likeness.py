"""
Whether two pictures look alike, by their fingerprints: a hint for a person to look, never a finding.

A copy that was saved again, scaled or made brighter differs in few of the 64 bits, one cropped by some
per cent in more, another picture in about half. Pictures with little in them, such as fog or a bare wall,
have like fingerprints by nature. A mirrored picture is another one.
"""

from __future__ import annotations

MOST_BITS_APART = 8
BITS = (1 << 64) - 1


def bits_apart(one: int, other: int) -> int:
    """Return in how many of 64 bits two fingerprints differ."""
    return ((one ^ other) & BITS).bit_count()


def are_alike(one: int, other: int) -> bool:
    """Say whether two fingerprints are at most 8 bits apart."""
    return bits_apart(one, other) <= MOST_BITS_APART
