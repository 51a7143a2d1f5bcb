"""Whom an inspection plan takes in, and on which day."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from jinguo.assess.inspecting import Candidate, Terms, draw
from jinguo.core.errors import Invalid

FIRST, LAST = date(2021, 1, 4), date(2021, 1, 15)
DAYS = [FIRST + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]
TERMS = Terms(FIRST, LAST, DAYS, "2021-01", draw_share=0, risk_share=0, risk_months=4)


def household(number, **given):
    """A household that is not due and was seen lately."""
    plain = {
        "id": UUID(int=number), "code": f"3702111052010{number:04}", "village": "370211105201",
        "due_on": date(2021, 6, 1), "seen_on": date(2020, 12, 1),
    }  # fmt: skip
    return Candidate(**{**plain, **given})


def taken(some, **terms):
    return {one.candidate.id.int: one.reasons for one in draw(some, replace(TERMS, **terms))}


def test_whoever_is_due_in_the_period_is_taken_in():
    some = [household(1, due_on=LAST), household(2, due_on=LAST + timedelta(days=1))]

    assert taken(some) == {1: ("due",)}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"has_faults": True}, "faults"),
        ({"has_faults_in_season": True}, "season"),
        ({"had_objection": True}, "objection"),
        ({"had_complaint": True}, "complaint"),
        ({"seen_on": date(2020, 9, 3)}, "long-ago"),
    ],
)
def test_each_risk_is_a_reason_to_go_and_look(given, reason):
    assert taken([household(1, **given), household(2)], risk_share=1) == {1: (reason,)}
    assert taken([household(1, **given)], risk_share=0) == {}


def test_a_visit_four_months_ago_to_the_day_is_not_long_ago():
    assert taken([household(1, seen_on=date(2020, 9, 4))], risk_share=1) == {}


def test_the_share_for_risk_goes_to_those_with_most_reasons_then_to_the_longest_unseen():
    some = [
        household(1, has_faults=True),
        household(2, has_faults=True, had_objection=True),
        household(3, has_faults=True, seen_on=date(2020, 11, 1)),
        household(4),
    ]

    assert set(taken(some, risk_share=0.25)) == {2}
    assert set(taken(some, risk_share=0.5)) == {2, 3}


def test_a_share_of_those_not_due_is_drawn_by_lot_and_the_seed_decides_which():
    some = [household(number) for number in range(100)]

    drawn = taken(some, draw_share=0.1)

    assert len(drawn) == 10
    assert set(drawn.values()) == {("drawn",)}
    assert drawn == taken(list(reversed(some)), draw_share=0.1)
    assert set(drawn) != set(taken(some, draw_share=0.1, seed="another"))


def test_a_seed_is_needed():
    with pytest.raises(Invalid):
        draw([household(1)], replace(TERMS, seed=" "))


def test_the_visits_of_each_town_are_spread_over_its_working_days_village_by_village():
    due = LAST
    some = [household(n, due_on=due, village=f"370211105{n % 2 + 201}") for n in range(20)]
    other = [household(n, due_on=due, village="370211106201") for n in range(20, 22)]

    visits = draw([*some, *other], TERMS)

    here = [one for one in visits if one.candidate.village[:9] == "370211105"]
    assert [one.due_on for one in here] == [day for day in DAYS for _twice in range(2)]
    assert [one.candidate.village for one in here] == sorted(one.candidate.village for one in here)
    assert [one.due_on for one in visits[20:]] == [DAYS[0], DAYS[5]]


def test_nobody_is_visited_later_than_due_and_who_is_overdue_on_the_first_day():
    some = [household(n, due_on=LAST) for n in range(9)]
    some += [household(9, due_on=DAYS[1]), household(8, due_on=date(2020, 12, 1), code="9")]

    days = {one.candidate.code: one.due_on for one in draw(some, TERMS)}

    assert days[some[9].code] == DAYS[1]
    assert days["9"] == FIRST
