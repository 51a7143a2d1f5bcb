"""Messages stand in the queue with the act that causes them, and in the inbox unless they are sensitive."""

import pytest
from django.db import transaction

from jinguo.audit.models import Event
from jinguo.notices import messages
from jinguo.notices.messages import NotNeutral, UnknownTemplate, WrongValues
from jinguo.notices.models import InboxMessage, Message, MessageChange
from tests.make import messages as make
from tests.make import people as register
from tests.make.times import noon

pytestmark = pytest.mark.django_db


def test_a_message_holds_data_and_neither_text_nor_name_nor_number():
    person = make.booker(phone=make.PHONE)

    row = Message.objects.filter(id=make.message(to=person).id).values().get()

    assert row["state"] == "queued" and row["person_id"] == person.id
    written = repr(row)
    assert make.PHONE not in written and person.name not in written and "您已报名" not in written


def test_a_message_is_undone_with_its_act():
    person = make.booker()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.message(to=person)
        raise ZeroDivisionError

    assert not Message.objects.exists() and not InboxMessage.objects.exists()


@pytest.mark.slow
def test_the_same_goes_to_many_in_a_constant_number_of_statements(django_assert_num_queries):
    persons = [make.booker() for _number in range(5)]

    with django_assert_num_queries(6):
        made = messages.send_many(
            actor=make.OFFICER, template="enrolled", persons=persons, values=make.BOOKED,
            about=make.CLASS, now=noon(),
        )  # fmt: skip

    assert {one.person_id for one in made} == {one.id for one in persons}
    assert Event.objects.get(action="notices.send-message").count == 5


@pytest.mark.slow
def test_an_ordinary_message_stands_in_her_inbox_at_once_and_is_read_there():
    person = make.booker()
    make.message(to=person)

    [unread] = messages.inbox_of(person)
    marked = messages.mark_read(person=person, message_ids=[unread.id], now=noon())

    assert marked == 1 and messages.inbox_of(person).get().read_at == noon()
    assert messages.mark_read(person=make.booker(), message_ids=[unread.id], now=noon()) == 0


def test_a_sensitive_message_stands_in_no_inbox():
    person = make.booker()

    make.message(to=person, template="time-set", values={"starts": make.STARTS}, sensitive=True)

    assert Message.objects.get().is_sensitive and not messages.inbox_of(person).exists()


def test_a_sensitive_matter_needs_a_template_made_for_it():
    with pytest.raises(NotNeutral):
        make.message(sensitive=True)

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "wrong, fault",
    [
        ({"template": "invented"}, UnknownTemplate),
        ({"values": {**make.BOOKED, "name": "王秀英"}}, WrongValues),
        ({"values": {}}, WrongValues),
    ],
)
def test_an_unknown_template_and_values_it_does_not_have_are_refused(wrong, fault):
    with pytest.raises(fault):
        make.message(**wrong)

    assert not Message.objects.exists()


@pytest.mark.slow
def test_of_a_merged_record_the_winner_is_told():
    winner, loser = make.booker(), make.booker()
    loser.merged_into = winner
    loser.save()

    assert make.message(to=loser).person_id == winner.id


@pytest.mark.parametrize(
    "role, area, sees",
    [
        ("town-officer", register.HOME[:9], {False}),
        ("village-chair", register.HOME, {False}),
        ("town-officer", register.ELSEWHERE[:9], set()),
        ("district-leader", register.HOME[:6], set()),
    ],
)
def test_messages_are_seen_in_the_areas_of_a_post_and_sensitive_ones_by_who_sent_them(
    role, area, sees
):
    person = make.booker()
    make.message(to=person)
    starts = {"starts": make.STARTS}
    make.message(to=person, template="time-set", values=starts, sensitive=True)
    actor = register.colleague(role, area)

    assert {one.is_sensitive for one in messages.messages(actor)} == sees

    if sees:
        make.message(to=person, template="time-set", values=starts, sensitive=True, actor=actor)
        assert {one.is_sensitive for one in messages.messages(actor)} == {False, True}


def test_the_history_of_a_message_begins_with_the_queue():
    message = make.message()

    assert [one.state for one in MessageChange.objects.filter(message=message)] == ["queued"]


def test_an_account_of_the_desk_has_an_inbox_of_its_own():
    actor, other = register.colleague(), register.colleague("village-chair", register.HOME)
    messages.tell_account(
        actor=make.OFFICER, template="request-answered", account_id=actor.own_account, values={},
        about=make.CLASS, now=noon(),
    )  # fmt: skip

    assert messages.inbox_of_account(actor).count() == 1
    assert not messages.inbox_of_account(other).exists()
    assert messages.mark_own_read(actor=actor, now=noon()) == 1
    assert messages.mark_own_read(actor=actor, now=noon()) == 0
