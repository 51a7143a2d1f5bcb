from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.assess.evaluation.draws.allocation import allocate
from jinguo.core.errors import Refused

SIZES = {"a": 500, "b": 300, "c": 200}


def shares(sizes=SIZES, total=10, how="proportional", at_least=0):
    return allocate(sizes, total, how=how, at_least=at_least, name="listed")


def test_shares_are_in_proportion_to_size():
    assert shares() == {"a": 5, "b": 3, "c": 2}


def test_what_does_not_divide_goes_to_the_largest_remainders():
    assert shares({"a": 50, "b": 30, "c": 20}, total=7) == {"a": 4, "b": 2, "c": 1}  # 3.5, 2.1, 1.4


def test_of_equal_remainders_the_first_named_is_served():
    assert shares({"b": 10, "a": 10}, total=5) == {"b": 2, "a": 3}


def test_equal_shares_do_not_look_at_size():
    assert shares(total=9, how="equal") == {"a": 3, "b": 3, "c": 3}


def test_a_small_stratum_gets_the_least_number_and_the_others_share_the_rest():
    assert shares({"a": 900, "b": 90, "c": 10}, total=20, at_least=2) == {"a": 16, "b": 2, "c": 2}


def test_a_stratum_smaller_than_the_least_number_gives_all_it_has():
    assert shares({"a": 99, "b": 1}, total=10, at_least=2) == {"a": 9, "b": 1}


def test_nobody_is_asked_for_more_than_there_are():
    assert shares({"a": 3, "b": 100, "c": 100}, total=60, how="equal") == {"a": 3, "b": 29, "c": 28}


@pytest.mark.parametrize(
    "given, words",
    [
        ({"total": 1001}, "asks for 1001 households; the frame has 1000"),
        ({"total": 5, "at_least": 2}, "3 strata with at least 2 each need 6"),
    ],
)
def test_what_cannot_be_shared_is_refused(given, words):
    with pytest.raises(Refused, match=words):
        shares(**given)


@pytest.mark.slow
@given(
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(1, 400), min_size=1),
    st.integers(1, 3),
    st.sampled_from(["proportional", "equal"]),
    st.data(),
)
def test_shares_add_up_within_their_bounds_and_never_favour_the_smaller(sizes, least, how, data):
    low = sum(min(least, size) for size in sizes.values())
    total = data.draw(st.integers(low, sum(sizes.values())))

    given = shares(sizes, total, how, least)

    assert sum(given.values()) == total
    assert all(min(least, size) <= given[key] <= size for key, size in sizes.items())
    assert all(given[a] >= given[b] - 1 for a in sizes for b in sizes if sizes[a] >= sizes[b])
