"""Data that are kept and not used, and data that are not erased: set, lifted, and what follows from each."""

from datetime import date

import pytest

from jinguo.activities import actions as activities
from jinguo.audit.models import Event
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.notices import messages as telling
from jinguo.people import actions, queries
from jinguo.people.actions import AlreadyRestrained, StillNeeded
from jinguo.people.copies import copy_of
from jinguo.people.models import Person, Restraint
from jinguo.people.policies import Restricted
from tests.make import activities as classes
from tests.make import erasures as make
from tests.make import messages, people

pytestmark = pytest.mark.django_db
NAME, PHONE = "逄翡翠", "14377665544"


def restrict(person, *, reason="她对电话有异议", by=None):
    return actions.restrict(
        actor=by or make.officer(), person_id=person.pk, reason=reason, now=people.instant()
    )


def hold(person, *, reason="诉讼中", until_on=date(2020, 12, 31)):
    return actions.hold(
        actor=make.officer(), person_id=person.pk, reason=reason, until_on=until_on,
        now=people.instant(),
    )  # fmt: skip


def lift(found, *, reason="已核实"):
    return actions.lift(
        actor=make.officer(), restraint_id=found.pk, reason=reason, now=people.instant()
    )


@pytest.mark.slow
def test_who_is_restricted_is_in_no_list_search_or_table():
    number = people.id_number(123, "19810203")
    home = people.household(head_name=NAME, phone=PHONE, id_number=number)
    head, actor = people.head(home), people.colleague()
    assert "people_person.phone_tail: '5544'" in make.places_of("5544")
    restrict(head)

    assert make.places_of(NAME, "pangfeicui", "5544") == []
    assert not queries.persons_like(actor, "逄翡翠").exists()
    found = queries.page_of_households(actor, queries.HouseholdFilter(name="逄翡翠"))
    assert found.rows == []
    [row] = queries.page_of_households(actor, queries.HouseholdFilter()).rows
    assert row.head_name == "***"
    with pytest.raises(NotFound):
        queries.get_person(actor, head.pk)
    assert Event.objects.filter(action="people.restrict", object_id=head.pk).count() == 1


def test_lifting_puts_everything_back():
    number = people.id_number(123, "19810203")
    home = people.household(head_name=NAME, phone=PHONE, id_number=number)
    head = people.head(home)
    found = restrict(head)
    with pytest.raises(Refused):
        lift(found, reason=" ")
    lift(found)

    back = Person.objects.get(pk=head.pk)
    assert (back.name, back.pinyin, back.phone_tail) == (NAME, head.pinyin, "5544")
    home.refresh_from_db()
    assert (home.head_name, home.phone_tail) == (NAME, "5544")
    assert queries.find_by_id_number(people.colleague(), number) == back
    shown = actions.reveal(
        actor=people.colleague(), kind="person", object_id=head.pk, field="phone",
        purpose="核对本人电话号码", now=people.instant(),
    )  # fmt: skip
    assert shown == PHONE
    assert Restraint.objects.get().box is None
    with pytest.raises(NotFound):
        lift(found)


@pytest.mark.slow
def test_every_use_refuses_even_her_own_account():
    her = people.resident(name=NAME, area=classes.VILLAGE)
    person, actor = Person.objects.get(pk=her.person_id), people.acting(her)
    messages.agree(person)
    activity = classes.activity()
    message = messages.message(to=person)
    restrict(person)
    with pytest.raises(Restricted):
        activities.enrol(
            actor=actor, activity_id=activity.id, person_id=person.pk, channel="portal",
            now=classes.NOON,
        )  # fmt: skip
    with pytest.raises(NotFound):
        classes.enrol(activity, person)
    with pytest.raises(NotFound):
        messages.agree(person)
    person.refresh_from_db()
    with pytest.raises(telling.ways.NoWay):
        telling.ways.way_to(person, "ordinary", people.instant())
    assert message.state == "queued"
    with pytest.raises(NotFound):
        actions.reveal(
            actor=people.colleague("district-officer", "370211"), kind="person",
            object_id=person.pk, field="phone", purpose="联系本人核对情况", now=people.instant(),
        )  # fmt: skip
    assert NAME in str(copy_of(actor, person, on=make.TODAY))


def test_a_roster_does_not_bring_back_what_is_sealed_away():
    number = people.id_number(123, "19810203")
    home = people.household(head_name=NAME, id_number=number)
    restrict(people.head(home))
    with pytest.raises(Restricted):
        people.resident(name=NAME, id_number=number)
    with pytest.raises(Restricted):
        actions.update_household(
            actor=people.colleague(), household_id=home.pk, reason="核对", on=make.TODAY,
            change=actions.HouseholdChange(head=actions.PersonChange(name=NAME)),
            now=people.instant(),
        )  # fmt: skip


def test_her_request_ends_with_the_restriction():
    her = people.resident(name=NAME)
    asked = actions.ask(
        actor=people.acting(her), person_id=her.person_id, kind="restrict", words="先别用",
        now=people.instant(),
    )  # fmt: skip
    restrict(Person.objects.get(pk=her.person_id))
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("done", "她对电话有异议")


@pytest.mark.slow
def test_a_hold_stops_an_erasure_until_it_is_lifted():
    her = people.resident(name=NAME)
    person = Person.objects.get(pk=her.person_id)
    proposed = make.propose(person)
    held = hold(person)
    with pytest.raises(StillNeeded, match="诉讼中"):
        make.confirm(proposed)
    with pytest.raises(AlreadyRestrained):
        hold(person)
    with pytest.raises(Invalid):
        hold(Person.objects.get(pk=people.resident(name="李丽").person_id), until_on=make.TODAY)
    lift(held)
    actions.give_up_erasure(
        actor=make.officer(), erasure_id=proposed.pk, reason="重新提出", now=people.instant()
    )
    assert make.erased(person).state == "done"


@pytest.mark.slow
def test_who_is_restricted_can_be_erased_box_and_all():
    her = people.resident(name=NAME, phone=PHONE)
    person = Person.objects.get(pk=her.person_id)
    found = restrict(person, reason=f"{NAME}要求")
    sealed = bytes(Restraint.objects.get(pk=found.pk).box)
    make.erased(person)
    assert make.places_of(NAME, PHONE, sealed) == []


def test_only_who_answers_requests_there_may_restrict():
    person = people.head(people.household(head_name=NAME))
    with pytest.raises(NotFound):
        restrict(person, by=people.colleague("village-chair", people.HOME))
    with pytest.raises(Refused):
        restrict(person, reason="")
    assert Person.objects.get(pk=person.pk).restricted_on is None
