"""Coming in by a code sent to the phone: at the first visit, later, and when something is wrong."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.urls.converters import IntConverter, StringConverter, UUIDConverter
from django.utils import timezone

from jinguo.org.models import Account
from jinguo.people.models import Person, Resident
from jinguo.portal.accounts import codes
from tests.desk.test_access import routes
from tests.make import desk, org, people
from tests.make import portal as make

pytestmark = pytest.mark.django_db
PHONE = "13900001234"
SOME = {UUIDConverter: UUID(int=1), StringConverter: "370211", IntConverter: 1}
SIGN_IN, CODE, JOIN = "/me/sign-in/", "/me/sign-in/code/", "/me/join/"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def sent(monkeypatch):
    """The codes that went out, newest last, with their phones."""
    found = []
    monkeypatch.setattr(
        codes, "send_code", lambda phone, code, minutes: found.append((phone, code))
    )
    return found


@pytest.fixture
def browser():
    return Client()


def asked(browser, phone=PHONE, **query):
    browser.get(SIGN_IN, query)
    return browser.post(SIGN_IN, {"phone": phone})


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def signed_in(browser, sent, phone=PHONE, **query):
    asked(browser, phone, **query)
    return browser.post(CODE, {"code": sent[-1][1]})


def is_in(browser):
    return browser.get("/me/").status_code == 200


# The way in


@pytest.mark.slow
def test_at_the_first_visit_she_says_who_she_is_and_where_she_lives(browser, sent):
    people.village()

    assert signed_in(browser, sent)["Location"] == JOIN
    form = {"name": "赵小兰", "born_on": "1988-04-03", "sex": "2"}
    towns = browser.post(JOIN, form).content.decode()
    villages = browser.post(JOIN, {**form, "town": people.HOME[:9]}).content.decode()
    done = browser.post(JOIN, {**form, "village": people.HOME})

    assert f'name="town" value="{people.HOME[:9]}"' in towns
    assert f'name="village" value="{people.HOME}"' in villages
    assert 'name="sex" value="2"' in villages
    assert done["Location"] == "/me/"
    assert is_in(browser)
    person = Resident.objects.get().person
    assert (person.area_id, person.sex) == (people.HOME, "2")


@pytest.mark.slow
def test_who_is_on_the_register_under_her_phone_is_asked_for_no_address(browser, sent):
    there = people.head(people.household(head_name="赵小兰", phone=PHONE))

    signed_in(browser, sent)
    browser.post(JOIN, {"name": "赵小兰", "born_on": "1988-04-03"})

    assert is_in(browser)
    assert Resident.objects.get().person == there
    assert Person.objects.count() == 1


@pytest.mark.slow
def test_the_next_time_the_code_is_enough(browser, sent):
    make.resident(phone=PHONE)

    assert signed_in(browser, sent)["Location"] == "/me/"
    assert is_in(browser)


@pytest.mark.slow
def test_she_goes_on_to_the_page_she_wanted(browser, sent):
    make.resident(phone=PHONE)
    assert signed_in(browser, sent, next="/notices/")["Location"] == "/notices/"


def test_no_other_site_is_gone_on_to(browser, sent):
    make.resident(phone=PHONE)
    assert signed_in(browser, sent, next="https://evil.example/")["Location"] == "/me/"


def test_a_page_of_hers_sends_strangers_to_the_sign_in_and_back(browser, sent):
    make.resident(phone=PHONE)

    sent_to = browser.get("/me/")
    assert sent_to["Location"] == "/me/sign-in/?next=/me/"


@pytest.mark.parametrize("phone", ["139 0000 1234", "+86 139-0000-1234", "１３９００００１２３４"])
def test_a_number_may_be_written_as_people_write_it(browser, sent, phone):
    asked(browser, phone)
    assert [number for number, _code in sent] == [PHONE]


@pytest.mark.parametrize("phone", ["", "1390000123", "0532-88997766", "23900001234"])
def test_what_is_no_mobile_number_gets_no_code(browser, sent, phone):
    response = asked(browser, phone)

    assert response.status_code == 422
    assert sent == []


def test_whoever_asks_learns_nothing_of_who_has_an_account(sent):
    make.resident(phone=PHONE)
    pages = []
    for phone in (PHONE, "13900001235"):
        browser = Client()
        assert asked(browser, phone)["Location"] == CODE
        text = browser.get(CODE).content.decode()
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+"|●●●●\d{4}', "", text))

    assert len(sent) == 2
    assert pages[0] == pages[1]


# The code


def test_a_code_has_six_digits(browser, sent):
    asked(browser)
    assert re.fullmatch(r"\d{6}", sent[0][1])


def test_a_wrong_code_lets_nobody_in(browser, sent):
    make.resident(phone=PHONE)
    asked(browser)

    response = browser.post(CODE, {"code": wrong(sent[0][1])})

    assert response.status_code == 422
    assert not is_in(browser)


@pytest.mark.slow
@pytest.mark.parametrize("wrongs, lets_in", [(4, True), (5, False)])
def test_after_five_wrong_ones_the_right_code_counts_no_more(browser, sent, wrongs, lets_in):
    make.resident(phone=PHONE)
    asked(browser)
    right = sent[0][1]

    for _n in range(wrongs):
        browser.post(CODE, {"code": wrong(right)})
    browser.post(CODE, {"code": right})

    assert is_in(browser) is lets_in


@pytest.mark.slow
@pytest.mark.parametrize("seconds, lets_in", [(299, True), (301, False)])
def test_a_code_counts_for_five_minutes(browser, sent, seconds, lets_in):
    make.resident(phone=PHONE)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asked(browser)
        clock.shift(timedelta(seconds=seconds))
        browser.post(CODE, {"code": sent[0][1]})
        assert is_in(browser) is lets_in


@pytest.mark.slow
def test_a_code_counts_once(browser, sent):
    make.resident(phone=PHONE)
    signed_in(browser, sent)
    browser.post("/me/sign-out/")

    browser.post(CODE, {"code": sent[0][1]})

    assert not is_in(browser)


@pytest.mark.slow
def test_of_two_codes_the_later_one_counts(browser, sent):
    make.resident(phone=PHONE)
    asked(browser)
    browser.post("/me/sign-in/code/again/")

    browser.post(CODE, {"code": sent[0][1]})
    assert not is_in(browser) or sent[0][1] == sent[1][1]
    browser.post(CODE, {"code": sent[1][1]})
    assert is_in(browser)


@pytest.mark.slow
def test_a_code_counts_in_the_browser_that_asked_for_it(browser, sent):
    make.resident(phone=PHONE)
    asked(browser)
    other = Client()
    asked(other, "13900009999")

    other.post(CODE, {"code": sent[0][1]})

    assert not is_in(other) or sent[0][1] == sent[1][1]


def test_neither_phone_nor_code_stand_in_the_stored_session(browser, sent):
    asked(browser)
    [kept] = Session.objects.all()

    assert PHONE not in str(kept.get_decoded())
    assert sent[0][1] not in str(kept.get_decoded())


@pytest.mark.slow
def test_a_phone_gets_three_codes_in_ten_minutes(sent):
    statuses = [asked(Client()).status_code for _n in range(4)]

    assert statuses == [302, 302, 302, 422]
    assert len(sent) == 3
    assert asked(Client(), "13900009999").status_code == 302


@pytest.mark.slow
def test_for_a_phone_ten_codes_are_tried_in_half_an_hour_whatever_the_browser(sent):
    make.resident(phone=PHONE)
    with override_settings(ACCOUNT_RATE_LIMITS={"try_code": "10/30m/key"}):
        for _n in range(2):
            browser = Client()
            asked(browser)
            for _try in range(5):
                browser.post(CODE, {"code": wrong(sent[-1][1])})
        browser = Client()
        signed_in(browser, sent)

    assert not is_in(browser)


@pytest.mark.slow
def test_an_address_gets_so_many_codes(sent):
    with override_settings(ACCOUNT_RATE_LIMITS={"send_code": "2/h/ip"}):
        statuses = [asked(Client(), f"1390000111{n}").status_code for n in range(3)]
    assert statuses == [302, 302, 422]


# Who does not come in so


@pytest.mark.slow
def test_a_closed_account_stays_closed(browser, sent):
    resident = make.resident(phone=PHONE)
    Account.objects.filter(pk=resident.account_id).update(is_active=False)

    signed_in(browser, sent)

    assert not is_in(browser)


def test_nobody_joins_without_having_shown_a_phone(browser):
    people.village()
    browser.post(JOIN, {"name": "赵小兰", "born_on": "1988-04-03", "village": people.HOME})
    assert not Account.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("days_old", [13 * 365, -1])
def test_an_age_that_cannot_be_is_said_before_she_is_asked_where_she_lives(browser, sent, days_old):
    people.village()
    signed_in(browser, sent)
    born_on = timezone.localdate() - timedelta(days=days_old)

    response = browser.post(JOIN, {"name": "赵小宝", "born_on": f"{born_on:%Y-%m-%d}"})

    assert response.status_code == 422
    assert 'value="赵小宝"' in response.content.decode()


@pytest.mark.slow
def test_a_child_under_14_is_sent_to_its_guardian(browser, sent):
    people.village()
    signed_in(browser, sent)
    born_on = timezone.localdate() - timedelta(days=13 * 365)

    response = browser.post(
        JOIN, {"name": "赵小宝", "born_on": f"{born_on:%Y-%m-%d}", "village": people.HOME}
    )

    assert response.status_code == 422
    assert not Account.objects.exists()


@pytest.mark.slow
def test_a_village_that_is_none_is_refused_and_what_was_typed_stays(browser, sent):
    people.village()
    signed_in(browser, sent)

    response = browser.post(
        JOIN, {"name": "赵小兰", "born_on": "1988-04-03", "village": "379999999999"}
    )

    assert response.status_code == 422
    assert "赵小兰" in response.content.decode()


@pytest.mark.slow
def test_an_account_for_work_does_not_open_by_phone(browser, sent):
    """A chair whose work account names her phone's last digits joins as herself."""
    org.account(username="chair", phone_tail="1234")
    assert signed_in(browser, sent)["Location"] == JOIN


@pytest.mark.slow
def test_who_is_signed_in_for_work_has_no_pages_of_her_own():
    browser = desk.client(org.account())

    response = browser.get("/me/")

    assert response.status_code == 403
    assert "/me/sign-out/" in response.content.decode()


@pytest.mark.slow
def test_a_resident_reaches_no_page_of_the_workbench():
    resident = make.resident()
    browser = make.client(resident)

    kept = {"desk:language", "desk:password"}  # which answer strangers too
    for name, route in routes():
        if name.startswith("desk:") and name not in kept:
            parts = {part: SOME[type(kind)] for part, kind in route.pattern.converters.items()}
            response = browser.get(reverse(name, kwargs=parts))
            assert (response.status_code, response["Location"]) == (302, "/"), name


@pytest.mark.parametrize("path", ["/sign-in/password/change/", "/sign-in/2fa/totp/activate/"])
def test_a_resident_reaches_no_page_of_the_accounts_for_work(path):
    response = make.client(make.resident()).get(path)
    assert (response.status_code, response["Location"]) == (302, "/")


# Sessions


def test_a_lapsed_session_ends_and_a_public_page_opens_all_the_same():
    browser = make.client(make.resident())
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert browser.get("/notices/").status_code == 200
        assert browser.get("/me/")["Location"].startswith(SIGN_IN)


def test_signing_out_ends_the_session():
    browser = make.client(make.resident())
    assert browser.get("/me/sign-out/").status_code == 405
    browser.post("/me/sign-out/")
    assert not is_in(browser)


def test_born_on_is_a_day_of_this_age(browser, sent):
    people.village()
    signed_in(browser, sent)
    response = browser.post(JOIN, {"name": "赵小兰", "born_on": "0988-04-03"})
    assert response.status_code == 422
    assert date(988, 4, 3) not in Person.objects.values_list("born_on", flat=True)
