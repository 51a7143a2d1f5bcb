"""Someone's own appointments: told of, shown to herself alone, with the letter as long as it holds."""

from io import BytesIO

import pytest
import time_machine
from django.test import override_settings
from pypdf import PdfReader

from jinguo.members import actions
from tests.make import activities as events
from tests.make import members, org, people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/me/appointments/"


@pytest.fixture(autouse=True)
def _noon():
    org.tree()
    members.scheme()
    with (
        override_settings(LANGUAGE_CODE="en", JINGUO_SECOND_FACTOR="offered"),
        time_machine.travel(events.NOON, tick=False),
    ):
        yield


@pytest.fixture
def resident():
    return portal.resident(now=events.NOON, area=members.VILLAGE)


def text(browser, page=PAGE):
    return browser.get(page).content.decode()


def letter(one):
    return f"{PAGE}{one.id}/letter/"


def test_who_is_appointed_is_told_and_takes_her_letter(resident):
    browser = portal.client(resident)
    assert browser.get(PAGE).status_code == 404 and PAGE not in text(browser, "/me/")

    made = members.appointment(who=resident.person)

    told = text(browser, "/me/messages/")
    assert "You are appointed" in told and f'href="{PAGE}"' in told
    assert PAGE in text(browser, "/me/")
    assert made.letter in text(browser) and letter(made) in text(browser)
    sent = browser.get(letter(made))
    assert sent["Content-Type"] == "application/pdf"
    [sheet] = PdfReader(BytesIO(sent.content)).pages
    assert resident.person.name in sheet.extract_text()


def test_what_has_ended_stands_there_without_its_letter(resident):
    browser = portal.client(resident)
    made = members.appointment(who=resident.person)
    actions.end_appointment(
        actor=members.district(), appointment_id=made.id, reason="迁出", on=members.DAY,
        now=people.instant(members.DAY),
    )  # fmt: skip

    assert "Ended early" in text(browser) and letter(made) not in text(browser)
    assert browser.get(letter(made)).status_code == 409


def test_nobody_takes_the_letter_of_another(resident):
    other = members.appointment()

    assert portal.client(resident).get(letter(other)).status_code == 404
