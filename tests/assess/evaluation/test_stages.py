from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from jinguo.assess.evaluation.draws.stages import draw_by_size
from jinguo.core.lots import Lots

SIZES = {"a": 5, "b": 10, "c": 15, "d": 20, "e": 10, "f": 0}


def drawn(sizes=SIZES, count=2, seed="1"):
    return draw_by_size(sizes, count, kind="town", scope="towns", lots=Lots(seed))


def test_an_area_is_drawn_with_the_share_of_its_size():
    assert all(chance == Fraction(2 * SIZES[area], 60) for area, chance in drawn().items())
    assert len(drawn()) == 2


def test_an_area_that_chance_would_exceed_one_is_certain_and_the_rest_is_drawn_without_it():
    found = drawn({"a": 90, "b": 5, "c": 5})

    assert found["a"] == 1
    assert [chance for area, chance in found.items() if area != "a"] == [Fraction(1, 2)]


def test_areas_without_a_household_are_never_drawn():
    assert set(drawn(count=9)) == {"a", "b", "c", "d", "e"}
    assert set(drawn(count=9).values()) == {Fraction(1)}


@pytest.mark.slow
def test_over_many_seeds_each_area_comes_as_often_as_its_probability_says():
    turns = 4_000

    seen = Counter(area for n in range(turns) for area in drawn(seed=str(n)))

    for area, size in SIZES.items():
        chance = 2 * size / 60
        # Five standard deviations of a share; the seeds are fixed, so the outcome is too.
        assert abs(seen[area] / turns - chance) <= 5 * (chance * (1 - chance) / turns) ** 0.5
