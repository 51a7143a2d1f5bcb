"""
Who applies when in the demonstration years 2019 and 2020, and how it ends.

Pure arithmetic over household ids in the order of their codes: the same seed and the same roster
give the same plan. The plan fixes outcomes only; every figure follows from the acts that the
player then does through the ordinary actions.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import ceil
from uuid import UUID

DEMO_SHARE = 0.10
DEMO_SHARE_2019 = 0.05
OTHER_SHARE = {"qualified": 0.03, "beautiful": 0.02}
REJECTED_SHARE = 0.11
DELISTED_SHARE = 0.012
RECTIFIED_SHARE = 0.03
VILLAGES_WITHOUT_ONE_IN_2019 = 0.12
MODEL_VILLAGES = 4
MODEL_SHARES = {"beautiful": 0.50, "qualified": 0.90}  # of all courtyards, with those above


class Outcome(StrEnum):
    """How an application of the plan ends."""

    CERTIFIED = "certified"
    LOW_SCORE = "low-score"
    VETO = "veto"
    NOT_RECOMMENDED = "not-recommended"
    WITHDRAWN = "withdrawn"
    OBJECTION_DISMISSED = "objection-dismissed"
    OBJECTION_UPHELD = "objection-upheld"


SUCCEEDS = frozenset({Outcome.CERTIFIED, Outcome.OBJECTION_DISMISSED})


@dataclass(frozen=True)
class Wave:
    """One round of applications: the day it opens, and the days its later steps begin."""

    opens: date
    recommended: date
    scored: date
    decided: date
    noticed: date
    certified: date


def _wave(year: int, months: tuple[int, int, int]) -> Wave:
    first, second, third = months
    return Wave(
        opens=date(year, first, 6),
        recommended=date(year, first, 20),
        scored=date(year, second, 3),
        decided=date(year, second, 17),
        noticed=date(year, third, 1),
        certified=date(year, third, 10),
    )


WAVES = (
    _wave(2019, (4, 5, 6)),
    _wave(2019, (7, 8, 9)),
    _wave(2019, (10, 11, 12)),
    _wave(2020, (3, 4, 5)),
    _wave(2020, (5, 6, 7)),
    _wave(2020, (8, 9, 10)),
    _wave(2020, (10, 11, 12)),
)
WAVES_2019 = range(3)
WAVES_2020 = range(3, 7)


@dataclass(frozen=True)
class Candidate:
    """One household's application: which wave, for which level, and how it ends."""

    household: UUID
    village: str
    wave: int
    level: str
    outcome: Outcome

    @property
    def town(self) -> str:
        return self.village[:9]


@dataclass(frozen=True)
class Plan:
    """The two years: applications, what becomes of some plaques in 2020, and the villages that do best."""

    candidates: tuple[Candidate, ...]
    rectified: tuple[UUID, ...]
    delisted: tuple[UUID, ...]
    model_villages: tuple[str, ...]


def apportion(weights: Mapping[str, int], total: int, *, least: int) -> dict[str, int]:
    """
    Return whole shares of ``total`` in proportion to ``weights``, each at least ``least``.

    Largest remainders; ties by key, so the result does not depend on the mapping's order.

    :raises ValueError: ``total`` cannot give everyone ``least``
    """
    if total < least * len(weights):
        raise ValueError(f"{total} cannot give {len(weights)} shares of at least {least}")
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: max(least, int(value)) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (-(exact[key] - int(exact[key])), key))
    while (missing := total - sum(shares.values())) != 0:
        step = 1 if missing > 0 else -1
        order = by_remainder if step > 0 else reversed(by_remainder)
        able = [key for key in order if shares[key] + step >= least]
        for key in able[: abs(missing)]:
            shares[key] += step
    return shares


def fewest_households(villages: int) -> int:
    """Return how many households a plan needs, so that every village can have one of the tenth."""
    return ceil((villages - 0.5) / DEMO_SHARE)


def make_plan(households: Mapping[str, Sequence[UUID]], *, seed: int) -> Plan:
    """
    Plan both years for ``households`` (village code → ids in the order of their codes).

    At the end of 2019 a twentieth, at the end of 2020 a tenth of all households hold the level
    ``demo`` (rounded to the nearest whole household, halves up), and every village has one then. A few
    small villages come so far in 2020 that they may hold a level of their own.
    """
    chance = random.Random(seed)  # noqa: S311  (a demonstration, not a secret)
    sizes = {village: len(ids) for village, ids in sorted(households.items())}
    base = sum(sizes.values())
    by_2020 = apportion(sizes, int(base * DEMO_SHARE + 0.5), least=1)
    late = set(chance.sample(sorted(sizes), int(len(sizes) * VILLAGES_WITHOUT_ONE_IN_2019)))
    early = {village: share for village, share in by_2020.items() if village not in late}
    by_2019 = apportion(early, int(base * DEMO_SHARE_2019 + 0.5), least=0)

    models = _model_villages(sizes, by_2020)

    candidates: list[Candidate] = []
    rectified: list[UUID] = []
    delisted: list[UUID] = []
    for village, ids in sorted(households.items()):
        queue = list(ids)
        chance.shuffle(queue)
        first, queue = _split(queue, by_2019.get(village, 0))
        lost, kept = _split(first, _portion(chance, len(first), DELISTED_SHARE))
        mended, _ = _split(kept, _portion(chance, len(kept), RECTIFIED_SHARE))
        second, queue = _split(queue, by_2020[village] - len(first) + len(lost))
        candidates += _certified(chance, village, first, WAVES_2019)
        candidates += _certified(chance, village, second, WAVES_2020)
        delisted += lost
        rectified += mended
        others = (
            _model_levels(len(ids), by_2020[village])
            if village in models
            else {level: _portion(chance, len(ids), share) for level, share in OTHER_SHARE.items()}
        )
        for level, count in others.items():
            some, queue = _split(queue, count)
            candidates += [
                Candidate(one, village, chance.choice(WAVES_2020), level, Outcome.CERTIFIED)
                for one in some
            ]
        failed, queue = _split(queue, _portion(chance, by_2020[village], REJECTED_SHARE))
        candidates += _failed(chance, village, failed)
    candidates = _with_objections(chance, candidates)
    return Plan(tuple(candidates), tuple(rectified), tuple(delisted), models)


def _model_villages(sizes: Mapping[str, int], demo: Mapping[str, int]) -> tuple[str, ...]:
    """Return the smallest villages of which a tenth come to hold the level ``demo``."""
    able = [village for village, size in sizes.items() if demo[village] >= size * DEMO_SHARE]
    return tuple(
        sorted(sorted(able, key=lambda village: (sizes[village], village))[:MODEL_VILLAGES])
    )


def _model_levels(size: int, demo: int) -> dict[str, int]:
    """Return how many households of a model village reach each lower level."""
    counts, above = {}, demo
    for level, share in MODEL_SHARES.items():
        counts[level] = max(0, ceil(size * share) - above)
        above += counts[level]
    return counts


def _split(queue: list[UUID], count: int) -> tuple[list[UUID], list[UUID]]:
    return queue[:count], queue[count:]


def _portion(chance: random.Random, size: int, share: float) -> int:
    """Return ``size × share`` rounded up or down by chance, so that small villages take part."""
    exact = size * share
    return int(exact) + (chance.random() < exact - int(exact))


def _certified(
    chance: random.Random, village: str, ids: Sequence[UUID], waves: Sequence[int]
) -> list[Candidate]:
    return [Candidate(one, village, chance.choice(waves), "demo", Outcome.CERTIFIED) for one in ids]


def _failed(chance: random.Random, village: str, ids: Sequence[UUID]) -> list[Candidate]:
    outcomes = (
        [Outcome.LOW_SCORE] * 6 + [Outcome.NOT_RECOMMENDED] * 3 + [Outcome.VETO, Outcome.WITHDRAWN]
    )
    return [
        Candidate(one, village, chance.choice(range(len(WAVES))), "demo", chance.choice(outcomes))
        for one in ids
    ]


def _with_objections(chance: random.Random, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Let an objection be upheld against one of each year that fails, and not against one that succeeds."""
    found = list(candidates)
    for waves in (WAVES_2019, WAVES_2020):
        for succeeds, outcome in (
            (True, Outcome.OBJECTION_DISMISSED),
            (False, Outcome.OBJECTION_UPHELD),
        ):
            able = [
                place
                for place, one in enumerate(found)
                if one.wave in waves and (one.outcome in SUCCEEDS) == succeeds
            ]
            if able:
                place = chance.choice(able)
                found[place] = replace(found[place], outcome=outcome)
    return found
