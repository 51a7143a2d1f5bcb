"""The table against the tables, and against what must hold of any procedure."""

import pytest

from jinguo.assess import states
from jinguo.assess.models import Application, Recognition
from jinguo.org.roles import Capability

THINGS = [(states.APPLICATION, Application), (states.RECOGNITION, Recognition)]


@pytest.mark.parametrize(("of", "model"), THINGS)
def test_every_state_of_a_thing_is_reached_by_some_step(of, model):
    reached = {states.NEW}
    for _round in model.State:
        reached |= {s.target for s in states.STEPS if s.of == of and s.source in reached}

    assert reached - {states.NEW} == set(model.State.values)


@pytest.mark.parametrize(("of", "model"), THINGS)
def test_an_ended_thing_stays_ended_unless_the_end_is_taken_back(of, model):
    ended = (
        set(Application.State.values) - set(Application.OPEN)
        if model is Application
        else {"delisted", "closed", "superseded"}
    )

    onward = {step.verb for step in states.STEPS if step.of == of and step.source in ended}
    assert onward == ({states.TAKE_BACK} if model is Application else set())


def test_what_is_taken_back_was_done_by_a_step_of_its_own():
    back = [step for step in states.STEPS if step.verb == states.TAKE_BACK]

    for step in back:
        done = states.step_between(step.of, step.target, step.source)
        assert done, step
        assert done.capability == step.capability, step


def test_every_open_state_has_one_next_step_or_a_notice_so_that_no_work_is_nobodys():
    onward = [step.source for step in states.next_steps(states.APPLICATION)]
    by_notice = [Application.State.LISTED, Application.State.RECHECK]

    assert sorted([*onward, *by_notice]) == sorted(Application.OPEN)
    for state in by_notice:
        assert any(step.is_caused and step.source == state for step in states.STEPS)


@pytest.mark.parametrize("is_back", [False, True])
def test_no_two_steps_lead_the_same_way(is_back):
    moves = [step for step in states.STEPS if step.is_move]
    ways = [
        (step.of, step.source, step.target)
        for step in moves
        if (step.verb == states.TAKE_BACK) == is_back
    ]

    assert len(set(ways)) == len(ways)


def test_every_step_has_a_capability_of_this_module():
    assert {step.capability for step in states.STEPS if not step.is_caused} <= {
        one for one in Capability if one.startswith("assess.")
    }


def test_the_diagram_draws_every_step():
    drawn = states.as_mermaid(states.APPLICATION)

    assert drawn.count("-->") == sum(step.of == states.APPLICATION for step in states.STEPS)
    assert "recommended --> scored: score" in drawn
