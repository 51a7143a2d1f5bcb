from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.assess.evaluation.draws.draw import draw
from jinguo.assess.evaluation.draws.frame import as_frame
from jinguo.assess.evaluation.draws.plan import StagedPlan, StratifiedPlan
from jinguo.assess.evaluation.draws.record import as_line
from jinguo.core.errors import Invalid, Refused
from tests.assess.evaluation import make

SMALL = as_frame(
    make.rows({"370211101201": (4, 2), "370211101202": (3, 2), "370211102201": (5, 2)})
)
PLANS = {
    "staged": StagedPlan(towns=3, villages=2, listed=8, unlisted=4, reserves=2),
    "stratified": StratifiedPlan(listed=50, unlisted=20, at_least=2, reserves=1),
}


def digest(sample):
    lines = [as_line(unit) for unit in sample.units]
    return hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()


def test_a_stratum_gives_the_households_with_the_lowest_lots():
    """What anyone finds with an HMAC and a sort, and nothing of Jinguo."""
    sample = make.stratified(SMALL, listed=2, at_least=1, reserves=1)

    for town, listed in (("370211101", 7), ("370211102", 5)):
        codes = [row.household for row in SMALL.rows if row.town == town and row.is_listed]
        codes.sort(
            key=lambda one: hmac.digest(make.SEED.encode(), f"household|{one}".encode(), "sha256")
        )
        first, second = [unit for unit in sample.units if unit.town == town]
        assert [first.household, second.household] == codes[:2]
        assert (first.is_reserve, second.is_reserve) == (False, True)
        assert first.probability == Fraction(1, listed)


@pytest.mark.parametrize(
    "design, said",
    [
        ("staged", "70951e4d04161d7cf77a87620d3a1dc3b75b750367a3c7cd9142827f4db101e8"),
        ("stratified", "454252435ec0048d45b65b7b2d59de11a25161f7f6625458835e1f4121adad5a"),
    ],
)
def test_the_draw_of_a_district_stays_what_it_was(design, said):
    assert digest(draw(make.district(), PLANS[design], make.SEED)) == said


@pytest.mark.slow
@settings(max_examples=25)
@given(st.permutations(SMALL.rows), st.text(min_size=1, max_size=9).filter(str.strip))
def test_the_order_in_which_the_rows_came_does_not_matter(rows, seed):
    for plan in (StagedPlan(towns=1, villages=1), StratifiedPlan(listed=6, unlisted=3, at_least=1)):
        assert draw(as_frame(rows), plan, seed) == draw(SMALL, plan, seed)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_another_seed_gives_another_sample(plan):
    assert draw(make.district(), plan, "1") != draw(make.district(), plan, "2")


def test_in_stages_a_household_has_the_product_of_the_probabilities():
    frame = make.district()
    sample = make.staged(frame, towns=3, villages=2, listed=8, unlisted=4)
    listed, by_town, by_village = 0, Counter(), Counter()
    for row in frame.rows:
        listed += row.is_listed
        by_town[row.town] += row.is_listed
        by_village[row.village] += row.is_listed

    for unit in sample.units:
        town = Fraction(3 * by_town[unit.town], listed)
        village = Fraction(2 * by_village[unit.village], by_town[unit.town])
        within = Fraction(8, by_village[unit.village]) if unit.is_listed else Fraction(4, 20)
        assert unit.probability == town * village * within
    # Towns and villages by size, a fixed number within: every listed household has the same chance.
    assert len({unit.probability for unit in sample.units if unit.is_listed}) == 1


def test_in_stages_towns_are_the_clusters_unless_every_town_takes_part():
    drawn = make.staged(towns=3)
    all_towns = make.staged(towns=None)

    assert {unit.group.stratum for unit in drawn.units} == {"towns"}
    assert all(unit.group.cluster == unit.town for unit in drawn.units)
    assert all(unit.group.stratum == unit.town for unit in all_towns.units)
    assert all(unit.group.cluster == unit.village for unit in all_towns.units)


def test_strata_share_the_sample_and_their_weights_add_up_to_the_frame():
    frame = make.district()
    sample = make.stratified(frame, listed=60, unlisted=30, at_least=2)

    weights = defaultdict(Fraction)
    for unit in sample.drawn:
        weights[unit.is_listed] += 1 / unit.probability
    assert Counter(unit.is_listed for unit in sample.drawn) == {True: 60, False: 30}
    assert weights[True] == sum(row.is_listed for row in frame.rows)
    assert weights[False] == sum(not row.is_listed for row in frame.rows)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_no_household_comes_twice_and_reserves_come_after_the_drawn(plan):
    sample = draw(make.district(), plan, make.SEED)

    assert len(sample.by_household) == len(sample.units)
    for _cell, units in groupby(sample.units, key=lambda unit: unit.cell):
        cell = list(units)
        assert [unit.order for unit in cell] == list(range(1, len(cell) + 1))
        assert [u.is_reserve for u in cell] == sorted(u.is_reserve for u in cell)


def test_a_cell_smaller_than_asked_gives_all_it_has_and_no_reserve():
    sample = make.staged(SMALL, towns=None, villages=1, listed=10, unlisted=5, reserves=3)

    listed = [unit for unit in sample.units if unit.is_listed]
    assert not any(unit.is_reserve for unit in listed)
    assert len(listed) == sum(
        row.is_listed for row in SMALL.rows if row.village in {unit.village for unit in listed}
    )


@pytest.mark.parametrize(
    "villages, plan, words",
    [
        ({"370211101201": (0, 5)}, StagedPlan(), "No household of the frame has a level"),
        ({"370211101201": (5, 0)}, StagedPlan(), "asks for unlisted households"),
        ({"370211101201": (5, 5)}, StratifiedPlan(listed=6), "asks for 6 households"),
    ],
)
def test_a_frame_that_does_not_hold_what_the_plan_asks_for_is_refused(villages, plan, words):
    with pytest.raises(Refused, match=words):
        draw(as_frame(make.rows(villages)), plan, make.SEED)


def test_without_a_seed_nothing_is_drawn():
    with pytest.raises(Invalid, match="seed"):
        draw(SMALL, StagedPlan(), " ")
