from __future__ import annotations

import hashlib

import pytest

from jinguo.assess.evaluation.draws.plan import StagedPlan, StratifiedPlan, read_plan
from jinguo.core.errors import Invalid


@pytest.mark.parametrize(
    "plan", [StagedPlan(), StagedPlan(towns=None), StratifiedPlan(listed=300, allocation="equal")]
)
def test_a_plan_is_read_back_as_it_was_written(plan):
    assert read_plan(plan.as_data()) == plan


def test_the_digest_of_a_plan_is_that_of_its_canonical_json():
    text = '{"design":"staged","listed":10,"reserves":3,"towns":5,"unlisted":5,"villages":3}'

    assert StagedPlan().digest == hashlib.sha256(text.encode()).hexdigest()
    assert StagedPlan(towns=4).digest != StagedPlan().digest


@pytest.mark.parametrize(
    "data, words",
    [
        ({}, "design"),
        ({"design": "quota"}, "stratified, staged"),
        ({"design": "stratified"}, "does not say “listed”"),
        ({"design": "staged", "households": 10}, "It may hold: towns, villages, listed"),
        ({"design": "staged", "towns": 0}, "towns: 0"),
        ({"design": "staged", "villages": "3"}, "villages: 3"),
        ({"design": "staged", "unlisted": -1}, "unlisted: -1"),
        ({"design": "staged", "listed": True}, "listed: True"),
        ({"design": "stratified", "listed": 9, "allocation": "best"}, "proportional, equal"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused_with_what_it_may_be(data, words):
    with pytest.raises(Invalid, match=words):
        read_plan(data)
