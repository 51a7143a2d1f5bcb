"""How a resident may be reached: she says it herself, for ordinary and for sensitive matters."""

import pytest
from django.test import override_settings

from jinguo.notices.models import SafeContact
from tests.make import portal as make

pytestmark = pytest.mark.django_db
FORM = {
    "purpose": "sensitive", "channel": "sms", "address": "13900005678", "opens": "09:00",
    "closes": "11:00", "may_answer": "herself", "code_word": "石榴",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english():
    with override_settings(LANGUAGE_CODE="en"):
        yield


@pytest.fixture
def browser():
    return make.client(make.resident(phone="13900001234"))


def test_what_she_says_holds_and_is_shown_masked(browser):
    assert browser.post("/me/contact/", FORM).status_code == 302

    text = browser.get("/me/contact/").content.decode()
    assert "●●●●5678" in text
    assert "13900005678" not in text
    assert "石榴" not in text
    assert SafeContact.objects.get().purpose == "sensitive"


def test_no_messages_at_all_may_be_said(browser):
    browser.post("/me/contact/", {**FORM, "purpose": "ordinary", "channel": "", "address": ""})
    assert SafeContact.objects.get().channel == ""


@pytest.mark.parametrize(
    "wrong", [{"address": "123"}, {"address": ""}, {"opens": ""}, {"closes": "08:00"}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, wrong):
    response = browser.post("/me/contact/", {**FORM, **wrong})
    assert response.status_code == 422
    assert 'value="石榴"' in response.content.decode()
    assert not SafeContact.objects.exists()


def test_that_it_still_holds_is_noted(browser):
    browser.post("/me/contact/", FORM)
    before = SafeContact.objects.get().checked_at
    assert browser.post("/me/contact/sensitive/").status_code == 302
    assert SafeContact.objects.get().checked_at > before


def test_there_is_no_other_purpose(browser):
    assert browser.post("/me/contact/", {**FORM, "purpose": "x"}).status_code == 404


def test_the_page_is_kept_nowhere_and_says_nothing_in_its_title(browser):
    response = browser.get("/me/contact/")
    assert response["Cache-Control"] == "no-store"
    assert "<title>Page</title>" in response.content.decode()
    assert "data-leave" in response.content.decode()
