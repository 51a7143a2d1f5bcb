"""From a proposed delisting, told to the household, to the end: appealed or not, lost or kept."""

from datetime import date

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.actions import AppealTooLate
from jinguo.assess.models import Appeal, Delisting, Recognition, Transition
from jinguo.assess.policies import AppealRuns, NotOnThatDay, WrongState
from jinguo.core.errors import Denied, Invalid
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db
TOLD, LAST, DAY = date(2020, 6, 12), date(2020, 6, 13), date(2020, 6, 14)


def town():
    return make.officer("town-officer", make.TOWN)


def net():
    rows = Fact.objects.filter(kind="assess.recognised")
    return sum(rows.values_list("quantity", flat=True))


def appeal(held, *, actor=None, on=LAST, grounds="we were away"):
    actions.appeal(
        actor=actor or town(), recognition_ids=[held.id], grounds=grounds, on=on, now=make.noon()
    )
    held.refresh_from_db()


def decide(held, *, upheld, actor=None, on=DAY, reason="seen on site"):
    actions.decide_appeal(
        actor=actor or ruling_body(), recognition_ids=[held.id], upheld=upheld, reason=reason, on=on,
        now=make.noon(),
    )  # fmt: skip
    held.refresh_from_db()


def ruling_body():
    """The district's officer under another name than the one who proposed."""
    body = make.officer()
    return type(body)(name="review group", posts=body.posts)


def delist(held, *, on=DAY, actor=None):
    actions.delist(actor=actor or make.officer(), recognition_ids=[held.id], on=on, now=make.noon())
    held.refresh_from_db()


def test_a_proposed_delisting_keeps_the_level_and_gives_the_days_of_appeal():
    held = make.recognition(state="proposed")

    assert (held.state, held.ended_on, held.appeal_until) == ("proposed", None, LAST)
    assert held.decide_by == date(2020, 6, 19)  # five working days later
    assert net() == 1
    [told] = Delisting.objects.all()
    assert (told.told_on, told.told_how, told.reason) == (TOLD, "in person", "an inspection")


@pytest.mark.slow
@pytest.mark.parametrize("state", ["certified", "rectifying"])
def test_who_does_not_appeal_is_delisted_and_counted_no_more_from_that_day(state):
    held = make.recognition(state=state)
    make.propose(held, on=date(2020, 6, 13), reason="not put right")

    delist(held, on=date(2020, 6, 15))

    assert (held.state, held.ended_on) == ("delisted", date(2020, 6, 15))
    assert (held.next_check_on, held.rectify_by, held.decide_by) == (None, None, None)
    assert net() == 0
    [lost] = Fact.objects.filter(kind="assess.delisted", object_id=held.id)
    assert lost.occurred_on == date(2020, 6, 15)
    last = Transition.objects.filter(recognition=held).latest("id")
    assert (last.from_state, last.to_state, last.reason) == (
        "proposed",
        "delisted",
        "not put right",
    )
    assert queries.check_states() == []


def test_a_household_told_so_long_ago_that_it_cannot_appeal_any_more_is_told_again():
    held = make.recognition()

    with pytest.raises(NotOnThatDay, match="would be over already"):
        make.propose(held, told_on=TOLD, on=DAY)  # one day of appeal: until the 13th
    make.propose(held, told_on=TOLD, on=LAST)

    assert Recognition.objects.get(id=held.id).appeal_until == LAST


def test_the_button_to_delist_says_how_long_the_household_may_appeal():
    held = make.recognition(state="proposed")

    def refusal(on):
        offers = {one.verb: one.refusal for one in queries.offers(make.officer(), held, on)}
        return offers["delist"]

    assert "may appeal until" in refusal(LAST)
    assert refusal(DAY) == ""


def test_nobody_is_delisted_before_the_last_day_of_appeal_is_over():
    held = make.recognition(state="proposed")

    with pytest.raises(AppealRuns):
        delist(held, on=LAST)


@pytest.mark.parametrize("state", ["certified", "rectifying"])
def test_an_upheld_appeal_leaves_the_household_where_it_stood(state):
    held = make.recognition(state=state)
    make.propose(held, on=date(2020, 6, 13))
    appeal(held)
    assert (held.state, net()) == ("appealed", 1)

    decide(held, upheld=True)

    assert (held.state, held.appeal_until, held.decide_by) == (state, None, None)
    assert net() == 1
    assert queries.check_states() == []


@pytest.mark.slow
def test_a_dismissed_appeal_delists_the_same_day_with_its_reason():
    held = make.recognition(state="appealed")

    decide(held, upheld=False, reason="they were told in writing")

    assert (held.state, held.ended_on, net()) == ("delisted", DAY, 0)
    last = Transition.objects.filter(recognition=held).latest("id")
    assert (last.from_state, last.reason) == ("appealed", "they were told in writing")


def test_who_proposed_it_does_not_decide_the_appeal():
    held = make.recognition(state="appealed")

    with pytest.raises(Denied):
        decide(held, upheld=True, actor=make.officer())

    assert Recognition.objects.get(id=held.id).state == "appealed"


def test_an_appeal_comes_in_time_or_not_at_all():
    held = make.recognition(state="proposed")

    with pytest.raises(AppealTooLate):
        appeal(held, on=DAY)
    with pytest.raises(Invalid):
        appeal(held, grounds=" ")

    assert not Appeal.objects.exists()


def test_a_dropped_delisting_leaves_no_trace_on_the_level():
    held = make.recognition(state="proposed")

    actions.drop_delisting(
        actor=make.officer(), recognition_ids=[held.id], reason="put right meanwhile", on=DAY,
        now=make.noon(),
    )  # fmt: skip

    held.refresh_from_db()
    assert (held.state, held.decide_by, net()) == ("certified", None, 1)
    make.propose(held, on=DAY)
    assert Delisting.objects.filter(recognition=held).count() == 2


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"reason": " "}, Invalid, "Say why"),
        ({"told_how": " "}, Invalid, "Say how the household was told"),
        ({"told_how": "x" * 101}, Invalid, "100 signs"),
        ({"told_on": date(2020, 6, 13)}, NotOnThatDay, "by the day of the proposal, not after it"),
        ({"told_on": date(2020, 6, 11)}, NotOnThatDay, "The earliest day is"),
    ],
)
def test_a_proposal_says_why_and_when_and_how_the_household_was_told(given, error, words):
    held = make.recognition()

    with pytest.raises(error, match=words):
        make.propose(held, **given)

    assert Recognition.objects.get(id=held.id).state == "certified"


@pytest.mark.slow
def test_each_act_has_its_state():
    with pytest.raises(WrongState):
        delist(make.recognition())
    with pytest.raises(WrongState):
        appeal(make.recognition())
    with pytest.raises(WrongState):
        decide(make.recognition(state="proposed"), upheld=True)


@pytest.mark.slow
def test_a_delisting_waits_for_the_district_when_the_days_of_appeal_are_over():
    make.recognition(state="proposed")

    def waiting(on):
        return [(todo.kind, todo.count) for todo in queries.todos(make.officer(), on)]

    assert waiting(LAST) == []
    assert waiting(DAY) == [("delist", 1)]
    make.recognition(state="appealed")
    assert ("decide-appeal", 1) in waiting(LAST)
