"""She signs in with another phone: both phones show a code, and only then is it hers."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.notices.messages import codes as told
from jinguo.notices.messages import delivering
from jinguo.notices.models import Message
from jinguo.people.models import Change, Person, Resident
from jinguo.portal.accounts import codes
from tests.make import messages as contacts
from tests.make import people
from tests.make import portal as make

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = "13900001234", "13900005678", "13900009999"
PAGE, CODE, AGAIN = "/me/phone/", "/me/phone/code/", "/me/phone/code/again/"


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
def warned(monkeypatch):
    """The phones that were told they sign in no more."""
    found = []
    monkeypatch.setattr(told, "tell_former_phone", found.append)
    return found


@pytest.fixture
def resident():
    return make.resident(phone=OLD)


@pytest.fixture
def browser(resident):
    return make.client(resident)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def begun(browser, phone=NEW):
    return browser.post(PAGE, {"phone": phone})


def shown(browser, sent):
    """Type the code that came last."""
    return browser.post(CODE, {"code": sent[-1][1]})


def changed(browser, sent, phone=NEW):
    begun(browser, phone)
    shown(browser, sent)
    return shown(browser, sent)


def signs_in(sent, phone):
    browser = Client()
    browser.post("/me/sign-in/", {"phone": phone})
    browser.post("/me/sign-in/code/", {"code": sent[-1][1]})
    return browser.get("/me/").status_code == 200


# The way


@pytest.mark.slow
def test_both_phones_show_a_code_the_old_one_first(browser, sent, warned):
    assert begun(browser)["Location"] == CODE
    assert [phone for phone, _code in sent] == [OLD]
    assert shown(browser, sent)["Location"] == CODE
    assert [phone for phone, _code in sent] == [OLD, NEW]
    assert shown(browser, sent)["Location"] == "/me/profile/"

    assert "●●●●5678" in browser.get("/me/profile/").content.decode()


@pytest.mark.slow
def test_then_the_new_phone_opens_her_account_and_the_old_one_none(browser, sent, warned):
    changed(browser, sent)
    assert signs_in(sent, NEW)
    assert not signs_in(sent, OLD)


@pytest.mark.slow
def test_her_other_sessions_end_and_the_one_she_did_it_in_stays(browser, resident, sent, warned):
    other = make.client(resident)
    for one in (browser, other):
        assert one.get("/me/").status_code == 200

    changed(browser, sent)

    assert browser.get("/me/").status_code == 200
    assert other.get("/me/")["Location"].startswith("/me/sign-in/")
    assert Event.objects.filter(action="org.end-sessions").count() == 1


@pytest.mark.slow
def test_the_register_has_the_new_phone_and_its_history(sent, warned):
    home = people.household(head_name="赵小兰", phone=OLD)
    browser = make.client(make.resident(phone=OLD))

    changed(browser, sent)

    home.refresh_from_db()
    head = people.head(home)
    assert (head.phone_tail, home.phone_tail) == ("5678", "5678")
    kept = Change.objects.get(household=home, what="phone")
    assert (kept.before, kept.after, kept.person_id) == ("1234", "5678", head.pk)


@pytest.mark.slow
def test_who_lives_in_no_household_of_the_register_has_the_new_phone_too(
    browser, resident, sent, warned
):
    changed(browser, sent)
    assert Person.objects.get(pk=resident.person_id).phone_tail == "5678"


def test_it_is_on_the_trail_without_a_number(browser, resident, sent, warned):
    changed(browser, sent)
    event = Event.objects.get(action="people.change-sign-in-phone")
    assert (event.object_id, event.fields) == (resident.person_id, ["phone"])
    assert event.account == resident.account_id
    assert not re.search("1234|5678", event.purpose)


# Codes


def nothing_changed(resident):
    return bytes(Resident.objects.get(pk=resident.pk).phone) == bytes(resident.phone)


def test_a_wrong_code_of_the_old_phone_sends_nothing_to_the_new_one(browser, resident, sent):
    begun(browser)
    response = browser.post(CODE, {"code": wrong(sent[-1][1])})
    assert response.status_code == 422
    assert [phone for phone, _code in sent] == [OLD]
    assert nothing_changed(resident)


def test_a_wrong_code_of_the_new_phone_changes_nothing(browser, resident, sent):
    begun(browser)
    shown(browser, sent)
    assert browser.post(CODE, {"code": wrong(sent[-1][1])}).status_code == 422
    assert nothing_changed(resident)


@pytest.mark.slow
@pytest.mark.parametrize("before", [0, 1], ids=["the old phone", "the new phone"])
def test_after_five_wrong_codes_the_right_one_counts_no_more(browser, resident, sent, before):
    begun(browser)
    for _step in range(before):
        shown(browser, sent)
    right = sent[-1][1]
    for _n in range(5):
        response = browser.post(CODE, {"code": wrong(right)})
    assert response["Location"] == PAGE

    assert browser.post(CODE, {"code": right})["Location"] == PAGE
    assert nothing_changed(resident)


def test_the_code_of_the_old_phone_counts_once(browser, resident, sent):
    begun(browser)
    used = sent[-1][1]
    shown(browser, sent)
    if used != sent[-1][1]:
        assert browser.post(CODE, {"code": used}).status_code == 422
    assert nothing_changed(resident)


def test_a_code_used_for_one_change_does_not_serve_for_the_next(browser, sent, warned):
    changed(browser, sent)
    assert shown(browser, sent)["Location"] == PAGE


@pytest.mark.slow
@pytest.mark.parametrize("seconds, is_changed", [(299, True), (301, False)])
def test_a_code_counts_for_five_minutes(browser, resident, sent, warned, seconds, is_changed):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        begun(browser)
        shown(browser, sent)
        clock.shift(timedelta(seconds=seconds))
        shown(browser, sent)
    assert nothing_changed(resident) is not is_changed


def test_a_code_for_signing_in_does_not_change_the_phone(browser, resident, sent):
    begun(browser)
    Client().post("/me/sign-in/", {"phone": OLD})
    first, second = (code for _phone, code in sent)
    if first != second:
        assert browser.post(CODE, {"code": second}).status_code == 422
    assert nothing_changed(resident)


@pytest.mark.slow
def test_of_two_codes_the_later_one_counts(browser, resident, sent, warned):
    begun(browser)
    browser.post(AGAIN)
    shown(browser, sent)
    browser.post(AGAIN)
    assert [phone for phone, _code in sent] == [OLD, OLD, NEW, NEW]
    shown(browser, sent)
    assert not nothing_changed(resident)


@pytest.mark.slow
def test_to_begin_again_needs_the_old_phone_again(browser, resident, sent):
    begun(browser)
    shown(browser, sent)
    begun(browser, OTHER)
    assert sent[-1][0] == OLD
    assert nothing_changed(resident)


def test_without_a_code_under_way_there_is_nothing_to_type(browser):
    assert browser.get(CODE)["Location"] == PAGE
    assert browser.post(AGAIN)["Location"] == PAGE


def test_neither_phone_nor_code_stand_in_the_stored_session(browser, sent):
    begun(browser)
    shown(browser, sent)
    kept = str([one.get_decoded() for one in Session.objects.all()])
    for secret in (OLD, NEW, *(code for _phone, code in sent)):
        assert secret not in kept


@pytest.mark.parametrize("phone", ["", "1390000123", "0532-88997766", OLD, "139 0000 1234"])
def test_what_is_no_new_mobile_number_sends_nothing(browser, sent, phone):
    assert begun(browser, phone).status_code == 422
    assert sent == []


# Limits


@pytest.mark.slow
def test_a_phone_gets_three_codes_in_ten_minutes(browser, sent):
    assert [begun(browser).status_code for _n in range(4)] == [302, 302, 302, 422]
    assert len(sent) == 3


def test_an_account_asks_so_often_whatever_the_phones(browser, sent):
    with override_settings(ACCOUNT_RATE_LIMITS={"change_phone": "2/30m/user"}):
        answers = [begun(browser, f"1390000111{n}").status_code for n in range(3)]
    assert answers == [302, 302, 422]


def test_when_the_new_phone_gets_no_more_codes_nothing_changes(browser, resident, sent):
    for _n in range(3):
        Client().post("/me/sign-in/", {"phone": NEW})
    begun(browser)
    assert shown(browser, sent)["Location"] == PAGE
    assert sent[-1][0] == OLD
    assert nothing_changed(resident)


# The phone of someone else


@pytest.mark.slow
def test_until_it_has_shown_a_code_nobody_learns_whose_a_phone_is(resident, sent):
    make.resident(name="钱小花", phone=OTHER)
    pages = []
    for phone in (OTHER, NEW):
        cache.clear()
        browser = make.client(resident)
        steps = [begun(browser, phone), browser.get(CODE), shown(browser, sent), browser.get(CODE)]
        texts = [one.content.decode() + one.get("Location", "") for one in steps]
        pages.append([
            re.sub(r'csrfmiddlewaretoken" value="\w+"|●●●●\d{4}', "", text) for text in texts
        ])  # fmt: skip
    assert pages[0] == pages[1]
    assert [phone for phone, _code in sent] == [OLD, OTHER, OLD, NEW]


@pytest.mark.slow
def test_then_she_is_told_and_nothing_has_changed(browser, resident, sent, warned):
    other = make.resident(name="钱小花", phone=OTHER)

    with override_settings(LANGUAGE_CODE="en"):
        assert changed(browser, sent, OTHER)["Location"] == PAGE
        assert "signs in to another record" in browser.get(PAGE).content.decode()

    assert nothing_changed(resident)
    assert nothing_changed(other)
    assert warned == []
    assert not Event.objects.filter(action="people.change-sign-in-phone", result="done").exists()


# Who is told


@pytest.mark.slow
def test_the_old_phone_is_told(browser, sent, warned, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        changed(browser, sent)
    assert warned == [OLD]
    assert Event.objects.filter(action="notices.tell-former-phone").exists()
    assert not Message.objects.exists()


@pytest.mark.slow
def test_who_wants_no_messages_is_not_told(
    browser, resident, sent, warned, django_capture_on_commit_callbacks
):
    contacts.safe_contact(resident.person, purpose="ordinary", channel="", address="")
    with django_capture_on_commit_callbacks(execute=True):
        changed(browser, sent)
    assert warned == []
    delivering.deliver(clock=timezone.now)
    message = Message.objects.get()
    assert (message.state, message.why) == ("suppressed", "not-wanted")


@pytest.mark.slow
def test_who_said_another_way_is_told_that_way(
    browser, resident, sent, warned, django_capture_on_commit_callbacks
):
    contacts.safe_contact(resident.person, purpose="ordinary", address=OTHER)
    with django_capture_on_commit_callbacks(execute=True):
        changed(browser, sent)
    assert warned == []
    assert Message.objects.get().template == "sign-in-phone-changed"


@pytest.mark.slow
def test_a_change_that_failed_tells_nobody(
    browser, sent, warned, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        begun(browser)
        shown(browser, sent)
        browser.post(CODE, {"code": wrong(sent[-1][1])})
    assert warned == []


# Pages


@pytest.mark.slow
@pytest.mark.parametrize("path", [PAGE, CODE])
def test_the_pages_are_kept_nowhere(browser, sent, path):
    begun(browser)
    assert browser.get(path)["Cache-Control"] == "no-store"


@pytest.mark.slow
def test_who_lost_the_old_phone_is_told_where_to_go(browser):
    with override_settings(LANGUAGE_CODE="en"):
        text = browser.get(PAGE).content.decode()
    assert "no longer have the old phone" in text


@pytest.mark.slow
def test_her_pages_lead_there(browser):
    for path in ("/me/", "/me/profile/"):
        assert f'href="{PAGE}"' in browser.get(path).content.decode()
