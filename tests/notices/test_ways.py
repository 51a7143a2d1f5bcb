"""T-21: how someone may be reached, by what she said; and that nothing else finds a number."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.notices import messages
from jinguo.notices.messages import ContactIn, NoWay
from jinguo.notices.messages.ways import Why
from jinguo.notices.models import Channel, Purpose, SafeContact
from jinguo.people import actions as people
from jinguo.people import queries
from jinguo.people.actions.persons import set_phone
from tests.make import messages as make
from tests.make import people as register
from tests.make.times import noon

pytestmark = pytest.mark.django_db


def reached(person, purpose=Purpose.ORDINARY, now=None):
    """The address a message would take, or why it would not."""
    try:
        return messages.way_to(person, purpose, now or noon()).address
    except NoWay as fault:
        return fault.why


def test_an_ordinary_message_goes_to_the_phone_she_agreed_to_be_told_on():
    assert reached(make.booker(phone=make.PHONE)) == make.PHONE


def test_who_signs_in_with_a_phone_is_told_on_it_and_not_on_another_of_the_register():
    person = register.resident(phone=make.PHONE).person
    set_phone(person, make.SAFE_PHONE)
    person.save()
    make.agree(person)

    assert reached(person) == make.PHONE


def test_who_took_her_consent_back_is_not_told_on_the_phone_she_signs_in_with_either():
    person = register.resident(phone=make.PHONE).person
    make.agree(person)
    [consent] = queries.consents_of(person)
    people.withdraw_consent(
        actor=make.OFFICER, consent_id=consent.id, withdrawn_on=date(2020, 6, 15), now=noon()
    )

    assert reached(person) == Why.NO_CONSENT


def test_without_her_consent_no_ordinary_message_goes_to_her_phone():
    assert reached(make.booker(has_agreed=False)) == Why.NO_CONSENT


def test_a_consent_taken_back_stops_messages_from_that_day():
    person = make.booker(phone=make.PHONE)
    [consent] = queries.consents_of(person)
    people.withdraw_consent(
        actor=make.OFFICER, consent_id=consent.id, withdrawn_on=date(2020, 6, 15), now=noon()
    )

    assert reached(person, now=noon(date(2020, 6, 14))) == make.PHONE
    assert reached(person) == Why.NO_CONSENT


@pytest.mark.slow
def test_without_a_phone_on_the_register_nobody_is_called():
    assert reached(make.booker(phone="")) == Why.NO_PHONE


@pytest.mark.slow
def test_a_landline_gets_no_text_message():
    assert reached(make.booker(phone="053286988888")) == Why.LANDLINE


def test_what_she_chose_for_ordinary_matters_goes_before_the_register_however_old():
    person = make.booker(phone=make.PHONE)
    make.safe_contact(person, purpose="ordinary", channel="email", address=make.SAFE_EMAIL)

    assert reached(person, now=noon(date(2021, 6, 1))) == make.SAFE_EMAIL


@pytest.mark.slow
def test_who_wants_no_messages_gets_none_though_her_phone_is_known():
    person = make.booker()
    make.safe_contact(person, purpose="ordinary", channel="", address="")

    assert reached(person) == Why.NOT_WANTED


SENSITIVE = [
    ("nothing said", {}, None, Why.NO_CONTACT),
    ("said today", {}, 0, make.SAFE_PHONE),
    ("said 29 days ago", {}, 29, make.SAFE_PHONE),
    ("said 30 days ago", {}, 30, Why.CONTACT_EXPIRED),
    ("not wanted", {"channel": "", "address": ""}, 0, Why.NOT_WANTED),
    ("by e-mail", {"channel": "email", "address": make.SAFE_EMAIL}, 0, make.SAFE_EMAIL),
    ("in the morning", {"opens": time(9), "closes": time(10)}, 0, make.SAFE_PHONE),
    ("the phone is for calls", {"may_answer": "herself", "code_word": "向日葵"}, 0, make.SAFE_PHONE),
    ("for ordinary matters only", {"purpose": "ordinary"}, 0, Why.NO_CONTACT),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "given, age, outcome", [row[1:] for row in SENSITIVE], ids=[row[0] for row in SENSITIVE]
)
def test_a_sensitive_message_goes_only_where_she_said_in_the_last_30_days(given, age, outcome):
    person = make.booker(phone=make.PHONE)
    if age is not None:
        make.safe_contact(person, now=noon() - timedelta(days=age), **given)

    assert reached(person, Purpose.SENSITIVE) == outcome


def test_a_contact_confirmed_again_is_good_for_30_days_more():
    person = make.booker()
    make.safe_contact(person)
    later = noon() + timedelta(days=29)
    messages.confirm_safe_contact(
        actor=make.OFFICER, person_id=person.id, purpose="sensitive", now=later
    )

    assert reached(person, Purpose.SENSITIVE, later + timedelta(days=29)) == make.SAFE_PHONE


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked, opens",
    [
        ("2020-06-15T12:00", "2020-06-15T12:00"),
        ("2020-06-15T20:59", "2020-06-15T20:59"),
        ("2020-06-15T21:00", "2020-06-16T08:00"),
        ("2020-06-16T07:59", "2020-06-16T08:00"),
    ],
)
def test_in_the_quiet_hours_a_message_waits_for_the_morning(asked, opens):
    zone = noon().tzinfo
    now = datetime.fromisoformat(asked).replace(tzinfo=zone)

    way = messages.way_to(make.booker(), Purpose.ORDINARY, now)

    assert way.from_at == datetime.fromisoformat(opens).replace(tzinfo=zone)


def test_a_message_waits_for_the_hours_she_chose():
    person = make.booker()
    make.safe_contact(person, opens=time(14), closes=time(15))

    way = messages.way_to(person, Purpose.SENSITIVE, noon())

    assert way.from_at == noon() + timedelta(hours=2)


def test_of_merged_records_what_was_checked_last_counts():
    winner, loser = make.booker(), make.booker()
    make.safe_contact(loser)
    loser.merged_into = winner
    loser.save()

    assert reached(winner, Purpose.SENSITIVE) == make.SAFE_PHONE


@pytest.mark.slow
def test_how_many_would_be_told_is_known_before(django_assert_num_queries):
    told = [make.booker(), make.booker()]
    silent = make.booker(has_agreed=False)
    unwilling = make.booker()
    make.safe_contact(unwilling, purpose="ordinary", channel="", address="")

    with django_assert_num_queries(3):
        found = messages.would_tell([*told, silent, unwilling], Purpose.ORDINARY, noon())

    assert found.told == {Channel.SMS: 2}
    assert found.not_told == {Why.NO_CONSENT: 1, Why.NOT_WANTED: 1}


def test_address_and_code_word_are_sealed_and_only_the_tail_is_plain():
    made = make.safe_contact(make.booker(), code_word="向日葵")

    row = SafeContact.objects.filter(id=made.id).values().get()

    assert row["tail"] == make.SAFE_PHONE[-4:]
    assert make.SAFE_PHONE.encode() not in bytes(row["address"])
    assert "向日葵".encode() not in bytes(row["code_word"])


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"channel": "pigeon"}, "channel"),
        ({"address": "053286988888"}, "address"),
        ({"channel": "email", "address": "lin at example"}, "address"),
        ({"channel": "wechat", "address": "林"}, "address"),
        ({"opens": time(10), "closes": time(9)}, "closes"),
        ({"opens": time(21), "closes": time(23)}, "closes"),
        ({"may_answer": "the neighbour"}, "may_answer"),
        ({"code_word": "x" * 41}, "code_word"),
    ],
)
def test_a_way_no_message_could_take_is_refused_and_named(wrong, field):
    with pytest.raises(Invalid) as fault:
        make.safe_contact(make.booker(), **wrong)

    assert field in fault.value.fields
    assert not SafeContact.objects.exists()


@pytest.mark.parametrize(
    "role, area, outcome",
    [
        ("town-officer", register.HOME[:9], None),
        ("village-chair", register.HOME, Denied),
        ("town-officer", register.ELSEWHERE[:9], NotFound),
    ],
)
def test_who_may_write_down_how_someone_is_reached(role, area, outcome):
    person, actor = make.booker(), replace(register.colleague(role, area))

    def act():
        messages.set_safe_contact(
            actor=actor, person_id=person.id, purpose="sensitive", contact=ContactIn(), now=noon()
        )

    if outcome is None:
        act()
        assert SafeContact.objects.get().checked_by == actor.account_id
    else:
        with pytest.raises(outcome):
            act()


def test_a_resident_says_herself_how_she_and_her_children_are_reached_and_nobody_else():
    resident = register.resident()
    ward, stranger = register.child(resident).child, make.booker()

    def say(person):
        messages.set_safe_contact(
            actor=register.acting(resident), person_id=person.id, purpose="ordinary",
            contact=ContactIn(channel="email", address=make.SAFE_EMAIL), now=noon(),
        )  # fmt: skip

    say(resident.person)
    say(ward)
    with pytest.raises(NotFound):
        say(stranger)

    assert reached(resident.person) == reached(ward) == make.SAFE_EMAIL
    assert not messages.contacts_of(stranger)
