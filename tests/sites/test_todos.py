"""Which sites wait for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jinguo.sites import actions, queries
from jinguo.sites.queries.todos import PATIENCE
from tests.make import org, people
from tests.make import sites as make

pytestmark = pytest.mark.django_db
DAY, PROPOSED_ON = make.DAY, make.PROPOSED_ON


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.publish()


def waiting(actor, on=DAY):
    return {one.state: (one.count, one.is_own) for one in queries.todos(actor, on)}


@pytest.mark.parametrize(
    ("state", "own"),
    [("proposed", "town"), ("mature", "district"), ("approved", "district")],
)
def test_a_site_waits_for_the_federation_its_next_step_falls_to(state, own):
    make.site(state=state)

    found = {"town": waiting(make.town()), "district": waiting(make.district())}

    assert found[own] == {state: (1, True)}
    assert found["district"][state][0] == 1  # a wider one may do it in its place
    assert found["district"][state][1] == (own == "district")
    assert waiting(make.chair()) == {}


def test_a_dormant_site_waits_for_its_village():
    site = make.site()
    job = org.Actor.system("sites-fall-dormant", "sites.view")
    asleep = DAY + timedelta(days=120)
    assert actions.fall_dormant(actor=job, now=people.instant(asleep)) == 1

    assert waiting(make.chair(), asleep) == {"dormant": (1, True)}
    assert waiting(make.town(), asleep) == {"dormant": (1, False)}
    assert waiting(make.chair("370211105202"), asleep) == {}
    [todo] = queries.todos(make.chair(), asleep)
    assert todo.due_on == make.again(site).state_on + PATIENCE


@pytest.mark.slow
def test_nobody_is_asked_about_an_open_site_one_being_built_up_or_one_withdrawn():
    make.site()
    lacking = make.site(state="proposed")
    make.check(lacking, answers=make.LACKING)
    gone = make.site(state="proposed")
    actions.withdraw(
        actor=make.chair(), site_id=gone.id, reason="重复", on=DAY, now=people.instant(DAY)
    )

    assert waiting(make.town()) == waiting(make.district()) == waiting(make.chair()) == {}


def test_sites_of_one_kind_and_state_are_one_to_do_by_the_one_that_waits_longest():
    make.site(state="proposed", on=PROPOSED_ON + timedelta(days=3))
    make.site(state="proposed", at="370211105202")

    [todo] = queries.todos(make.town(), DAY)

    assert (todo.count, todo.due_on) == (2, PROPOSED_ON + PATIENCE)


def test_what_waits_is_read_by_two_statements(django_assert_num_queries):
    for state in ("proposed", "mature", "approved"):
        make.site(state=state)
    actor = make.district()

    with django_assert_num_queries(2):
        assert len(queries.todos(actor, DAY)) == 3
