"""Where the work of areas went, and what an area therefore takes in: arithmetic, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.org.moves import Moves, Reach

EAST, WEST, SOUTH = "370211105201", "370211105202", "370211106201"
TOWN, NEXT_TOWN = "370211105", "370211106"
CODES = [
    code
    for county in ("370211", "370212")
    for town in ("", "105", "106", "107")
    for village in (("", "201", "202") if town else ("",))
    if (code := county + town + village)
]


def lawful(moves):
    """The moves that are recorded: one successor each, and none that leads round in a circle."""
    found = {}
    for earlier, later in moves:
        tried = Moves((*found.items(), (earlier, later)))
        if earlier not in found and earlier not in tried.passed(later):
            found[earlier] = later
    return found


MOVES = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=8).map(lawful)


def where(code, moves):
    """Where the work of a code lies: one move at a time, the nearest area that moved first."""
    for _step in range(20):
        moved = [earlier for earlier in moves if code.startswith(earlier)]
        if not moved:
            return code
        code = moves[max(moved, key=len)]
    raise AssertionError("the moves go in a circle")


def is_own(code, area, moves):
    """Whether a code lies in an area by itself, nothing between the two having moved."""
    between = [one for one in moves if one != area and one.startswith(area)]
    return code.startswith(area) and not any(code.startswith(one) for one in between)


@pytest.mark.slow
@given(MOVES, st.sampled_from(CODES))
def test_an_area_takes_in_what_lies_there_now_and_keeps_its_own_code(moves, area):
    reach = Moves(tuple(moves.items())).takes_in(area)

    assert {code for code in CODES if reach.covers(code)} == {
        code for code in CODES if where(code, moves).startswith(area) or is_own(code, area, moves)
    }


@pytest.mark.slow
@given(MOVES, st.sampled_from(CODES))
def test_an_area_that_is_not_gone_takes_in_just_what_it_counts(moves, area):
    tree = Moves(tuple(moves.items()))
    if where(area, moves) == area:
        counted = {
            code for code in CODES
            if sum(sign for prefix, sign in tree.counted(area) if code.startswith(prefix))
        }  # fmt: skip

        assert {code for code in CODES if tree.takes_in(area).covers(code)} == counted


@pytest.mark.slow
@given(MOVES, st.sampled_from(CODES), st.sampled_from(CODES))
def test_two_reaches_are_joined_and_cut(moves, one, other):
    tree = Moves(tuple(moves.items()))
    first, second = tree.takes_in(one), tree.takes_in(other)
    joined, cut = Reach.joined([first, second]), first.within(second)

    for code in CODES:
        assert joined.covers(code) is (first.covers(code) or second.covers(code)), code
        assert cut.covers(code) is (first.covers(code) and second.covers(code)), code


@pytest.mark.parametrize(
    "moves, area, reach",
    [
        ((), TOWN, Reach((TOWN,))),
        (((WEST, EAST),), EAST, Reach((EAST, WEST))),
        (((WEST, EAST),), WEST, Reach((WEST,))),
        (((WEST, EAST),), TOWN, Reach((TOWN,))),
        (((WEST, SOUTH),), TOWN, Reach((TOWN,), (WEST,))),
        (((WEST, SOUTH),), NEXT_TOWN, Reach((WEST, NEXT_TOWN))),
        (((WEST, SOUTH), (TOWN, "370212105")), "370211", Reach(("370211", WEST), (TOWN,))),
    ],
)
def test_what_came_is_added_and_what_left_is_taken_out(moves, area, reach):
    assert Moves(moves).takes_in(area) == reach


def test_what_the_next_one_above_says_is_not_said_twice():
    assert Reach.joined([Reach((TOWN,)), Reach((EAST,))]) == Reach((TOWN,))
    assert Reach.joined([Reach((TOWN,), (WEST,)), Reach((WEST,))]) == Reach((TOWN,))
    assert Reach.joined([]) == Reach(())


def test_nothing_reaches_nothing():
    assert not Reach(())
    assert not Reach(()).covers("370211")
    assert Reach(("",)).covers("370211")
