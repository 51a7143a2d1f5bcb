"""Consents on the page of a household: whose, by which guardian, withdrawn with one button."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from jinguo.people.models import Consent, Household
from tests.make import desk, people

pytestmark = pytest.mark.usefixtures("undone")
GIVEN = {
    "purpose": "公开名单", "text_version": "告知书2", "fields_agreed": ["name"], "given_how": "paper",
}  # fmt: skip


@pytest.fixture
def home(world):
    return Household.objects.get(id=world.household)


@pytest.fixture
def browser(world):
    return desk.desk("village-chair")


def send(browser, home, person, **given):
    form = {**GIVEN, "person": person.id, "given_on": timezone.localdate(), **given}
    return browser.post(f"/desk/households/{home.id}/consents/", form)


@pytest.mark.slow
def test_the_consent_of_any_member_is_recorded(browser, home):
    member = people.member(home, name="李建国")

    assert send(browser, home, member).status_code == 302

    consent = Consent.objects.get(person=member)
    assert (consent.purpose, consent.fields) == ("公开名单", ["name"])
    page = browser.get(f"/desk/households/{home.id}/").content.decode()
    assert "李建国 · 公开名单" in page


@pytest.mark.slow
def test_for_a_child_the_page_asks_for_the_guardian_and_keeps_what_was_typed(browser, home):
    child = people.member(home, name="王小雨", relation="3", born_on=date(2015, 5, 5))

    answer = send(browser, home, child)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "under 14" in page.split('name="guardian"')[1].split("</div></div>")[0]
    assert 'value="告知书2"' in page and f'value="{child.id}" selected' in page
    send(browser, home, child, guardian="王秀英", guardian_relation="5")
    assert (
        "guardian: 王秀英 (Parent)" in browser.get(f"/desk/households/{home.id}/").content.decode()
    )


@pytest.mark.slow
def test_it_is_withdrawn_with_one_button_and_says_until_when_nobody_asks(browser, home, world):
    browser.post(f"/desk/households/{home.id}/consents/{world.consent}/withdraw/")

    page = browser.get(f"/desk/households/{home.id}/").content.decode()
    again = timezone.localdate() + timedelta(days=180)
    assert f"Not to be asked again before {date_format(again)}." in page
    answer = send(browser, home, people.head(home), purpose="照片 ")
    assert answer.status_code == 422
    assert "She may be asked again from" in answer.content.decode()


@pytest.mark.slow
def test_a_consent_can_be_withdrawn_after_the_household_has_left(browser, home, world):
    yesterday = timezone.localdate() - timedelta(days=1)
    people.actions.close_household(
        actor=desk.officer("data-officer"), household_id=home.id, on=yesterday, reason="搬迁",
        now=timezone.now(),
    )  # fmt: skip
    page = browser.get(f"/desk/households/{home.id}/").content.decode()
    assert f"/consents/{world.consent}/withdraw/" in page

    browser.post(f"/desk/households/{home.id}/consents/{world.consent}/withdraw/")

    assert Consent.objects.get(id=world.consent).withdrawn_on == timezone.localdate()


@pytest.mark.slow
def test_who_may_not_record_sees_no_button(home, world):
    page = desk.desk("executive").get(f"/desk/households/{home.id}/").content.decode()

    assert "照片" in page
    assert "/withdraw/" not in page and "Record a consent" not in page
