from __future__ import annotations

import pytest

from jinguo.assess.evaluation.agreement.alpha import alpha, interval, nominal, ordinal
from jinguo.assess.evaluation.agreement.severity import Mark, severity

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: four observers, twelve units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
UNITS = [[value for value in unit if value is not None] for unit in zip(*OBSERVERS, strict=True)]


@pytest.mark.parametrize("distance, said", [(nominal, 0.743), (ordinal, 0.815), (interval, 0.849)])
def test_alpha_is_what_krippendorff_works_out(distance, said):
    assert alpha(UNITS, distance) == pytest.approx(said, abs=0.0005)


def test_alpha_says_nothing_where_nothing_was_seen_twice_or_all_values_are_the_same():
    assert alpha([[90], [80]]) is None
    assert alpha([[90, 90], [90, 90]]) is None


def test_an_assessor_who_marks_three_points_lower_is_found_apart_from_her_yards():
    """She saw the better stratum more often, so her plain mean would hide it."""
    marks = [
        Mark("lenient", "poor", 80), Mark("lenient", "poor", 82), Mark("lenient", "good", 91),
        Mark("severe", "good", 88), Mark("severe", "good", 88), Mark("severe", "poor", 78),
    ]  # fmt: skip

    lenient, severe = severity(marks)

    assert lenient.difference - severe.difference == pytest.approx(3)
    assert lenient.difference == pytest.approx(-severe.difference)


def test_an_assessor_who_shares_no_stratum_cannot_be_compared():
    marks = [Mark("a", "x", 1), Mark("b", "x", 2), Mark("b", "x", 3), Mark("c", "y", 4)]

    found = {one.assessor: one.difference for one in severity(marks)}

    assert found["c"] is None
    assert found["b"] - found["a"] == pytest.approx(1.5)


def test_without_marks_to_spare_a_difference_has_no_interval():
    assert all(one.interval is None for one in severity([Mark("a", "x", 1), Mark("b", "x", 2)]))
