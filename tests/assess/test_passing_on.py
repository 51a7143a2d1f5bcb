"""Visits of an assessor who cannot go on: passed to the others by lot, kept on record, closed as any."""

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.actions import AlreadyNamed, NobodyElse, NothingOpen
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Assessor, PassedOn
from jinguo.assess.policies import WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.org.models import Post
from tests.make import assess as make
from tests.make import org
from tests.make import rounds as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def yards():
    made.listed_courtyards()


def named(found, actor):
    return Assessor.objects.get(round=found, account=actor.account_id)


def pass_on(found, ill, *, actor=None, reason="in hospital"):
    return actions.pass_visits_on(
        actor=actor or make.officer(), round_id=found.id, assessor_id=named(found, ill).id,
        reason=reason, now=make.noon(made.VISITED_ON),
    )  # fmt: skip


@pytest.mark.slow
def test_her_open_visits_go_to_the_others_under_new_codes(yards):
    found, [ill, one, other] = made.round_in_field(assessors=3)
    hers = made.own_visits(ill)
    before = set(found.visits.values_list("code", flat=True))

    count = pass_on(found, ill)

    assert count == len(hers) > 0
    assert made.own_visits(ill) == []
    assert len(made.own_visits(one)) == len(made.own_visits(other)) == 2
    moved = found.visits.filter(id__in=[visit.id for visit in hers])
    assert not set(moved.values_list("code", flat=True)) & before
    assert {visit.state for visit in moved} == {"open"}


@pytest.mark.slow
def test_it_is_kept_from_whom_to_whom_and_why_and_stands_on_the_trail_once(yards):
    found, [ill, one] = made.round_in_field(assessors=2)
    [first, *_rest] = hers = made.own_visits(ill)

    pass_on(found, ill)

    rows = PassedOn.objects.all()
    assert {(row.giver, row.taker, row.turn, row.reason) for row in rows} == {
        (named(found, ill), named(found, one), 1, "in hospital")
    }
    [passing] = queries.passings_of_visit(first)
    assert passing.code == first.code
    [event] = Event.objects.filter(action="assess.pass-visits-on")
    assert (event.object_id, event.count) == (found.id, len(hers))
    assert queries.check_states() == []


@pytest.mark.slow
def test_what_she_recorded_stays_hers_and_one_sent_back_is_open_for_the_next(yards):
    found, [ill, one] = made.round_in_field(assessors=2)
    kept, back = made.own_visits(ill)
    made.fill_visit(ill, kept)
    made.fill_visit(ill, back, made.GONE)
    actions.return_visit(
        actor=make.officer(), visit_id=back.id, reason="say more", now=make.noon(made.VISITED_ON)
    )

    assert pass_on(found, ill) == 1

    back.refresh_from_db()
    kept.refresh_from_db()
    assert (back.state, back.assessor) == ("open", named(found, one))
    assert queries.sent_back_because(back) == ""
    assert kept.assessor == named(found, ill)
    assert queries.check_states() == []


@pytest.mark.slow
def test_a_round_one_assessor_fell_out_of_is_closed(yards):
    found, [ill, one] = made.round_in_field(assessors=2)
    pass_on(found, ill)

    for visit in made.own_visits(one):
        made.fill_visit(one, visit)

    closed = actions.close_round(
        actor=make.officer(), round_id=found.id, now=make.noon(made.DUE_ON)
    )
    assert closed.results["visited"] == 4


@pytest.mark.slow
def test_who_passed_her_visits_on_gets_no_more_of_them_nor_a_reserve(yards):
    found, [ill, one, other] = made.round_in_field(assessors=3)
    pass_on(found, ill)

    pass_on(found, one)

    assert len(made.own_visits(other)) == 4
    called = made.miss_visit(other, made.own_visits(other)[0])
    assert called.assessor == named(found, other)
    with pytest.raises(NobodyElse):
        pass_on(found, other)


@pytest.mark.slow
def test_nor_does_one_whose_post_has_ended(yards):
    found, [ill, gone] = made.round_in_field(assessors=2)
    Post.objects.filter(account=gone.account_id).delete()

    with pytest.raises(NobodyElse):
        pass_on(found, ill)


@pytest.mark.slow
def test_visits_where_all_others_have_ties_stay_where_they_are():
    made.listed_courtyards(3)
    made.listed_courtyards(3, made.OTHER_VILLAGE)
    found = made.drawn_round(plan=StratifiedPlan(listed=6, reserves=0))
    ill, tied = made.assessor(found), made.assessor(found, ties=[made.OTHER_VILLAGE])
    actions.send_out(actor=make.officer(), round_id=found.id, now=make.noon(made.DRAWN_ON))
    before = made.own_visits(tied)

    with pytest.raises(Refused, match="has a tie to"):
        pass_on(found, ill)

    assert made.own_visits(tied) == before


@pytest.mark.slow
def test_what_cannot_be_passed_on_says_why(yards):
    found, [ill, one] = made.round_in_field(assessors=2)

    with pytest.raises(Invalid):
        pass_on(found, ill, reason=" ")
    with pytest.raises(NotFound):
        pass_on(found, ill, actor=ill)
    assert not PassedOn.objects.exists()
    for visit in made.own_visits(ill):
        made.fill_visit(ill, visit)
    with pytest.raises(NothingOpen):
        pass_on(found, ill)
    actions.withdraw_round(
        actor=make.officer(), round_id=found.id, reason="rain", now=make.noon(made.VISITED_ON)
    )
    with pytest.raises(WrongState):
        pass_on(found, one)


def late(found, on=made.VISITED_ON, **given):
    """An assessor named for a round whose others are on their way."""
    actor = org.actor(role="third-party-assessor", at=make.DISTRICT, on=on)
    actions.name_assessor(
        actor=make.officer(), round_id=found.id, account_id=actor.account_id, now=make.noon(on),
        **given,
    )  # fmt: skip
    return actor


@pytest.mark.slow
def test_one_named_while_the_only_other_is_out_takes_over_her_visits(yards):
    found, [ill] = made.round_in_field(assessors=1)
    hers = made.own_visits(ill)
    new = late(found)
    assert made.own_visits(new) == []

    assert pass_on(found, ill) == len(hers)

    for visit in made.own_visits(new):
        made.fill_visit(new, visit)
    closed = actions.close_round(
        actor=make.officer(), round_id=found.id, now=make.noon(made.DUE_ON)
    )
    assert closed.results["visited"] == len(hers)
    codes = set(found.assessors.values_list("code", flat=True))
    assert len(codes) == 2 and "" not in codes
    assert queries.check_states() == []


@pytest.mark.slow
def test_nobody_is_taken_off_while_they_are_out_and_nobody_named_twice_or_too_late(yards):
    found, [one] = made.round_in_field(assessors=1)
    new = late(found)

    with pytest.raises(WrongState):
        actions.drop_assessor(
            actor=make.officer(), round_id=found.id, assessor_id=named(found, new).id,
            now=make.noon(made.VISITED_ON),
        )  # fmt: skip
    with pytest.raises(AlreadyNamed):
        actions.name_assessor(
            actor=make.officer(), round_id=found.id, account_id=one.account_id,
            now=make.noon(made.VISITED_ON),
        )  # fmt: skip
    actions.withdraw_round(
        actor=make.officer(), round_id=found.id, reason="rain", now=make.noon(made.VISITED_ON)
    )
    with pytest.raises(WrongState):
        late(found)
