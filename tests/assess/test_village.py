"""Recommending, turning down, withdrawing."""

from datetime import date

import pytest

from jinguo.assess import actions
from jinguo.assess.models import Application, Transition
from jinguo.assess.policies import NotOnThatDay, WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 10)


def act(action, *rows, actor=None, on=DAY, **more):
    return action(
        actor=actor or make.officer("village-chair", make.VILLAGE),
        application_ids=[row.id for row in rows],
        on=on,
        now=make.noon(),
        **more,
    )


@pytest.mark.slow
def test_many_are_recommended_by_one_act_and_one_note():
    rows = make.applications(7)
    before = Event.objects.count()

    act(actions.recommend, *rows)

    assert set(Application.objects.values_list("state", "state_on")) == {("recommended", DAY)}
    assert Transition.objects.filter(from_state="applied", to_state="recommended").count() == 7
    assert Fact.objects.filter(kind="assess.recommended").count() == 7
    [note] = Event.objects.order_by("id")[before:]
    assert (note.action, note.count, note.area) == ("assess.recommend", 7, make.VILLAGE)


@pytest.mark.slow
def test_one_in_the_wrong_state_keeps_all_of_them_and_is_named():
    good, bad = make.application(), make.application(state="scored")

    with pytest.raises(WrongState, match=bad.household.code) as refusal:
        act(actions.recommend, good, bad)

    assert refusal.value.fields["count"] == 1
    good.refresh_from_db()
    assert good.state == "applied"


@pytest.mark.slow
def test_one_out_of_sight_keeps_all_of_them():
    near, far = make.application(), make.application(village="370211105202")

    with pytest.raises(NotFound):
        act(actions.recommend, near, far)

    near.refresh_from_db()
    assert near.state == "applied"


@pytest.mark.slow
def test_an_executive_sees_but_does_not_recommend():
    with pytest.raises(Denied):
        act(actions.recommend, make.application(), actor=make.officer("executive", make.VILLAGE))


@pytest.mark.slow
@pytest.mark.parametrize("on", [date(2020, 5, 31), date(2020, 6, 16)])
def test_a_step_is_neither_before_the_last_nor_in_the_future(on):
    with pytest.raises(NotOnThatDay):
        act(actions.recommend, make.application(), on=on)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "role", "code", "outcome"),
    [
        ("applied", "village-chair", make.VILLAGE, None),
        ("recommended", "village-chair", make.VILLAGE, Denied),
        ("recommended", "town-officer", make.TOWN, None),
        ("scored", "town-officer", make.TOWN, WrongState),
        ("passed", "town-officer", make.TOWN, Denied),
        ("passed", "district-officer", make.DISTRICT, None),
        ("on-notice", "district-officer", make.DISTRICT, WrongState),
        ("certified", "district-officer", make.DISTRICT, WrongState),
    ],
)
def test_each_turns_down_at_the_step_that_is_its_own(state, role, code, outcome):
    row, actor = make.application(state=state), make.officer(role, code)
    refuse = {"actor": actor, "reason": "not tidy", "on": date(2020, 6, 15)}

    if outcome is None:
        act(actions.reject, row, **refuse)
        [fact] = Fact.objects.filter(kind="assess.rejected")
        assert fact.data == {"from": state}
    else:
        with pytest.raises(outcome):
            act(actions.reject, row, **refuse)


@pytest.mark.slow
@pytest.mark.parametrize("state", Application.OPEN)
def test_a_household_may_withdraw_until_the_end(state):
    row = make.application(state=state)

    act(actions.withdraw, row, reason="moving away")

    row.refresh_from_db()
    assert (row.state, row.due_on) == ("withdrawn", None)
    assert Fact.objects.filter(kind="assess.withdrawn", object_id=row.id).exists()


@pytest.mark.slow
@pytest.mark.parametrize("state", ["certified", "rejected", "withdrawn"])
def test_what_has_ended_is_not_withdrawn(state):
    with pytest.raises(WrongState):
        act(actions.withdraw, make.application(state=state), reason="moving away")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_turning_down_says_why(reason):
    with pytest.raises(Invalid):
        act(actions.reject, make.application(), reason=reason)
