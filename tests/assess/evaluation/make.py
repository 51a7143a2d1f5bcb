"""Frames, samples and visits, the plainest that are valid."""

from __future__ import annotations

from datetime import date
from itertools import count

from jinguo.assess.evaluation.draws.draw import draw
from jinguo.assess.evaluation.draws.frame import Row, as_frame
from jinguo.assess.evaluation.draws.plan import StagedPlan, StratifiedPlan
from jinguo.assess.evaluation.estimates.visits import Scoring, Visit

DAY = date(2020, 6, 1)
SEED = "双色球 2020076 期 02 04 06 10 18 27 09"


def rows(villages):
    """Rows of villages, each with its number of listed and unlisted households."""
    return [
        Row(f"{village}{n:04d}", village, village[:9], *(("demo", DAY) if n < listed else ()))
        for village, (listed, unlisted) in villages.items()
        for n in range(listed + unlisted)
    ]


def district(towns=6, villages=5, listed=14, unlisted=20):
    """The frame of a district whose villages grow from one to the next."""
    sizes = count(listed)
    return as_frame(
        rows(
            {
                f"370211{100 + town}{200 + village}": (next(sizes), unlisted)
                for town in range(towns)
                for village in range(villages)
            }
        )
    )


def staged(frame=None, seed=SEED, **plan):
    return draw(frame or district(), StagedPlan(**plan), seed)


def stratified(frame=None, seed=SEED, **plan):
    return draw(frame or district(), StratifiedPlan(**{"listed": 60, **plan}), seed)


def scoring(total, *, reaches=None):
    """A filled sheet of four parts that add up to a total; no sheet without one."""
    if total is None:
        return None
    quarter, rest = divmod(total, 4)
    beauties = {"居室美": quarter + rest, "庭院美": quarter, "厨厕美": quarter, "家风美": quarter}
    return Scoring(beauties=beauties, reaches=total >= 90 if reaches is None else reaches)


def visit(household, total=92, first=95, **given):
    """A visit that confirms a household."""
    return Visit(
        **{
            "household": household,
            "assessor": "A",
            "lives_here": True,
            "has_plaque": True,
            "scoring": scoring(total),
            "knows_standard": True,
            "ledger_agrees": True,
            "satisfaction": 80,
            "first": scoring(first),
            **given,
        }
    )


def visits(sample):
    """A visit to each household drawn: a few are gone, some lost their plaque, scores differ."""
    return [
        visit(unit.household, None, first=95 if unit.is_listed else None, lives_here=False,
              has_plaque=None, knows_standard=None, ledger_agrees=None, satisfaction=None)
        if n % 11 == 5
        else visit(unit.household, 84 + n * 7 % 15, assessor="ABC"[n % 3], has_plaque=n % 6 != 1,
                   knows_standard=n % 4 != 2, ledger_agrees=n % 9 != 4, satisfaction=60 + n * 13 % 41,
                   first=88 + n * 5 % 12 if unit.is_listed else None)
        for n, unit in enumerate(sample.drawn)
    ]  # fmt: skip
