"""A woman with a phone: she books, gives the seat up, moves up, checks in, and takes her certificate."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from jinguo.activities import actions
from jinguo.activities.checkin import code_at
from jinguo.activities.models import Enrolment
from jinguo.people.models import Consent
from tests.make import activities as make
from tests.make import people, portal

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def clock():
    with time_machine.travel(make.NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def phone(clock, committed, window, site, settings):
    """Open a phone on which a resident is signed in."""

    def open_for(resident):
        page = window(width=PHONE["width"])
        page.set_viewport_size(PHONE)
        cookie = portal.client(resident).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        return page

    return open_for


def tap(page, role, name):
    page.get_by_role(role, name=name, exact=True).click()


def told(page, text):
    expect(page.get_by_text(re.compile(text)).first).to_be_visible()


@pytest.mark.slow
def test_she_books_in_three_taps_and_when_she_cancels_the_next_in_line_moves_up(phone):
    make.activity(capacity=1, minimum=0)
    first = phone(portal.resident(now=make.NOON))
    second = phone(portal.resident(now=make.NOON, name="钱小梅"))

    first.goto("/")
    first.get_by_role("link", name=re.compile("茶艺入门")).click()
    tap(first, "link", "报名")
    tap(first, "button", "报名")
    told(first, "已报名。到场时出示")

    second.goto("/")
    second.get_by_role("link", name=re.compile("茶艺入门")).click()
    tap(second, "link", "候补报名")
    tap(second, "button", "候补报名")
    told(second, "候补名单中排第 1 位")

    tap(first, "link", "取消报名")
    told(first, "没有其他影响")
    tap(first, "button", "取消报名")
    told(first, "已取消")

    second.reload()
    told(second, "为您保留到")
    tap(second, "button", "接受名额")
    told(second, "已报名。到场时出示")
    assert sorted(Enrolment.objects.values_list("state", flat=True)) == ["dropped", "enrolled"]


@pytest.mark.slow
def test_she_checks_in_by_the_code_at_the_door_and_takes_her_certificate(phone, clock):
    activity = make.activity()
    [session] = activity.sessions.all()
    resident = portal.resident(now=make.NOON)
    booking = make.enrol(activity, resident.person)
    clock.move_to(session.starts_at - timedelta(minutes=10))
    page = phone(resident)

    page.goto(f"/c/{session.id}?t={code_at(session.id, session.starts_at - timedelta(minutes=10))}")
    told(page, "已签到")

    clock.move_to(session.ends_at)
    officer = make.officer()
    actions.hold_session(actor=officer, session_id=session.id, now=session.ends_at)
    actions.issue_certificates(
        actor=officer,
        activity_id=activity.id,
        on=session.ends_at.date(),
        now=session.ends_at,
    )
    page = phone(resident)
    page.goto(f"/my/bookings/{booking.id}/")
    with page.expect_download() as download:
        tap(page, "link", "下载（PDF）")
    assert download.value.suggested_filename == "certificate.pdf"
    page.get_by_label("5 分，很好").check()
    tap(page, "button", "提交评价")
    told(page, "评价已提交")


@pytest.mark.slow
def test_a_guardian_books_for_a_child_once_she_has_read_and_agreed(phone):
    make.activity()
    resident = portal.resident(now=make.NOON)
    ward = people.child(resident, on=make.NOON.date())
    page = phone(resident)

    page.goto("/")
    page.get_by_role("link", name=re.compile("茶艺入门")).click()
    tap(page, "link", "报名")
    page.get_by_label(re.compile(ward.child.name)).check()
    told(page, "只有主办方看得到")
    page.get_by_label(re.compile("我是孩子的监护人")).check()
    tap(page, "button", "报名")

    told(page, ward.child.name)
    assert Enrolment.objects.get().person == ward.child
    assert Consent.objects.get(person=ward.child).given_how == "screen"
