from __future__ import annotations

import pytest

from jinguo.assess.evaluation.agreement.severity import Mark, severity


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
