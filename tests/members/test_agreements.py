"""Agreements with bodies outside: their term, what is owed, what was done, and their end."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.core.ids import new_id
from jinguo.facts.models import Fact
from jinguo.members import actions, handlers, queries
from jinguo.members.actions import PartyExists
from jinguo.members.models import Agreement, Duty, JointActivity
from jinguo.members.policies import WrongState
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def counted() -> list[tuple[date, int]]:
    found = Fact.objects.filter(kind="members.agreed").order_by("id")
    return list(found.values_list("occurred_on", "quantity"))


def ended(one: Agreement, *, on=DAY, reason: str = "双方同意", by=None) -> Agreement:
    return actions.end_agreement(
        actor=by or make.district(), agreement_id=one.id, reason=reason, on=on,
        now=people.instant(max(on, DAY)),
    )  # fmt: skip


def renewed(one: Agreement, years: int = 2, *, on=DAY, by=None) -> Agreement:
    return actions.renew(
        actor=by or make.district(), agreement_id=one.id, years=years, on=on,
        now=people.instant(max(on, DAY)),
    )  # fmt: skip


def done(one: Duty, *, on=DAY, result: str = "办了两期") -> Duty:
    return actions.do_duty(
        actor=make.district(), duty_id=one.id, result=result, on=on, now=people.instant(DAY)
    )


def logged(one: Agreement, *, on=DAY, title: str = "互访", people_there: int | None = 20):
    return actions.log_activity(
        actor=make.district(), agreement_id=one.id, title=title, people=people_there, on=on,
        now=people.instant(DAY),
    )  # fmt: skip


def test_an_agreement_runs_its_years_and_warns_as_the_plan_says():
    one = make.agreement(years=2)

    assert (one.starts_on, one.ends_on) == (DAY, date(2022, 6, 14))
    assert one.warn_on == date(2022, 6, 14) - timedelta(days=60)
    assert [party.name for party in one.parties.all()] == ["莱西市巾帼创业联盟"]
    assert counted() == [(DAY, 1)]


@pytest.mark.parametrize(
    "given",
    [
        {"years": 0},
        {"years": 4},
        {"title": " "},
        {"place": ""},
        {"signed_on": DAY + timedelta(days=1)},
        {"party": make.party(name="")},
        {"party": make.party(contact_phone="13800138000")},
        {"party": make.party(uscc="1234")},
    ],
)
def test_what_is_missing_or_outside_the_plan_is_not_signed(given):
    with pytest.raises(Invalid), transaction.atomic():
        make.agreement(**given)

    assert not Agreement.objects.exists()


def test_more_parties_sign_each_once():
    one = make.agreement()
    act = {"actor": make.district(), "agreement_id": one.id, "now": people.instant(DAY)}

    actions.add_party(party=make.party("胶州市妇联"), **act)

    with pytest.raises(PartyExists):
        actions.add_party(party=make.party("胶州市妇联"), **act)


@pytest.mark.slow
def test_who_owes_what_by_when_is_written_down_and_done_with_a_result():
    one = make.agreement()
    theirs = make.duty(one, party_id=one.parties.get().id)
    make.duty(one)

    assert theirs.party.name == "莱西市巾帼创业联盟"
    with pytest.raises(Invalid):
        done(theirs, result="")
    done(theirs)
    with pytest.raises(WrongState, match="done already"):
        done(theirs)
    assert [duty.done_on for duty in queries.duties_of(one)] == [DAY, None]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"item": "money"}, Invalid),
        ({"text": ""}, Invalid),
        ({"due_on": DAY + timedelta(days=400)}, Invalid),
        ({"party_id": new_id()}, NotFound),
    ],
)
def test_a_duty_is_one_of_the_plans_items_within_the_term(given, error):
    with pytest.raises(error):
        make.duty(make.agreement(), **given)


def test_what_was_done_under_it_is_written_once():
    one = make.agreement()
    logged(one)

    with pytest.raises(Invalid):
        logged(one, on=DAY - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        JointActivity.objects.update(title="另一次")


def test_a_session_held_under_an_agreement_writes_itself_into_it_once():
    one = make.agreement()
    held = Fact(
        id=new_id(), kind="activities.held", object_id=new_id(), occurred_on=DAY, quantity=1,
        data={"agreement": str(one.id)},
    )  # fmt: skip
    stranger = Fact(
        id=new_id(), object_id=new_id(), occurred_on=DAY, quantity=1,
        data={"agreement": str(new_id())},
    )  # fmt: skip
    plain = Fact(id=new_id(), object_id=new_id(), occurred_on=DAY, quantity=1, data={})

    for _time in range(2):  # a fact is delivered at least once
        handlers.session_held([held, stranger, plain], people.instant(DAY))

    found = JointActivity.objects.get()
    assert (found.agreement_id, found.session, found.on) == (one.id, held.object_id, DAY)


def test_a_renewal_runs_from_the_day_after_and_is_counted_once():
    one = renewed(make.agreement(), 2)

    assert one.ends_on == date(2023, 6, 14)
    assert counted() == [(DAY, 1)]
    with pytest.raises(Invalid):
        renewed(one, 4)


def test_an_end_before_the_term_has_a_reason_and_takes_the_count_back():
    one, later = make.agreement(by=make.town()), DAY + timedelta(days=40)

    with pytest.raises(Invalid):
        ended(one, on=later, reason="")
    with pytest.raises(Denied):
        ended(one, on=later, by=make.town())
    assert ended(one, on=later).state == "ended"

    assert counted() == [(DAY, 1), (later, -1)]
    for act in (ended, renewed, logged, make.duty):
        with pytest.raises(WrongState):
            act(one)


def test_a_term_that_is_over_ends_by_the_day_and_counts_from_the_day_after():
    make.agreement()
    last = date(2021, 6, 14)

    assert actions.end_by_day(now=people.instant(last)) == 0
    assert actions.end_by_day(now=people.instant(last + timedelta(days=5))) == 1
    assert actions.end_by_day(now=people.instant(last + timedelta(days=6))) == 0

    assert Agreement.objects.get().state == "expired"
    assert counted() == [(DAY, 1), (last + timedelta(days=1), -1)]


def test_the_next_town_does_not_see_it():
    one = make.agreement(by=make.town())

    assert queries.get_agreement(make.district(), one.id) == one
    with pytest.raises(NotFound):
        queries.get_agreement(org.officer(role="town-officer", at="370211106"), one.id)
