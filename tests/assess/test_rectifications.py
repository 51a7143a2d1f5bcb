"""What a household has to put right: found, struck off one by one, confirmed; and who is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from jinguo.assess import actions, queries
from jinguo.assess.actions import AlreadyRight, FaultsOpen
from jinguo.assess.models import Fault, Recognition, Repair, Transition
from jinguo.assess.policies import NotOnThatDay, WrongState
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 14)


def town():
    return make.officer("town-officer", make.TOWN)


def order(*held, actor=None, problems=("the gate is cluttered", "the bin has no lid"), **more):
    return actions.order_rectification(
        actor=actor or town(), recognition_ids=[one.id for one in held], problems=problems,
        **{"on": DAY, "now": make.noon(), **more},
    )  # fmt: skip


def add(held, **more):
    return actions.add_faults(
        actor=town(), recognition_ids=[held.id],
        **{"problems": ["the roof"], "on": DAY, "now": make.noon(), **more},
    )  # fmt: skip


def strike_off(*faults, actor=None, on=DAY):
    return actions.put_right(
        actor=actor or town(), fault_ids=[one.id for one in faults], on=on, now=make.noon()
    )


def restore(held, *, actor=None, on=DAY):
    return actions.restore(
        actor=actor or town(), recognition_ids=[held.id], reason="seen", on=on, now=make.noon()
    )


@pytest.mark.slow
def test_an_order_keeps_the_level_and_lists_what_is_to_be_put_right():
    held = make.recognition()

    order(held, helper="张主任", due_on=date(2020, 6, 30))

    held.refresh_from_db()
    assert (held.state, held.rectify_by, held.ended_on) == ("rectifying", date(2020, 6, 30), None)
    faults = queries.faults_of(town(), held.id)
    assert [(one.problem, one.helper, one.due_on) for one in faults] == [
        ("the bin has no lid", "张主任", date(2020, 6, 30)),
        ("the gate is cluttered", "张主任", date(2020, 6, 30)),
    ]
    last = Transition.objects.filter(recognition=held).latest("id")
    assert last.reason == "the gate is cluttered; the bin has no lid"
    assert Fact.objects.filter(kind="assess.rectifying").count() == 1


@pytest.mark.slow
def test_faults_stand_in_one_row_by_the_sign_of_the_language_and_no_stop_meets_another():
    first, second = make.recognition(), make.recognition()

    with override("zh-hans"):
        order(first, problems=["门前堆放杂物。", "垃圾桶没有盖。"])
        order(second, problems=["门前堆放杂物"])

    reasons = [
        Transition.objects.filter(recognition=one).latest("id").reason for one in (first, second)
    ]
    assert reasons == ["门前堆放杂物；垃圾桶没有盖。", "门前堆放杂物"]


@pytest.mark.slow
def test_without_a_day_the_ladders_rule_sets_it():
    held = make.recognition()

    order(held)

    held.refresh_from_db()
    assert held.rectify_by == date(2020, 7, 14)


@pytest.mark.slow
def test_faults_are_struck_off_one_by_one_and_then_confirmed():
    held = make.recognition()
    order(held)
    one, other = queries.faults_of(town(), held.id)

    strike_off(one)
    with pytest.raises(FaultsOpen, match=held.household.code):
        restore(held)
    strike_off(other)
    restore(held)

    held.refresh_from_db()
    assert (held.state, held.rectify_by) == ("certified", None)
    assert held.next_check_on == date(2020, 12, 14)
    assert Repair.objects.count() == 2
    assert Fact.objects.filter(kind="assess.restored").count() == 1


@pytest.mark.slow
def test_a_fault_is_struck_off_once():
    held = make.recognition()
    order(held)
    [one, _other] = queries.faults_of(town(), held.id)
    strike_off(one)

    with pytest.raises(AlreadyRight):
        strike_off(one)

    assert Repair.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("actor", "outcome"),
    [
        (("town-officer", make.TOWN), None),
        (("district-officer", make.DISTRICT), None),
        (("town-officer", "370211106"), NotFound),
        (("village-chair", make.VILLAGE), Denied),
    ],
)
def test_who_may_strike_off(actor, outcome):
    held = make.recognition()
    order(held)
    [one, _other] = queries.faults_of(town(), held.id)

    if outcome is None:
        assert strike_off(one, actor=make.officer(*actor)) == [held.id]
    else:
        with pytest.raises(outcome):
            strike_off(one, actor=make.officer(*actor))


@pytest.mark.slow
def test_nothing_is_struck_off_before_it_was_found_or_while_a_delisting_is_proposed():
    held = make.recognition()
    order(held)
    [one, _other] = queries.faults_of(town(), held.id)

    with pytest.raises(NotOnThatDay):
        strike_off(one, on=date(2020, 6, 13))
    make.propose(held, on=DAY)
    with pytest.raises(WrongState):
        strike_off(one)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("due_on", "last_day"),
    [(date(2020, 6, 20), date(2020, 6, 30)), (date(2020, 7, 9), date(2020, 7, 9))],
)
def test_what_is_found_later_is_added_and_the_last_day_never_moves_back(due_on, last_day):
    held = make.recognition()
    order(held, due_on=date(2020, 6, 30))

    add(held, due_on=due_on, helper="邻居")

    held.refresh_from_db()
    assert (held.state, held.rectify_by) == ("rectifying", last_day)
    assert Fault.objects.get(problem="the roof").due_on == due_on
    assert Transition.objects.filter(recognition=held, to_state="rectifying").count() == 1


def test_faults_are_added_only_to_an_order_that_runs():
    with pytest.raises(WrongState):
        add(make.recognition())


@pytest.mark.slow
@pytest.mark.parametrize("state", ["rectifying", "delisted"])
def test_only_a_certified_household_is_ordered_to_put_right(state):
    with pytest.raises(WrongState):
        order(make.recognition(state=state), actor=make.officer())


@pytest.mark.slow
@pytest.mark.parametrize("state", ["certified", "closed"])
def test_only_what_is_being_put_right_is_restored(state):
    with pytest.raises(WrongState):
        restore(make.recognition(state=state), actor=make.officer())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"problems": []}, Invalid),
        ({"problems": [" "]}, Invalid),
        ({"problems": ["x" * 101]}, Invalid),
        ({"problems": ["x" * 100] * 4}, Invalid),
        ({"helper": "x" * 41}, Invalid),
        ({"due_on": date(2020, 6, 13)}, NotOnThatDay),
    ],
)
def test_an_order_that_says_too_little_or_too_much_changes_nothing(more, error):
    held = make.recognition()

    with pytest.raises(error):
        order(held, **more)

    held.refresh_from_db()
    assert held.state == "certified"
    assert not Fault.objects.exists()


@pytest.mark.slow
def test_many_are_ordered_at_once_or_none():
    held, gone = make.recognition(), make.recognition(state="delisted")
    with pytest.raises(WrongState):
        order(held, gone, actor=make.officer())
    assert not Fault.objects.exists()

    order(held, make.recognition())

    assert Fault.objects.count() == 4
    assert Recognition.objects.filter(state="rectifying").count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("model", [Fault, Repair])
def test_what_was_found_and_struck_off_is_never_changed(model):
    held = make.recognition()
    order(held)
    strike_off(*queries.faults_of(town(), held.id))

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all().delete()


@pytest.mark.slow
def test_faults_out_of_sight_are_not_there():
    held = make.recognition()
    order(held)

    assert queries.faults_of(make.officer("town-officer", "370211106"), held.id) == []
