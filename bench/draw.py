"""
The evaluation of a round: frame, draw, estimates and 2,000 bootstrap replicates, without a database.

The frame is a district's 16,557 certified households and as many others; the plan is that of a district
(5 towns, 3 villages each, 10 certified and 5 other households each). ``seconds`` is the median of all of it,
``ratio`` that of the evaluation to the draw: sums over the sample against sorting the frame.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from random import Random
from statistics import median
from typing import TYPE_CHECKING

import common

if TYPE_CHECKING:
    from jinguo.assess.evaluation.draws.frame import Row
    from jinguo.assess.evaluation.draws.sample import Sample
    from jinguo.assess.evaluation.estimates.visits import Visit

LISTED = 16_557
TOWNS = 23
VILLAGES = 376
TURNS = 5
DAY = date(2020, 6, 1)
SEED = "bench"


def main() -> None:
    """Measure every part in turn and print the medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--listed", type=int, default=LISTED)
    options.add_argument("--replicates", type=int, default=2_000)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args()
    sys.path.insert(0, str(common.ROOT / "src"))
    from django.conf import settings

    settings.configure(USE_I18N=False)
    turns = [measure(chosen.listed, chosen.replicates) for _turn in range(chosen.turns)]
    found = {key: median(turn[key] for turn in turns) for key in turns[0]}
    common.report(
        "draw",
        ratio=round(found["evaluate"] / found["draw"], 2),
        seconds=round(sum(found.values()), 3),
        **{f"{key}_seconds": round(value, 3) for key, value in found.items()},
        listed=chosen.listed,
        replicates=chosen.replicates,
    )


def measure(listed: int, replicates: int) -> dict[str, float]:
    """Return the seconds of each part of one round."""
    from jinguo.assess.evaluation.draws.draw import draw
    from jinguo.assess.evaluation.draws.frame import as_frame
    from jinguo.assess.evaluation.draws.plan import StagedPlan
    from jinguo.assess.evaluation.estimates.results import evaluate

    given = rows(listed)
    began = time.perf_counter()
    frame = as_frame(given)
    digest = frame.digest
    framed = time.perf_counter()
    sample = draw(frame, StagedPlan(), SEED)
    drawn = time.perf_counter()
    visits = visits_of(sample)
    visited = time.perf_counter()
    results = evaluate(sample, visits, seed=SEED, replicates=replicates)
    ended = time.perf_counter()
    assert len(digest) == 64
    assert results.estimates["mean_score"].resampled is not None
    return {"frame": framed - began, "draw": drawn - framed, "evaluate": ended - visited}


def rows(listed: int) -> list[Row]:
    """Return the rows of a frame: every other household is certified."""
    from jinguo.assess.evaluation.draws.frame import Row

    def row(n: int) -> Row:
        village = n // 2 % VILLAGES
        town = f"370211{100 + village % TOWNS}"
        code = f"{town}{200 + village // TOWNS}"
        certified = ("demo", DAY) if n % 2 else ()
        return Row(f"{code}-{n:06d}", code, town, *certified)

    return [row(n) for n in range(2 * listed)]


def visits_of(sample: Sample) -> list[Visit]:
    """Return a visit to each household drawn, with points by chance: towns all alike would have no error."""
    from jinguo.assess.evaluation.estimates.visits import Scoring, Visit

    chance = Random(SEED)

    def scoring(total: int) -> Scoring:
        quarter, rest = divmod(total, 4)
        beauties = {"a": quarter + rest, "b": quarter, "c": quarter, "d": quarter}
        return Scoring(beauties=beauties, reaches=total >= 90)

    return [
        Visit(
            household=unit.household, assessor="ABC"[n % 3], lives_here=True, has_plaque=n % 6 > 0,
            scoring=scoring(84 + chance.randrange(15)), knows_standard=n % 4 > 0, satisfaction=60 + n % 41,
            first=scoring(88 + chance.randrange(12)) if unit.is_listed else None,
        )
        for n, unit in enumerate(sample.drawn)
    ]  # fmt: skip


if __name__ == "__main__":
    main()
