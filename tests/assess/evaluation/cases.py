"""The cases that established packages were asked about; ``reference.py`` did."""

from __future__ import annotations

from datetime import date, timedelta

from jinguo.assess.evaluation.agreement.severity import Mark
from jinguo.assess.evaluation.estimates.design import as_design
from jinguo.assess.evaluation.lasting.retention import Spell
from tests.assess.evaluation import make

DAY = date(2020, 12, 31)
FIRST = date(2019, 1, 10)


def designs():
    """A sample in stages, taken as drawn with repetition, and one of strata with its correction."""
    samples = {
        "staged": make.staged(towns=4, villages=3, listed=6, unlisted=4),
        "stratified": make.stratified(listed=90, unlisted=40, at_least=3),
    }
    return {name: as_design(sample, make.visits(sample)) for name, sample in samples.items()}


def spell(n):
    certified_on = FIRST + timedelta(days=n * 17 % 360)
    ended_on = certified_on + timedelta(days=60 + n * 31 % 400) if n % 3 == 0 else None
    return Spell("370211105", certified_on, ended_on, is_lost=n % 9 != 0)


SPELLS = [spell(n) for n in range(60)]


def duration(one):
    """Days in force as known on :data:`DAY`, and whether the level was lost at their end."""
    is_over = one.ended_on is not None and one.ended_on <= DAY
    end = one.ended_on if is_over else DAY
    return (end - one.certified_on).days, is_over and one.is_lost


# Villages of four towns, the first two alike, one town with a single village.
VALUES = {
    f"{370211100 + town}{200 + n}": value
    for town, values in enumerate([(4, 5, 5, 6), (11, 12, 10), (7, 3, 9, 5), (8,)])
    for n, value in enumerate(values)
}
MARKS = [
    Mark("ABCD"[(n * n + n // 4) % 4], f"s{n % 5}", float(n * 7 % 13 - 4 + (n % 5) * 2))
    for n in range(40)
]
PAIRS = [(15 + n * 7 % 11, 14 + n * 7 % 11 - n % 4 + n % 3) for n in range(30)]
BETAS = [(0.025, 3, 8), (0.975, 4.5, 7.25), (0.5, 0.5, 0.5), (0.025, 180.2, 3.1), (0.975, 1, 900)]
TS = [(0.975, 1), (0.975, 2), (0.9, 7), (0.975, 30), (0.025, 12), (0.995, 400)]
