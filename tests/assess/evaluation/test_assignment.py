from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.assess.evaluation.draws.assignment import (
    ALPHABET,
    Assessor,
    assign,
    pass_all_on,
    round_codes,
)
from jinguo.core.errors import Refused
from tests.assess.evaluation import make

TOWN_A, TOWN_B = "370211101", "370211102"
JOBS = {f"h{n:02}": f"{TOWN_A if n % 2 else TOWN_B}{201 + n % 5}" for n in range(20)}
ASSESSORS = [Assessor("ann", frozenset({TOWN_A})), Assessor("bea"), Assessor("cai")]


def visits(jobs=JOBS, assessors=ASSESSORS, seed=make.SEED, **more):
    return assign(jobs, assessors, seed, **more)


def test_every_job_is_given_once_and_nobody_visits_where_she_has_a_tie():
    given = visits()

    assert sorted(one.job for one in given) == sorted(JOBS)
    assert all(not JOBS[one.job].startswith(TOWN_A) for one in given if one.assessor == "ann")


def test_the_numbers_of_jobs_differ_by_one_at_most_where_ties_allow():
    assert sorted(Counter(one.assessor for one in visits()).values()) == [6, 7, 7]


def test_nobody_visits_a_household_whose_level_she_had_a_part_in():
    hers = frozenset(list(JOBS)[:12])
    assessors = [Assessor("ann", parts=hers), Assessor("bea"), Assessor("cai")]

    given = visits(assessors=assessors)

    assert not hers & {one.job for one in given if one.assessor == "ann"}
    assert sorted(Counter(one.assessor for one in given).values()) == [6, 7, 7]


def test_the_same_seed_gives_the_same_assignment_however_things_came():
    assert visits() == visits(dict(reversed(JOBS.items())), ASSESSORS[::-1])
    assert visits() != visits(seed="another")


def test_codes_are_six_signs_all_different_and_in_no_order_of_the_jobs():
    given = visits()

    codes = [one.code for one in given]
    assert codes == sorted(set(codes))
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert [one.job for one in given] != sorted(one.job for one in given)
    assert len(set(round_codes(ASSESSORS, make.SEED).values())) == 3


@pytest.mark.parametrize(
    "assessors, words",
    [
        (
            [Assessor("ann", frozenset({"370211"}))],
            "Everybody who could visit has a tie to 370211101201",
        ),
        (
            [Assessor("bea", parts=frozenset({"h01"})), Assessor("ann", frozenset({TOWN_A}))],
            "In 370211101202 nobody is left for 1 household:",
        ),
    ],
    ids=["ties", "a part in it"],
)
def test_a_village_that_nobody_may_visit_is_refused_by_its_code(assessors, words):
    with pytest.raises(Refused, match=words):
        visits(assessors=assessors)


@pytest.mark.slow
@given(
    st.lists(st.sets(st.sampled_from("xyz"), max_size=2), min_size=1, max_size=6), st.integers(0, 9)
)
def test_no_other_assignment_is_more_even(ties, seed):
    """Against every assignment there is: none has a smaller sum of squares."""
    jobs = {f"h{n}": "xyz"[n % 3] for n in range(5)}
    assessors = [
        Assessor("free"),
        *(Assessor(f"a{n}", frozenset(t)) for n, t in enumerate(ties[:2])),
    ]
    able = [[a.id for a in assessors if a.may_visit(job, at)] for job, at in jobs.items()]

    counts = Counter(one.assessor for one in visits(jobs, assessors, str(seed)))

    best = min(sum(n * n for n in Counter(way).values()) for way in product(*able))
    assert sum(n * n for n in counts.values()) == best


def passed(turn=1, assessors=ASSESSORS, waiting=None, taken=()):
    return pass_all_on(
        JOBS, assessors, make.SEED, turn=turn, waiting=waiting or {}, taken=taken
    )  # fmt: skip


def test_what_one_cannot_do_goes_to_the_others_evenly_never_where_one_has_a_tie():
    given = passed()

    assert sorted(one.job for one in given) == sorted(JOBS)
    assert all(not JOBS[one.job].startswith(TOWN_A) for one in given if one.assessor == "ann")
    even = passed(assessors=ASSESSORS[1:], waiting={"bea": 8})
    assert Counter(one.assessor for one in even) == {"bea": 6, "cai": 14}


def test_passing_on_follows_from_seed_and_turn_and_gives_new_codes():
    codes = {one.code for one in passed()}

    assert passed() == passed(assessors=ASSESSORS[::-1])
    assert {(one.job, one.assessor) for one in passed()} != {
        (one.job, one.assessor) for one in passed(turn=2)
    }
    assert not codes & {one.code for one in passed(taken=codes)}


def test_what_nobody_else_may_visit_is_refused_by_its_village():
    with pytest.raises(Refused, match="Everybody who could visit has a tie to"):
        passed(assessors=[ASSESSORS[0]])
