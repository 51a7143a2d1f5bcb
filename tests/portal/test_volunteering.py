"""A volunteer's own page: her record check, her hours, and where she is with minors soon."""

from datetime import time, timedelta

import pytest
import time_machine
from django.test import override_settings

from jinguo.activities import actions as activities
from jinguo.activities.actions import Duty
from jinguo.core.dates import months_after
from tests.make import activities as events
from tests.make import members, org, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/me/volunteering/"


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


@pytest.fixture
def browser(resident):
    return portal.client(resident)


def text(browser, page=PAGE):
    return browser.get(page).content.decode()


def helps(who):
    planned = events.draft(kind="after-school", category="", title="四点半课堂")
    activities.add_helper(
        actor=events.officer(), activity_id=planned.id, person_id=who.id, now=events.NOON
    )


def test_who_is_no_volunteer_has_no_such_page(browser):
    assert browser.get(PAGE).status_code == 404
    assert PAGE not in text(browser, "/me/")


def test_a_volunteer_reads_that_her_check_is_missing_and_what_to_do(browser, resident):
    members.volunteer(who=resident.person)

    assert PAGE in text(browser, "/me/")
    assert "missing" in text(browser) and "Bring one" in text(browser)


@pytest.mark.parametrize(("days", "said"), [(10, "runs out on"), (200, "holds until")])
def test_she_reads_until_when_it_holds(browser, resident, days, said):
    members.volunteer(who=resident.person)
    until = members.DAY + timedelta(days=days)
    members.record_check(resident.person_id, on=months_after(until + timedelta(days=1), -12))

    assert said in text(browser) and "missing" not in text(browser)


def test_who_helps_after_school_reads_where_and_that_a_check_is_missing(browser, resident):
    helps(resident.person)

    assert "四点半课堂" in text(browser) and "missing" in text(browser)


def test_where_others_help_is_not_hers_to_read(browser, resident):
    members.volunteer(who=resident.person)
    helps(members.woman(name="李桂兰"))

    assert "四点半课堂" not in text(browser)


def test_who_is_on_duty_reads_when_and_whether_she_is_booked_and_not_by_whom(browser, resident):
    series = events.series(kind="counselling", category="", capacity=1, minimum=1)
    on = events.START.date()
    duty = Duty(on=on, begins=time(9), ends=time(10), person_id=resident.person_id, name="赵小兰")
    [slot] = activities.plan_duties(
        actor=events.officer(), series_id=series.id, duties=[duty], now=events.NOON
    )
    assert "not taken yet" in text(browser) and "Record check" not in text(browser)

    booked = events.enrol(slot)

    shown = text(browser)
    assert "to be confirmed" in shown and booked.person.name not in shown
