"""
Which households an inspection plan takes in, and on which day: a pure function of the register and a seed.

Taken in are all that are due in the period; of the others those with the most reasons to go and look, and
some by lot. Nobody can know the lots before the seed, and whoever has it draws the same households.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jinguo.core.dates import months_after
from jinguo.core.lots import Lots

TOWN = 9  # digits of a town's code
DUE, FAULTS, SEASON, OBJECTION, COMPLAINT, LONG_AGO, DRAWN = (
    "due", "faults", "season", "objection", "complaint", "long-ago", "drawn",
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """
    One household that holds a level: when its next visit is due, and what is known of it.

    ``due_on`` is None for one never given a day. ``seen_on`` is the day it was last visited or certified.
    ``has_faults`` says that faults were found before, ``has_faults_in_season`` that some were found in the
    months of the period, of any year. ``had_complaint`` says that somebody complained since ``seen_on``.
    """

    id: UUID
    code: str
    village: str
    due_on: date | None
    seen_on: date
    has_faults: bool = False
    has_faults_in_season: bool = False
    had_objection: bool = False
    had_complaint: bool = False


@dataclass(frozen=True)
class Visit:
    """One household taken in, with the day it is to be visited by and why."""

    candidate: Candidate
    due_on: date
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """What a plan is drawn by: its period, the working days left in it, the seed and the shares."""

    starts_on: date
    ends_on: date
    days: Sequence[date]
    seed: str
    draw_share: float
    risk_share: float
    risk_months: int


def draw(candidates: Iterable[Candidate], terms: Terms) -> list[Visit]:
    """
    Return the households a plan takes in, by village and code, each with its day.

    :raises Invalid: the seed is empty or too long
    """
    lots = Lots(terms.seed)
    taken: dict[Candidate, tuple[str, ...]] = {}
    rest = []
    for one in candidates:
        if one.due_on is None or one.due_on <= terms.ends_on:
            taken[one] = (DUE, *risks(one, terms))
        else:
            rest.append(one)
    risky = [one for one in rest if risks(one, terms)]
    risky.sort(key=lambda one: (-len(risks(one, terms)), one.seen_on, one.code))
    for one in risky[: share_of(terms.risk_share, len(rest))]:
        taken[one] = risks(one, terms)
    left = {one.code: one for one in rest if one not in taken}
    for code in lots.order("inspection", left)[: share_of(terms.draw_share, len(rest))]:
        taken[left[code]] = (DRAWN,)
    return _dated(taken, terms)


def risks(one: Candidate, terms: Terms) -> tuple[str, ...]:
    """Return why a household that is not due may have fallen back."""
    found = (
        (FAULTS, one.has_faults),
        (SEASON, one.has_faults_in_season),
        (OBJECTION, one.had_objection),
        (COMPLAINT, one.had_complaint),
        (LONG_AGO, months_after(one.seen_on, terms.risk_months) < terms.starts_on),
    )
    return tuple(reason for reason, holds in found if holds)


def share_of(share: float, count: int) -> int:
    """Return a share of a number of households, rounded up."""
    return math.ceil(share * count)


def _dated(taken: dict[Candidate, tuple[str, ...]], terms: Terms) -> list[Visit]:
    """
    Spread the visits of each town evenly over the working days, village by village.

    Nobody is visited later than due; a household that is overdue is visited on the first of the days.
    """
    towns: defaultdict[str, list[Candidate]] = defaultdict(list)
    for one in sorted(taken, key=lambda one: (one.village, one.code)):
        towns[one.village[:TOWN]].append(one)
    return [
        Visit(
            one,
            min(
                terms.days[place * len(terms.days) // len(some)],
                max(one.due_on or terms.ends_on, terms.days[0]),
            ),
            taken[one],
        )
        for some in towns.values()
        for place, one in enumerate(some)
    ]
