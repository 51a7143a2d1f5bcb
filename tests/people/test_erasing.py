"""Someone is erased by two people: nothing of her is left but what names nobody, and a certificate."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jinguo.audit import actions as audit
from jinguo.audit import queries as trail
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.facts import queries as facts
from jinguo.org.models import Account
from jinguo.people import actions, queries
from jinguo.people.actions import AlreadyProposed, StillNeeded
from jinguo.people.erasing import PlanChanged
from jinguo.people.models import DataRequest, Erasure, Person
from tests.make import erasures as make
from tests.make import messages, people

pytestmark = pytest.mark.django_db
NAME, PHONE, PINYIN = "逄翡翠", "14377665544", "pangfeicui"


def canary():
    """A resident with a record, an account, consents, ways to reach her, and a request to be erased."""
    number = people.id_number(123, "19810203")
    her = people.resident(name=NAME, phone=PHONE, id_number=number)
    person = Person.objects.get(pk=her.person_id)
    messages.agree(person)
    messages.safe_contact(person, address=PHONE)
    messages.message(to=person)
    return her, person, number


def secrets(person, number):
    """Everything that would tell of her, also as it is kept sealed or as an index."""
    sealed = (person.phone, person.id_number)
    return [
        NAME, PHONE, PINYIN, number, number[6:14], str(person.id_index), str(person.phone_index),
        *(bytes(one) for one in sealed),
    ]  # fmt: skip


def ask(her):
    return actions.ask(
        actor=people.acting(her), person_id=her.person_id, kind="delete",
        words=f"请删除{NAME}的全部信息", now=people.instant(),
    )  # fmt: skip


@pytest.mark.slow
def test_nothing_of_her_is_left_in_any_table_or_file():
    her, person, number = canary()
    wanted = [*secrets(person, number), bytes(her.phone)]
    request = ask(her)
    assert len(make.places_of(*wanted)) > 5

    done = make.erased(person, request_id=request.pk)

    assert make.places_of(*wanted) == []
    assert done.state == "done" and done.decider == "数据专员2"
    request.refresh_from_db()
    assert (request.state, request.words) == ("done", None)
    account = Account.objects.get(pk=her.account_id)
    assert not account.is_active and account.name == "***"


def test_the_trail_and_the_figures_hold_after_an_erasure():
    _her, person, _number = canary()
    make.erased(person)

    audit.seal_links()
    assert list(trail.verify()) == []
    assert list(facts.check()) == []


@pytest.mark.slow
def test_what_the_dry_run_says_is_what_is_done():
    _her, person, _number = canary()
    plan = actions.plan_of(make.officer(), [person.pk], now=people.instant())
    done = make.erased(person)

    gone = [(line["record"], line["does"], line["count"]) for line in done.lines]
    for line in plan.gone:
        assert (line.record, line.does, line.count) in gone
    assert {"people.Person", "people.Resident", "notices.SafeContact"} <= {
        line.record for line in plan.gone
    }
    assert NAME not in str(done.lines)


def test_who_proposes_does_not_carry_it_out():
    _her, person, _number = canary()
    found = make.propose(person)

    with pytest.raises(Denied, match="Another person"):
        make.confirm(found, by=make.officer(1))
    assert Person.objects.get(pk=person.pk).name == NAME
    assert make.confirm(found, by=make.officer(2)).state == "done"


def test_the_database_refuses_one_person_as_both():
    _her, person, _number = canary()
    found = make.propose(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=found.pk).update(
            state="done", decided_at=people.instant(), decider="x", decided_by=found.proposed_by
        )


@pytest.mark.slow
def test_what_goes_on_has_to_end_first():
    home = people.household(head_name=NAME)
    head = people.head(home)
    with pytest.raises(StillNeeded, match=home.code):
        make.propose(head)

    other = people.member(home)
    people.actions.change_head(
        actor=people.colleague(), household_id=home.pk, person_id=other.pk,
        relations={head.pk: "8"}, on=make.TODAY, now=people.instant(),
    )  # fmt: skip
    make.erased(head)
    assert make.places_of(NAME, "pang") == []
    home.refresh_from_db()
    assert (home.head_name, home.member_count) == ("李建国", 2)


def test_what_happened_after_the_proposal_is_looked_at_again():
    _her, person, _number = canary()
    found = make.propose(person)
    messages.safe_contact(person, purpose="ordinary")

    with pytest.raises(PlanChanged):
        make.confirm(found)
    assert Person.objects.get(pk=person.pk).name == NAME


@pytest.mark.slow
def test_a_proposal_is_made_once_and_can_be_given_up():
    _her, person, _number = canary()
    found = make.propose(person)
    with pytest.raises(AlreadyProposed):
        make.propose(person, by=make.officer(3))
    with pytest.raises(Refused):
        actions.give_up_erasure(
            actor=make.officer(), erasure_id=found.pk, reason=" ", now=people.instant()
        )
    actions.give_up_erasure(
        actor=make.officer(), erasure_id=found.pk, reason="她改变了主意", now=people.instant()
    )
    with pytest.raises(Refused):
        make.confirm(found)
    assert make.erased(person).state == "done"


@pytest.mark.slow
def test_an_erased_record_is_nobody_s_and_stays_so():
    her, person, _number = canary()
    make.erased(person)
    with pytest.raises(NotFound):
        queries.get_person(people.colleague(), person.pk)
    with pytest.raises(Refused, match="was erased"):
        make.propose(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(name=NAME)
    again = people.resident(name=NAME, phone=PHONE)
    assert again.person_id != person.pk and again.account_id != her.account_id


def test_only_who_answers_requests_there_may_propose():
    _her, person, _number = canary()
    with pytest.raises(NotFound):
        make.propose(person, by=people.colleague("village-chair", people.HOME))
    request = DataRequest.objects.count()
    assert request == 0 and Erasure.objects.count() == 0


@pytest.mark.slow
def test_the_last_head_of_a_household_goes_with_its_address_and_history():
    home = people.household(head_name=NAME, phone=PHONE, address="珊瑚礁路7号")
    head = people.head(home)
    actions.update_household(
        actor=people.colleague(), household_id=home.pk, reason=f"{NAME}来改名", on=make.TODAY,
        change=actions.HouseholdChange(head=actions.PersonChange(name="逄珊瑚")),
        now=people.instant(),
    )  # fmt: skip
    actions.close_household(
        actor=people.colleague(), household_id=home.pk, on=date(2020, 6, 16), reason="迁走",
        now=people.instant(date(2020, 6, 16)),
    )  # fmt: skip
    home.refresh_from_db()
    kept = [NAME, "逄珊瑚", "5544", PINYIN, bytes(home.address)]
    make.erased(head, on=date(2020, 6, 17))
    assert make.places_of(*kept) == []
    home.refresh_from_db()
    assert home.head_name == "***" and home.address is None
