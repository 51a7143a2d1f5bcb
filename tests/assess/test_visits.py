"""Assessors on their way: own visits only, reserves in their order, sent back, and what comes out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from jinguo.assess import actions, queries
from jinguo.assess.actions import FindingIn, VisitsOpen
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Finding, Visit
from jinguo.assess.policies import NotOnThatDay, WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make
from tests.make import org
from tests.make import rounds as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def yards():
    made.listed_courtyards()


def close(found):
    return actions.close_round(actor=make.officer(), round_id=found.id, now=make.noon(made.DUE_ON))


def send_back(visit, actor=None, reason="the plaque is not answered"):
    return actions.return_visit(
        actor=actor or make.officer(), visit_id=visit.id, reason=reason,
        now=make.noon(made.VISITED_ON),
    )  # fmt: skip


@pytest.mark.slow
def test_an_assessor_sees_her_own_visits_and_no_other(yards):
    _found, [one, other] = made.round_in_field(assessors=2)

    mine = made.own_visits(one)[0]

    assert queries.get_own_visit(one, mine.id) == mine
    with pytest.raises(NotFound):
        queries.get_own_visit(other, mine.id)
    with pytest.raises(NotFound):
        made.fill_visit(other, mine)
    with pytest.raises(NotFound):
        made.miss_visit(other, mine)


@pytest.mark.slow
def test_a_visit_is_filled_once_and_leaves_no_fact_before_the_round_is_closed(yards):
    _found, [actor] = made.round_in_field()
    visit = made.own_visits(actor)[0]

    made.fill_visit(actor, visit)

    visit.refresh_from_db()
    assert visit.state == "filled"
    assert not Fact.objects.filter(kind="assess.visited").exists()
    with pytest.raises(WrongState):
        made.fill_visit(actor, visit)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (FindingIn(outcome=""), "what you found"),
        (FindingIn(outcome="met", points=[20] * 4, knows_standard=True), "not answered"),
        (FindingIn(outcome="met", has_plaque=True, points=[20] * 4), "not answered"),
        (FindingIn(outcome="met", has_plaque=True, knows_standard=True), "0 of 4 points"),
        (
            FindingIn(outcome="met", has_plaque=True, knows_standard=True, points=[26, 0, 0, 0]),
            "0 to 25",
        ),
        (
            FindingIn(
                outcome="met", has_plaque=True, knows_standard=True, points=[20] * 4, satisfaction=6
            ),
            "from 1 to 5",
        ),
        (FindingIn(outcome="moved-away", note="x" * 301), "longer than 300"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_recorded(yards, finding, words):
    _found, [actor] = made.round_in_field()

    with pytest.raises(Invalid, match=words):
        made.fill_visit(actor, made.own_visits(actor)[0], finding)

    assert not Finding.objects.exists()


@pytest.fixture
def asked(yards):
    """A sheet that asks about the ledger, in force before the round is drafted."""
    make.sheet(valid_from=made.LISTED_ON, digest="2", asks_ledger=True)


@pytest.mark.slow
def test_whether_the_ledger_agrees_is_answered_where_the_sheet_asks_it(asked):
    found, [actor] = made.round_in_field()
    unsaid, wrong, *rest = made.own_visits(actor)
    with pytest.raises(Invalid, match="not answered"):
        made.fill_visit(actor, unsaid)

    made.fill_visit(actor, unsaid, made.GONE)
    made.fill_visit(actor, wrong, replace(made.MET, ledger_agrees=False))
    for visit in rest:
        made.fill_visit(actor, visit, replace(made.MET, ledger_agrees=True))

    ledger = close(found).results["estimates"]["ledger"]
    assert (ledger["households"], round(ledger["value"], 3)) == (3, 0.667)
    assert ledger["cautions"][0][0] == "few-households"
    assert list(found.visits.get(id=unsaid.id).findings.values_list("ledger_agrees")) == [(None,)]


@pytest.mark.slow
def test_what_the_sheet_does_not_ask_of_the_ledger_is_not_taken(yards):
    found, [actor] = made.round_in_field()
    with pytest.raises(Invalid, match="does not ask about the ledger"):
        made.fill_visit(actor, made.own_visits(actor)[0], replace(made.MET, ledger_agrees=True))
    for visit in made.own_visits(actor):
        made.fill_visit(actor, visit)

    assert close(found).results["estimates"]["ledger"]["households"] == 0


@pytest.mark.slow
def test_a_visit_is_not_dated_before_the_assessors_were_sent_out(yards):
    _found, [actor] = made.round_in_field()

    with pytest.raises(NotOnThatDay):
        made.fill_visit(actor, made.own_visits(actor)[0], on=made.LISTED_ON)


@pytest.mark.slow
def test_where_nobody_is_met_the_first_reserve_comes_by_itself(yards):
    found, [actor] = made.round_in_field()
    reserves = list(found.sample.filter(is_reserve=True).order_by("order"))
    first, second, third, _fourth = made.own_visits(actor)

    called = [made.miss_visit(actor, first), made.miss_visit(actor, second)]

    assert [one.sampled for one in called] == reserves
    assert [one.replaces for one in called] == [first, second]
    assert made.miss_visit(actor, third) is None
    assert {one.state for one in called} == {"open"}
    assert len(set(found.visits.values_list("code", flat=True))) == 6


@pytest.mark.slow
def test_a_reserve_in_a_village_of_ties_goes_to_another_assessor():
    made.listed_courtyards(3)
    made.listed_courtyards(3, made.OTHER_VILLAGE)
    found = made.drawn_round(plan=StratifiedPlan(listed=5, reserves=1))
    reserve = found.sample.get(is_reserve=True)
    tied, free = made.assessor(found, ties=[reserve.area_id]), made.assessor(found)
    actions.send_out(actor=make.officer(), round_id=found.id, now=make.noon(made.DRAWN_ON))

    called = made.miss_visit(tied, made.own_visits(tied)[0])

    assert called.sampled == reserve
    assert called in made.own_visits(free)


@pytest.mark.slow
def test_a_household_that_is_gone_is_a_finding_and_calls_no_reserve(yards):
    found, [actor] = made.round_in_field()

    made.fill_visit(actor, made.own_visits(actor)[0], made.GONE)

    assert found.visits.count() == 4
    with pytest.raises(Invalid):
        made.miss_visit(actor, made.own_visits(actor)[0], "moved-away")


@pytest.mark.slow
def test_a_visit_given_up_is_not_given_up_again(yards):
    _found, [actor] = made.round_in_field()
    visit = made.own_visits(actor)[0]
    made.miss_visit(actor, visit)

    with pytest.raises(WrongState):
        made.miss_visit(actor, visit)


@pytest.mark.slow
def test_a_visit_sent_back_is_filled_anew_and_the_last_one_counts(yards):
    found, [actor] = made.round_in_field()
    visit = made.own_visits(actor)[0]
    made.fill_visit(actor, visit, made.GONE)

    send_back(visit)

    visit.refresh_from_db()
    assert queries.sent_back_because(visit) == "the plaque is not answered"
    made.fill_visit(actor, visit, now=make.noon(made.DUE_ON))
    assert [one.outcome for one in queries.findings_of(found)] == ["met"]
    assert visit.findings.count() == 2


@pytest.mark.slow
def test_an_assessor_does_not_send_back_and_an_open_visit_is_not_sent_back(yards):
    _found, [actor] = made.round_in_field()
    visit = made.own_visits(actor)[0]

    with pytest.raises(WrongState):
        send_back(visit)
    made.fill_visit(actor, visit)
    with pytest.raises(NotFound):
        send_back(visit, actor)
    with pytest.raises(Invalid):
        send_back(visit, reason=" ")


@pytest.mark.slow
def test_the_way_is_shown_to_her_whose_visit_it_is_and_is_on_the_trail(yards):
    _found, [one, other] = made.round_in_field(assessors=2)
    visit = made.own_visits(one)[0]

    with transaction.atomic():
        place = actions.show_the_way(actor=one, visit_id=visit.id, now=make.noon(made.VISITED_ON))

    assert place.head_name == visit.sampled.household.head_name
    [event] = Event.objects.filter(action="people.reveal")
    assert event.object_id == visit.sampled.household_id
    with pytest.raises(NotFound):
        actions.show_the_way(actor=other, visit_id=visit.id, now=make.noon(made.VISITED_ON))


@pytest.mark.slow
def test_a_round_with_visits_to_do_is_not_closed(yards):
    found, [actor] = made.round_in_field()
    made.fill_visit(actor, made.own_visits(actor)[0])

    with pytest.raises(VisitsOpen, match="3 visits are not done"):
        close(found)


@pytest.mark.slow
def test_closing_leaves_a_fact_a_visit_and_the_results(yards):
    found = made.closed_round()

    facts = Fact.objects.filter(kind="assess.visited")
    assert sorted(facts.values_list("category", flat=True)) == [
        "district-check.confirmed",
        "district-check.confirmed",
        "district-check.confirmed",
        "district-check.refuted",
    ]
    confirmed = found.results["estimates"]["confirmed"]
    assert (confirmed["value"], confirmed["households"]) == (0.75, 4)
    assert found.results["estimates"]["over_rated"]["value"] == 0
    assert [rule for rule, *_numbers in confirmed["cautions"]][:1] == ["few-households"]
    assert set(found.results["kappas"]) == {"居室美", "庭院美", "厨厕美", "家风美"}
    assert queries.check_states() == []


@pytest.mark.slow
def test_a_closed_round_takes_nothing_more(yards):
    found = made.closed_round()

    with pytest.raises(WrongState):
        close(found)
    with pytest.raises(WrongState):
        send_back(found.visits.first())


@pytest.mark.slow
def test_after_the_round_is_closed_an_assessor_sees_nothing_of_it(yards):
    found, [actor] = made.round_in_field()
    for visit in made.own_visits(actor):
        made.fill_visit(actor, visit)
    close(found)

    assert not Visit.objects.visible_to(actor).exists()


@pytest.mark.slow
def test_a_round_where_nobody_was_met_has_results_that_say_nothing(yards):
    found, [actor] = made.round_in_field()
    while left := made.own_visits(actor):
        made.miss_visit(actor, left[0])

    results = close(found).results

    assert results["estimates"]["confirmed"]["value"] is None
    assert (results["visited"], results["missed"]) == (0, 6)


@pytest.mark.slow
def test_the_town_that_is_checked_sees_neither_round_nor_visits(yards):
    found, [actor] = made.round_in_field()
    town = org.actor(role="town-officer", at=make.TOWN)

    with pytest.raises(NotFound):
        queries.get_round(town, found.id)
    with pytest.raises(NotFound):
        queries.get_visit(town, made.own_visits(actor)[0].id)
    assert queries.visits_due(town) is None


@pytest.mark.slow
def test_a_leader_sees_the_round_and_does_nothing_to_it(yards):
    found, _actors = made.round_in_field()
    leader = org.actor(role="district-leader")

    assert queries.get_round(leader, found.id) == found
    with pytest.raises(Denied):
        actions.withdraw_round(
            actor=leader, round_id=found.id, reason="no", now=make.noon(made.DUE_ON)
        )


@pytest.mark.slow
def test_late_is_what_waits_past_the_last_day_of_a_round_in_the_field(yards):
    found, [actor] = made.round_in_field()
    made.fill_visit(actor, made.own_visits(actor)[0])
    after = made.DUE_ON + timedelta(days=1)

    assert not queries.late_visits(found, made.DUE_ON).exists()
    assert set(queries.late_visits(found, after)) == set(made.own_visits(actor))
    [one] = queries.progress_of_assessors(found, after)
    assert (one.late, one.filled) == (3, 1)
    [one] = queries.progress_of_assessors(found, made.DUE_ON)
    assert one.late == 0
