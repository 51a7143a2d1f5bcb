"""Vetoes a visit found: what they do to the results, and who enters them afterwards."""

from dataclasses import replace

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.models import Finding
from jinguo.assess.policies import WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Invalid, NotFound, Refused
from tests.make import assess as make
from tests.make import rounds as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def yards():
    made.listed_courtyards()


def close(found):
    return actions.close_round(actor=make.officer(), round_id=found.id, now=make.noon(made.DUE_ON))


VETOED = replace(made.MET, vetoes=["empty"])


@pytest.mark.slow
def test_a_household_with_a_veto_does_not_pass_whatever_its_points(yards):
    found, [actor] = made.round_in_field()
    vetoed, *rest = made.own_visits(actor)
    made.fill_visit(actor, vetoed, VETOED)
    for visit in rest:
        made.fill_visit(actor, visit)

    estimates = close(found).results["estimates"]

    assert queries.latest_finding(vetoed).vetoes == ["empty"]
    assert estimates["pass_rate"]["value"] == 0.75
    assert estimates["confirmed"]["value"] == 1
    assert estimates["mean_score"]["value"] == 95


@pytest.mark.slow
def test_a_veto_the_sheet_has_not_is_refused(yards):
    _found, [actor] = made.round_in_field()

    with pytest.raises(Invalid, match="no veto"):
        made.fill_visit(actor, made.own_visits(actor)[0], replace(made.MET, vetoes=["untidy"]))

    assert not Finding.objects.exists()


def without_account(yards):
    """A round in the field whose one assessor has no account, and a visit of hers that was entered."""
    found = made.drawn_round()
    officer = make.officer()
    actions.name_assessor(
        actor=officer, round_id=found.id, name="赵老师", now=make.noon(made.DRAWN_ON)
    )
    actions.send_out(actor=officer, round_id=found.id, now=make.noon(made.DRAWN_ON))
    met, gone, *_rest = found.visits.order_by("code")
    actions.enter_visits(
        actor=officer, round_id=found.id, entries=[(met.code, made.MET), (gone.code, made.GONE)],
        on=made.VISITED_ON, now=make.noon(made.VISITED_ON),
    )  # fmt: skip
    return officer, met, gone


def enter(actor, visit, vetoes=("empty",)):
    return actions.enter_vetoes(
        actor=actor, visit_id=visit.id, vetoes=vetoes, now=make.noon(made.DUE_ON)
    )


@pytest.mark.slow
def test_vetoes_a_workbook_has_no_room_for_are_entered_afterwards(yards):
    officer, met, gone = without_account(yards)

    enter(officer, met)

    before, after = met.findings.order_by("at")
    assert (before.vetoes, after.vetoes) == ([], ["empty"])
    assert (after.points, after.visited_on) == (before.points, before.visited_on)
    assert Event.objects.filter(action="assess.enter-vetoes", object_id=met.id).count() == 1
    with pytest.raises(Invalid):
        enter(officer, met, ["untidy"])
    with pytest.raises(Refused, match="not met"):
        enter(officer, gone)
    assert met.findings.count() == 2


@pytest.mark.slow
def test_nobody_enters_vetoes_for_an_assessor_with_an_account(yards):
    _found, [actor] = made.round_in_field()
    visit = made.own_visits(actor)[0]
    with pytest.raises(WrongState):
        enter(make.officer(), visit)
    made.fill_visit(actor, visit)

    with pytest.raises(Refused, match="has an account"):
        enter(make.officer(), visit)
    with pytest.raises(NotFound):
        enter(actor, visit)
