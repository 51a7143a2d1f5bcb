"""Counts before the public: a small one is not told, and not given away by the sum of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.core.small_counts import LEAST, published


@pytest.mark.parametrize(
    "counts, told",
    [
        ({"a": 10, "b": 200}, {"a": 10, "b": 200}),
        ({"a": 9, "b": 9, "c": 50}, {"a": None, "b": None, "c": 50}),
        ({"a": 9, "b": 30, "c": 50}, {"a": None, "b": None, "c": 50}),  # the sum would tell a
        ({"a": 0, "b": 30}, {"a": 0, "b": 30}),
        ({"a": 9}, {"a": None}),
        ({}, {}),
    ],
)
def test_which_counts_are_told(counts, told):
    assert published(counts) == told


@given(st.dictionaries(st.integers(), st.integers(0, 40), min_size=2))
def test_no_small_count_is_told_or_follows_from_the_sum(counts):
    told = published(counts)
    hidden = [key for key, count in told.items() if count is None]
    assert all(count == 0 or count >= LEAST for count in told.values() if count is not None)
    nonzero = sum(1 for count in counts.values() if count)
    assert len(hidden) != 1 or nonzero == 1
