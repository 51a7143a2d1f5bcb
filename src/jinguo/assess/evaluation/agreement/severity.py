"""
How severe each assessor is, apart from which courtyards fell to her.

For calibrating a round, and for its leader only. It says nothing about the worth of anyone's work: one who
differs from the others may be the one who is right.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jinguo.assess.evaluation.estimates import intervals

Matrix = list[list[float]]


@dataclass(frozen=True)
class Mark:
    """One value an assessor gave: points, or by how many points she went beyond the first assessment."""

    assessor: str
    stratum: str
    value: float


@dataclass(frozen=True)
class Severity:
    """
    By how much an assessor marks higher (above 0) or lower than the others would have in the same strata.

    ``difference`` is None where she shares no stratum with anyone; the interval (95 %) also where there
    are no marks to spare for it.
    """

    assessor: str
    marks: int
    difference: float | None = None
    interval: tuple[float, float] | None = None


def severity(marks: Sequence[Mark]) -> list[Severity]:
    """
    Return each assessor's difference, by the code of the round.

    Least squares with an effect for each stratum and each assessor; the effects of those who can be compared,
    directly or over others, average 0 over their marks.
    """
    found = [one for circle in _circles(marks) for one in _within(circle)]
    return sorted(found, key=lambda one: one.assessor)


def _circles(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the marks in circles: assessors who can be compared, directly or over others, are in one."""
    circles: list[tuple[set[str], list[Mark]]] = []
    by_assessor: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_assessor[mark.assessor].append(mark)
    for theirs in by_assessor.values():
        strata = {mark.stratum for mark in theirs}
        touching = [circle for circle in circles if circle[0] & strata]
        circles = [circle for circle in circles if not circle[0] & strata]
        for others, more in touching:
            strata |= others
            theirs = theirs + more
        circles.append((strata, theirs))
    return [found for _strata, found in circles]


def _within(marks: Sequence[Mark]) -> list[Severity]:
    counts = Counter(mark.assessor for mark in marks)
    if len(counts) == 1:
        return [Severity(assessor, count) for assessor, count in counts.items()]
    names = sorted(counts)
    matrix, right = _equations(marks, names)
    inverse = _inverse(matrix)
    effects = [sum(a * b for a, b in zip(row, right, strict=True)) for row in inverse]
    variance, df = _residual(marks, dict(zip(names, effects, strict=True)))
    return [
        Severity(
            name,
            counts[name],
            effect,
            intervals.of_mean(effect, variance * (inverse[i][i] - 1 / len(marks)), df)
            if df > 0
            else None,
        )
        for i, (name, effect) in enumerate(zip(names, effects, strict=True))
    ]


def _equations(marks: Sequence[Mark], names: Sequence[str]) -> tuple[Matrix, list[float]]:
    """
    Return the normal equations of the assessors' effects, once the strata's are eliminated.

    They leave a constant open; adding the product of the counts fixes it so that effects average 0.
    """
    place = {name: i for i, name in enumerate(names)}
    counts = Counter(mark.assessor for mark in marks)
    total = len(marks)
    matrix = [[counts[a] * counts[b] / total for b in names] for a in names]
    right = [0.0] * len(names)
    for group in _by_stratum(marks):
        middle = math.fsum(mark.value for mark in group) / len(group)
        here = Counter(mark.assessor for mark in group)
        for mark in group:
            right[place[mark.assessor]] += mark.value - middle
        for a in here:
            matrix[place[a]][place[a]] += here[a]
            for b in here:
                matrix[place[a]][place[b]] -= here[a] * here[b] / len(group)
    return matrix, right


def _residual(marks: Sequence[Mark], effects: dict[str, float]) -> tuple[float, int]:
    """Return the variance of what strata and assessors do not explain, and its degrees of freedom."""
    groups = _by_stratum(marks)
    squares = 0.0
    for group in groups:
        rest = [mark.value - effects[mark.assessor] for mark in group]
        middle = math.fsum(rest) / len(rest)
        squares += math.fsum((value - middle) ** 2 for value in rest)
    df = len(marks) - len(groups) - len(effects) + 1
    return (squares / df if df > 0 else math.nan), df


def _by_stratum(marks: Iterable[Mark]) -> list[list[Mark]]:
    groups: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[mark.stratum].append(mark)
    return list(groups.values())


def _inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a symmetric positive matrix, by Gauss and Jordan."""
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for i in range(size):
        pivot = rows[i][i]
        rows[i] = [value / pivot for value in rows[i]]
        for j in range(size):
            if j != i:
                factor = rows[j][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[size:] for row in rows]
