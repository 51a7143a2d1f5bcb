"""The retention curve: which share of certifications is still held after so many days."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Spell:
    """
    One certification. ``ended_on`` is None while it is in force.

    ``is_lost`` tells a delisting from an end that says nothing about the courtyard: a household that
    moved away, a house pulled down, a higher level. Such a spell was held until then; what would have
    come is unknown.
    """

    town: str
    certified_on: date
    ended_on: date | None = None
    is_lost: bool = False


@dataclass(frozen=True)
class Point:
    """
    The curve from ``days`` after the certification on, up to the next point.

    ``at_risk`` certifications were in force until then, ``lost`` of them were lost that day. ``low`` and
    ``high`` are the 95 % interval of ``retained``; None where nothing is left of which an error could be
    told.
    """

    days: int
    at_risk: int
    lost: int
    retained: float
    low: float | None
    high: float | None


def curves(spells: Iterable[Spell], *, on: date) -> dict[tuple[str, int], list[Point]]:
    """Return the curve of each town and year of certification, as known at the end of a day."""
    groups: dict[tuple[str, int], list[Spell]] = defaultdict(list)
    for spell in spells:
        if spell.certified_on <= on:
            groups[spell.town, spell.certified_on.year].append(spell)
    return {key: curve(groups[key], on=on) for key in sorted(groups)}


def curve(spells: Sequence[Spell], *, on: date) -> list[Point]:
    """
    Return the points at which certifications were lost, by Kaplan and Meier, as known at the end of a day.

    The interval is Greenwood's, on the scale of log(-log) so that it stays within 0 and 1 (Kalbfleisch and
    Prentice, The Statistical Analysis of Failure Time Data, 2002, 1.4). Before the first point all are held.
    Spells that begin after the day do not count.
    """
    known = [_duration(spell, on) for spell in spells if spell.certified_on <= on]
    ended, lost = (
        Counter(days for days, _lost in known),
        Counter(days for days, lost in known if lost),
    )
    points = []
    at_risk, retained, hazard = len(known), 1.0, 0.0
    for days in sorted(ended):
        gone = lost[days]
        if gone:
            retained *= 1 - gone / at_risk
            hazard += gone / (at_risk * (at_risk - gone)) if gone < at_risk else math.inf
            points.append(Point(days, at_risk, gone, retained, *_interval(retained, hazard)))
        at_risk -= ended[days]
    return points


def retained_at(points: Iterable[Point], days: int) -> float:
    """Return the share still held so many days after the certification."""
    passed = [point.retained for point in points if point.days <= days]
    return passed[-1] if passed else 1.0


def at_risk(spells: Iterable[Spell], days: int, *, on: date) -> int:
    """Return how many certifications were seen in force for so many days, by the end of a day."""
    known = [_duration(spell, on) for spell in spells if spell.certified_on <= on]
    return sum(length >= days for length, _lost in known)


def _duration(spell: Spell, on: date) -> tuple[int, bool]:
    """Return how many days a spell was seen in force, and whether it was lost at their end."""
    if spell.ended_on is None or spell.ended_on > on:
        return (on - spell.certified_on).days, False
    return (spell.ended_on - spell.certified_on).days, spell.is_lost


def _interval(retained: float, hazard: float) -> tuple[float | None, float | None]:
    if retained == 0:
        return None, None
    reach = Z * math.sqrt(hazard) / math.log(retained)
    return retained ** math.exp(-reach), retained ** math.exp(reach)
