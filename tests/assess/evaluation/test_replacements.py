from __future__ import annotations

import pytest

from jinguo.assess.evaluation.draws.replacements import Reason, in_use, next_reserve
from jinguo.core.errors import NotFound, Refused
from tests.assess.evaluation import make

SAMPLE = make.staged(towns=2, villages=1, listed=4, unlisted=0, reserves=2)
CELL = SAMPLE.units[0].cell
FIRST, SECOND, THIRD, *_rest = [unit.household for unit in SAMPLE.drawn if unit.cell == CELL]
RESERVES = [unit.household for unit in SAMPLE.reserves(CELL)]


def reserve(household=FIRST, reason=Reason.NOBODY_HOME, missed=()):
    return next_reserve(SAMPLE, household, reason, dict.fromkeys(missed, Reason.DECLINED)).household


def test_reserves_are_called_in_their_order():
    assert reserve() == RESERVES[0]
    assert reserve(SECOND, missed=[FIRST]) == RESERVES[1]


def test_a_reserve_that_is_missed_calls_the_next():
    assert reserve(RESERVES[0], missed=[FIRST]) == RESERVES[1]


def test_who_is_to_be_visited_follows_from_who_was_missed():
    missed = {FIRST: Reason.UNREACHABLE, RESERVES[0]: Reason.DECLINED}

    here = [unit.household for unit in in_use(SAMPLE, missed) if unit.cell == CELL]

    assert FIRST not in here
    assert here[-1] == RESERVES[1]
    assert len(here) == 4


@pytest.mark.parametrize("reason", [Reason.NOT_FOUND, Reason.MOVED_AWAY, Reason.DEMOLISHED])
def test_a_household_that_is_not_there_is_a_finding_and_gets_no_reserve(reason):
    with pytest.raises(Refused, match="is a finding"):
        reserve(reason=reason)


def test_a_cell_without_reserves_left_leaves_the_place_empty():
    with pytest.raises(Refused, match="No reserve is left here"):
        reserve(THIRD, missed=[FIRST, SECOND])


def test_a_household_is_given_up_once():
    with pytest.raises(Refused, match="given up before"):
        reserve(missed=[FIRST])


@pytest.mark.parametrize("household", ["370211999999", RESERVES[1]])
def test_a_household_that_nobody_is_to_visit_has_no_reserve(household):
    with pytest.raises(NotFound, match="not to be visited"):
        reserve(household)
