"""The table of steps against the tables, and against what must hold of the life of any kind."""

import dataclasses
from uuid import UUID

import pytest

from jinguo.org.roles import Capability
from jinguo.sites import states
from jinguo.sites.kinds import Item, Kind
from jinguo.sites.models import Site

State = Site.State
WHOLE = Kind(
    id=UUID(int=1), programme="p", key="k", area="37", title="t", items=(Item("sign", "牌"),),
    plaque="{area}-{year}-{serial:04d}", dormant_after=6,
)  # fmt: skip
KINDS = [
    WHOLE,
    dataclasses.replace(WHOLE, plaque=""),
    dataclasses.replace(WHOLE, dormant_after=None),
    dataclasses.replace(WHOLE, items=()),
    dataclasses.replace(WHOLE, items=(), plaque="", dormant_after=None),
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_of_a_kind_is_reached_and_no_other(kind):
    reached = {states.NEW}
    for _round in State:
        reached |= {step.target for step in states.steps_of(kind) if step.source in reached}

    assert reached - {states.NEW} == set(kind.states)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_but_the_last_has_one_next_step_so_that_no_work_is_nobodys(kind):
    for state in kind.states:
        onward = {
            step.verb for step in states.steps_of(kind) if step.source == state and step.is_next
        }
        assert len(onward) == (0 if state == State.CLOSED else 1), state


def test_a_closed_site_stays_closed():
    assert not [step for step in states.STEPS if step.source == State.CLOSED]


def test_a_kind_without_plaques_opens_with_its_approval():
    plain = KINDS[1]

    assert states.step_from(WHOLE, "approve", State.MATURE).target == State.APPROVED
    assert states.step_from(plain, "approve", State.MATURE).target == State.ACTIVE


def test_a_kind_that_never_sleeps_has_no_step_to_sleep():
    assert states.step_from(WHOLE, "sleep", State.ACTIVE)
    assert states.step_from(KINDS[2], "sleep", State.ACTIVE) is None


def test_what_the_calendar_brings_about_is_no_button():
    assert "sleep" not in states.verbs_from(WHOLE, State.ACTIVE)


def test_every_step_has_a_capability_of_this_module():
    assert {step.capability for step in states.STEPS} <= {
        one for one in Capability if one.startswith("sites.")
    }
