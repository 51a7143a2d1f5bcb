"""Drawing areas with chances in proportion to their size."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate

from jinguo.core.lots import Lots


def draw_by_size(
    sizes: Mapping[str, int], count: int, *, kind: str, scope: str, lots: Lots
) -> dict[str, Fraction]:
    """
    Draw ``count`` areas; return the drawn ones with their exact probability, 1 for those that were certain.

    Systematic sampling from a random order (Hartley and Rao, Annals of Mathematical Statistics 33, 1962). Of
    the usual methods it is the one that keeps both the number of areas and the probabilities
    ``count * size / total`` exact, and can be repeated with whole numbers alone. An area whose probability
    would reach 1 is taken for certain and the others are drawn anew without it. Areas without a household
    cannot be drawn.

    ``kind`` and ``scope`` name the lots: areas are ordered by the lot ``kind|code``, and the starting
    point is the lot ``start|scope``.
    """
    rest = {code: size for code, size in sizes.items() if size > 0}
    count = min(count, len(rest))
    drawn: dict[str, Fraction] = {}
    while certain := _certain(rest, count):
        drawn |= dict.fromkeys(certain, Fraction(1))
        count -= len(certain)
        rest = {code: size for code, size in rest.items() if code not in certain}
    if count:
        total = sum(rest.values())
        order = lots.order(kind, rest)
        for code in _hit(order, rest, Fraction(total, count), lots.fraction("start", scope)):
            drawn[code] = Fraction(count * rest[code], total)
    return dict(sorted(drawn.items()))


def _certain(sizes: Mapping[str, int], count: int) -> set[str]:
    total = sum(sizes.values())
    return {code for code, size in sizes.items() if count and count * size >= total}


def _hit(order: list[str], sizes: Mapping[str, int], step: Fraction, start: Fraction) -> list[str]:
    """
    Return the areas that points at equal steps fall on, when the areas lie end to end along a line.

    The first point lies at ``start`` of the first step. No area is as long as a step, so none is hit twice.
    """
    hit = []
    point = start * step
    for code, end in zip(order, accumulate(sizes[code] for code in order), strict=True):
        if point < end:
            hit.append(code)
            point += step
    return hit
