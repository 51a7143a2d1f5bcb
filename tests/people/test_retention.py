"""What is kept too long is found in sets, by the terms of the field register, and erased by two people."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jinguo.activities.models import Standing
from jinguo.core.errors import Denied, Invalid
from jinguo.notices.models import InboxMessage, Message
from jinguo.people import actions, erasing, queries
from jinguo.people.actions import AlreadyProposed, NothingDue
from jinguo.people.models import Consent, Person
from jinguo.people.privacy import Term, terms
from tests.make import erasures as make
from tests.make import messages, people

pytestmark = pytest.mark.django_db
CLOSED = date(2020, 7, 1)
FIVE_YEARS_LATER, DAY_BEFORE = date(2025, 7, 1), date(2025, 6, 30)


def closed(**given):
    home = people.household(**given)
    head = people.head(home)
    actions.close_household(
        actor=people.colleague(area=make.DISTRICT), household_id=home.pk, on=CLOSED,
        reason="迁走", now=people.instant(CLOSED),
    )  # fmt: skip
    return head


def propose(treatment, on, by=None):
    return actions.propose_retention(
        actor=by or make.officer(), treatment=treatment, now=people.instant(on)
    )


def found(on, treatment="name"):
    return {row.town: row.count for row in queries.due(on) if row.treatment == treatment}


def test_every_term_has_rows_it_is_for():
    served = {one.treatment for one in erasing.aged()} | {queries.RECORDS}
    assert served == set(terms())


def test_a_term_ends_on_its_day():
    assert Term(60, "x").limit(FIVE_YEARS_LATER) == CLOSED
    assert Term(12, "x").limit(date(2024, 2, 29)) == date(2023, 2, 28)


def test_a_record_is_due_five_years_after_its_last_household_left_the_register():
    closed(head_name="王秀英")
    people.household(head_name="李丽")
    assert found(DAY_BEFORE) == {}
    assert found(FIVE_YEARS_LATER) == {people.HOME[:9]: 1}
    assert queries.due(FIVE_YEARS_LATER, within="370212") == []


@pytest.mark.slow
def test_due_is_found_in_one_statement_a_table_for_many(django_assert_max_num_queries):
    for number in range(6):
        closed(head_name=f"王秀{chr(0x4E00 + number)}")
    with django_assert_max_num_queries(len(erasing.aged()) + 1):
        assert found(FIVE_YEARS_LATER) == {people.HOME[:9]: 6}


@pytest.mark.slow
def test_records_go_together_without_those_still_needed():
    gone, held = closed(head_name="逄翡翠", address="珊瑚礁路7号"), closed(head_name="逄珊瑚")
    actions.hold(
        actor=make.officer(), person_id=held.pk, reason="诉讼中", until_on=date(2026, 1, 1),
        now=people.instant(),
    )  # fmt: skip
    proposed = propose("name", FIVE_YEARS_LATER)
    assert proposed.count == 1 and found(FIVE_YEARS_LATER) == {people.HOME[:9]: 1}
    with pytest.raises(Denied):
        make.confirm(proposed, by=make.officer(), on=FIVE_YEARS_LATER)
    make.confirm(proposed, on=FIVE_YEARS_LATER)
    assert make.places_of("逄翡翠") == []
    assert Person.objects.get(pk=gone.pk).erased_on == FIVE_YEARS_LATER
    assert Person.objects.get(pk=held.pk).name == "逄珊瑚"
    with pytest.raises(NothingDue):
        propose("name", FIVE_YEARS_LATER)


def test_rows_too_old_go_and_younger_ones_stay():
    her = Person.objects.get(pk=people.resident(name="逄翡翠").person_id)
    messages.agree(her)
    Consent.objects.update(withdrawn_on=date(2021, 1, 1))
    Standing.objects.create(
        person=her, group="in-difficulty", letter="1", from_on=date(2020, 1, 1),
        until_on=date(2022, 1, 1),
    )  # fmt: skip
    message = messages.message(to=her)
    Message.objects.update(state="suppressed", why="no-phone")
    old = timezone.localdate(message.queued_at) + timedelta(days=800)

    assert found(date(2023, 12, 31), "consent") == {}
    for treatment, on in (("consent", date(2024, 1, 1)), ("standing", date(2023, 1, 1)),
                          ("message", old)):  # fmt: skip
        proposed = propose(treatment, on)
        with pytest.raises(AlreadyProposed):
            propose(treatment, on, by=make.officer(3))
        assert make.confirm(proposed, on=on).state == "done"
        assert found(on, treatment) == {}

    assert not Consent.objects.exists() and not Standing.objects.exists()
    assert not InboxMessage.objects.exists() and Message.objects.get().values == {}
    assert Person.objects.get(pk=her.pk).name == "逄翡翠"


def test_only_who_answers_requests_proposes_and_only_what_has_a_term():
    with pytest.raises(Denied):
        propose("name", FIVE_YEARS_LATER, by=people.colleague("village-chair", people.HOME))
    with pytest.raises(Invalid):
        propose("count", FIVE_YEARS_LATER)
