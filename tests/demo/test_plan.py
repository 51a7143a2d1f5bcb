from __future__ import annotations

import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.demo import roster
from jinguo.demo.plan import SUCCEEDS, WAVES_2019, apportion, fewest_households, make_plan
from jinguo.demo.scoring import points_for


def district(*, villages=40, size=60):
    return {
        f"370211{100 + number // 8:03}{number:03}": [
            uuid.UUID(int=number * 10_000 + one) for one in range(size + number % 7)
        ]
        for number in range(villages)
    }


def held(plan, *, waves):
    return [
        c
        for c in plan.candidates
        if c.level == "demo" and c.outcome in SUCCEEDS and c.wave in waves
    ]


def test_a_twentieth_then_a_tenth_hold_the_level():
    households = district()
    base = sum(map(len, households.values()))

    plan = make_plan(households, seed=1)

    assert len(held(plan, waves=WAVES_2019)) == int(base * 0.05 + 0.5)
    assert len(held(plan, waves=range(7))) - len(plan.delisted) == int(base * 0.10 + 0.5)


def test_every_village_keeps_at_least_one():
    households = district(villages=60, size=12)
    plan = make_plan(households, seed=2)

    keeps = {c.village for c in held(plan, waves=range(7)) if c.household not in plan.delisted}

    assert keeps == set(households)


def test_some_villages_come_as_far_as_a_level_of_their_own_asks():
    households = district()
    plan = make_plan(households, seed=1)

    assert len(plan.model_villages) == 4
    for village in plan.model_villages:
        lost = set(plan.delisted)
        levels = [
            c.level
            for c in plan.candidates
            if c.village == village and c.outcome in SUCCEEDS and c.household not in lost
        ]
        size = len(households[village])
        assert len(levels) >= 0.9 * size
        assert len(levels) - levels.count("qualified") >= 0.5 * size
        assert levels.count("demo") >= 0.1 * size


def test_the_smallest_district_can_be_planned_and_one_household_less_cannot():
    villages = roster.read_villages()
    fewest = fewest_households(len(villages))

    def plan(households):
        counts = roster.spread(villages, households, random.Random(2020))
        ids = {
            v: [uuid.uuid5(uuid.NAMESPACE_OID, f"{v}{n}") for n in range(c)]
            for v, c in counts.items()
        }
        return make_plan(ids, seed=2020)

    small = plan(fewest)
    kept = {c.household for c in held(small, waves=range(7))} - set(small.delisted)
    assert len(kept) == len(villages)
    with pytest.raises(ValueError, match="cannot give"):
        plan(fewest - 1)
    assert fewest <= round(roster.smallest_scale() * roster.HOUSEHOLDS)


def test_nobody_applies_twice():
    plan = make_plan(district(), seed=3)
    applicants = [c.household for c in plan.candidates]

    assert len(applicants) == len(set(applicants))


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    households = district()

    assert make_plan(households, seed=4) == make_plan(households, seed=4)
    assert make_plan(households, seed=4) != make_plan(households, seed=5)


@given(
    weights=st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3), st.integers(1, 900), min_size=1
    ),
    extra=st.integers(0, 5_000),
)
def test_shares_add_up_and_leave_nobody_out(weights, extra):
    total = len(weights) + extra

    shares = apportion(weights, total, least=1)

    assert sum(shares.values()) == total
    assert min(shares.values()) >= 1


def test_too_few_to_share_is_an_error():
    with pytest.raises(ValueError, match="cannot give"):
        apportion({"a": 1, "b": 1}, 1, least=1)


@given(total=st.integers(0, 25), seed=st.integers())
def test_points_add_up_to_the_total_wanted(total, seed):
    maxima = [8, 9, 8]

    points = points_for(random.Random(seed), maxima, total)

    assert sum(points) == total
    assert all(0 <= point <= most for point, most in zip(points, maxima, strict=True))


def test_a_total_beyond_the_sheet_is_an_error():
    with pytest.raises(ValueError, match="not between"):
        points_for(random.Random(0), [5, 5], 11)
