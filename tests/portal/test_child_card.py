"""The card of a minded child on her guardian's phone: made with its code, put right, given a new code."""

import re
from datetime import date

import pytest
import time_machine

from jinguo.activities.actions import WrongGuardianCode
from jinguo.activities.actions.minding import check_code
from jinguo.activities.models import Charge
from tests.make import activities as make
from tests.make import people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}
GRANDMOTHER = {"name_1": "赵奶奶", "relation_1": "奶奶", "phone_1": "13800005678"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def resident():
    return portal.resident(now=make.NOON)


@pytest.fixture
def browser(resident):
    return portal.client(resident, **CHINESE)


def booked(resident, person=None, kind="after-school"):
    """Book her child, or somebody else, for a class."""
    if person is None:
        born_on = date(2005, 9, 1)
        person = people.child(resident, on=make.NOON.date(), born_on=born_on).child
    category = "" if kind == "after-school" else "tea"
    return make.enrol(
        make.activity(kind=kind, category=category), person,
        by=people.acting(resident, make.NOON.date()),
    )  # fmt: skip


def at(booking, part=""):
    return f"/my/bookings/{booking.id}/card/{part}"


def code_in(response):
    [code] = re.findall(r'class="door-code num">(\d{6})<', response.content.decode())
    return code


def is_code_of(booking, code):
    """Say whether whoever minds the child is let on by a code."""
    charge = Charge.objects.get(enrolment=booking)
    session = booking.activity.sessions.get()
    try:
        check_code(make.officer(), session.id, charge.id, code)
    except WrongGuardianCode:
        return False
    return True


def listed(booking):
    found = Charge.objects.get(enrolment=booking).pick_ups.filter(until_on__isnull=True)
    return {(one.name, one.relation, one.phone_tail) for one in found}


def test_a_guardian_makes_the_card_and_reads_the_code_once(resident, browser):
    booking = booked(resident)
    offered = browser.get(f"/my/bookings/{booking.id}/").content.decode()

    answer = browser.post(at(booking), {**GRANDMOTHER, "allergies": "花生"})
    again = browser.get(at(booking))

    assert at(booking) in offered
    assert is_code_of(booking, code_in(answer))
    assert answer["Cache-Control"] == "no-store"
    assert "door-code" not in again.content.decode()
    assert "花生" in again.content.decode()
    assert listed(booking) == {("赵奶奶", "奶奶", "5678")}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name_1": "赵奶奶"}, "这一项必填"),
        ({"phone_2": "13800005678"}, "这一项必填"),
        ({**GRANDMOTHER, "phone_1": "123"}, "11 位"),
    ],
)
def test_a_line_that_is_not_whole_is_said_and_what_was_typed_stays(resident, browser, typed, said):
    booking = booked(resident)

    answer = browser.post(at(booking), {**typed, "allergies": "花生"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown and "花生" in shown
    assert all(f'value="{text}"' in shown for text in typed.values())
    assert not Charge.objects.exists()


def test_the_card_is_put_right_and_the_code_stays(resident, browser):
    booking = booked(resident)
    code = code_in(browser.post(at(booking), GRANDMOTHER))
    seen = browser.get(at(booking)).context["form"]["seen"].value()

    changed = browser.post(
        at(booking), {"name_1": "钱叔叔", "relation_1": "邻居", "allergies": "牛奶", "seen": seen}
    )
    late = browser.post(at(booking), {**GRANDMOTHER, "seen": seen})

    assert changed.url == f"/my/bookings/{booking.id}/"
    assert listed(booking) == {("钱叔叔", "邻居", "")}
    assert is_code_of(booking, code)
    assert late.status_code == 422


def test_a_new_code_takes_the_place_of_the_one_before(resident, browser):
    booking = booked(resident)
    first = code_in(browser.post(at(booking), GRANDMOTHER))

    second = code_in(browser.post(at(booking, "code/")))

    assert is_code_of(booking, second) and not is_code_of(booking, first)
    assert listed(booking) == {("赵奶奶", "奶奶", "5678")}


def test_there_is_no_card_for_another_s_child_for_herself_or_where_nobody_is_minded(
    resident, browser
):
    stranger = portal.resident(phone="13900007777", now=make.NOON)
    theirs = booked(stranger)
    elsewhere = booked(resident, kind="course")
    herself = make.enrol(make.activity(kind="after-school", category=""), resident.person)

    for booking in (theirs, elsewhere, herself):
        for part in ("", "code/"):
            assert browser.post(at(booking, part), GRANDMOTHER).status_code == 404
    assert not Charge.objects.exists()
