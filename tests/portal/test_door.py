"""Checking in at the door: by the code the organiser shows, and by the code she shows the organiser."""

from datetime import timedelta

import pytest
import time_machine

from jinguo.activities.checkin import code_at
from jinguo.activities.models import Attendance
from tests.make import activities as make
from tests.make import desk, people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(make.START - timedelta(minutes=10), tick=False):
        yield


@pytest.fixture
def resident():
    return portal.resident(now=make.NOON)


def door(session, at=make.START - timedelta(minutes=10)):
    return f"/c/{session.id}?t={code_at(session.id, at)}"


def session_of(activity):
    return activity.sessions.get()


def test_who_scans_the_organisers_code_is_checked_in(resident):
    activity = make.activity()
    booking = make.enrol(activity, resident.person)
    browser = portal.client(resident, **CHINESE)

    asked = browser.get(door(session_of(activity))).content.decode()
    assert not Attendance.objects.exists()
    page = browser.post(door(session_of(activity))).content.decode()

    assert "data-go-on" in asked
    assert "已签到" in page
    there = Attendance.objects.get()
    assert (there.enrolment, there.state, there.how) == (booking, "present", "qr")


def test_her_children_with_a_seat_come_in_with_her(resident):
    activity = make.activity()
    ward = people.child(resident, on=make.NOON.date(), born_on=make.NOON.date().replace(year=2005))
    make.enrol(activity, ward.child)

    portal.client(resident).post(door(session_of(activity)))

    assert Attendance.objects.get().enrolment.person == ward.child


def test_an_old_code_is_refused_with_a_sentence(resident):
    activity = make.activity()
    make.enrol(activity, resident.person)
    old = door(session_of(activity), make.START - timedelta(hours=1))

    page = portal.client(resident, **CHINESE).post(old).content.decode()

    assert "alert" in page
    assert not Attendance.objects.exists()


def test_who_has_no_seat_is_told_so(resident):
    page = (
        portal.client(resident, **CHINESE).get(door(session_of(make.activity()))).content.decode()
    )

    assert "您没有报这个活动" in page
    assert "data-go-on" not in page


def scanned(booking):
    return f"/desk/activities/entries/{booking.id}/here/"


def test_the_organisers_phone_opens_from_her_code_who_she_is_and_one_press_checks_her_in(
    resident, settings
):
    settings.JINGUO_SECOND_FACTOR = "offered"
    activity = make.activity()
    booking = make.enrol(activity, resident.person)
    organiser = desk.desk("district-officer")

    page = organiser.get(scanned(booking)).content.decode()
    answer = organiser.post(scanned(booking))

    assert "赵" in page
    assert answer.url == f"/desk/activities/sessions/{session_of(activity).id}/"
    assert Attendance.objects.get().enrolment == booking


def test_on_her_own_phone_that_address_checks_nobody_in(resident):
    booking = make.enrol(make.activity(), resident.person)

    answer = portal.client(resident).post(scanned(booking))

    assert answer.status_code in (302, 403, 404)
    assert not Attendance.objects.exists()
