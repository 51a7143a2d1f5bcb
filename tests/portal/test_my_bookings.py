"""My bookings: what stands there, giving a seat up, offers, certificates, how it was, and the calendar."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from jinguo.activities import actions
from jinguo.activities.actions import PickUpIn
from jinguo.activities.models import Enrolment, Feedback
from tests.make import activities as make
from tests.make import people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}
State = Enrolment.State


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def resident():
    return portal.resident(now=make.NOON)


@pytest.fixture
def browser(resident):
    return portal.client(resident, **CHINESE)


def enrolled(resident, activity=None, *, seats=1, **given):
    return make.enrol(
        activity or make.activity(**given), resident.person,
        by=people.acting(resident, make.NOON.date()), channel="portal", seats=seats,
    )  # fmt: skip


def at(booking, part=""):
    return f"/my/bookings/{booking.id}/{part}"


def test_without_any_the_page_says_what_stands_here(browser):
    page = browser.get("/my/bookings/").content.decode()

    assert "还没有报名" in page


def test_a_family_booking_says_its_seats_and_what_is_to_be_paid(resident, browser):
    booking = enrolled(
        resident, make.activity(seats_most=3, fee_fen=1250, fee_note="材料费"), seats=2
    )

    page = browser.get(at(booking)).content.decode()

    assert "每个名额 12.50 元，现场收取（材料费）；您的 2 个名额共 25.00 元" in page
    assert f"{resident.person.name} · 2 个名额" in browser.get("/my/bookings/").content.decode()
    actions.cancel_enrolment(
        actor=people.acting(resident, make.NOON.date()), enrolment_id=booking.id, now=make.NOON
    )
    assert "12.50" not in browser.get(at(booking)).content.decode()


def test_a_seat_given_up_late_says_once_it_is_excused(resident, browser):
    booking = enrolled(resident)
    late = make.START - timedelta(hours=2)
    actions.cancel_enrolment(
        actor=people.acting(resident, make.NOON.date()), enrolment_id=booking.id, now=late
    )
    assert "已免计" not in browser.get(at(booking)).content.decode()

    actions.excuse_late_cancellation(
        actor=make.officer(), enrolment_id=booking.id, reason="孩子发烧", now=late
    )

    assert "已免计，不算缺席。" in browser.get(at(booking)).content.decode()


def test_one_seat_that_costs_nothing_says_neither(resident, browser):
    page = browser.get(at(enrolled(resident))).content.decode()

    assert "<dl" not in page


def test_her_bookings_and_her_childrens_stand_there_and_nobody_elses(resident, browser):
    ward = people.child(resident, on=make.NOON.date(), born_on=date(2005, 9, 1))
    own = enrolled(resident, title="茶艺入门")
    hers = make.enrol(make.activity(), ward.child, by=people.acting(resident, make.NOON.date()))
    make.enrol(make.activity(title="别人的班"))

    page = browser.get("/my/bookings/").content.decode()

    assert at(own) in page
    assert at(hers) in page
    assert "别人的班" not in page
    assert browser.get(at(make.enrol(make.activity()))).status_code == 404


def test_a_booking_shows_its_sessions_and_the_code_for_the_door(resident, browser):
    booking = enrolled(resident)

    page = browser.get(at(booking)).content.decode()

    assert "2020年6月22日" in page
    assert "data:image/svg+xml;base64," in page


def test_who_books_for_a_minded_child_reads_how_it_comes_and_goes_and_is_shown_no_other_code(
    resident, browser
):
    ward = people.child(resident, on=make.NOON.date(), born_on=date(2005, 9, 1))
    booking = make.enrol(
        make.activity(kind="after-school", category=""), ward.child,
        by=people.acting(resident, make.NOON.date()),
    )  # fmt: skip

    before = browser.get(at(booking)).content.decode()
    actions.take_charge(
        actor=make.officer(), enrolment_id=booking.id, now=make.NOON,
        pick_ups=[PickUpIn(name="赵奶奶", relation="奶奶")],
    )  # fmt: skip
    after = browser.get(at(booking)).content.decode()

    assert "可以现在办接送卡" in before
    assert "赵奶奶（奶奶）" in after
    for page in (before, after):
        assert "data:image/svg+xml;base64," not in page


def test_cancelling_in_time_says_that_it_is_free_and_passes_the_seat_on(resident, browser):
    activity = make.activity(capacity=1, minimum=0)
    booking = enrolled(resident, activity)
    next_one = make.enrol(activity)

    page = browser.get(at(booking, "cancel/")).content.decode()
    browser.post(at(booking, "cancel/"))

    assert "没有其他影响" in page
    assert make.again(booking).state == State.DROPPED
    assert make.again(next_one).state == State.OFFERED


def test_cancelling_late_says_first_that_it_counts_as_an_absence(resident, browser, clock):
    booking = enrolled(resident, closes_at=make.START)
    clock.move_to(make.START - timedelta(hours=3))
    browser = portal.client(resident, **CHINESE)

    page = browser.get(at(booking, "cancel/")).content.decode()
    assert make.again(booking).state == State.ENROLLED
    browser.post(at(booking, "cancel/"))

    assert "算一次缺席" in page
    assert make.again(booking).state == State.LATE_CANCELLED


def test_cancelling_after_the_time_was_moved_has_no_consequence(resident, clock):
    booking = enrolled(resident, closes_at=make.START)
    [session] = booking.activity.sessions.all()
    now = make.START - timedelta(hours=3)
    clock.move_to(now)
    actions.move_session(
        actor=make.officer(), session_id=session.id, now=now,
        starts_at=session.starts_at - timedelta(hours=1),
        ends_at=session.ends_at - timedelta(hours=1),
    )  # fmt: skip
    browser = portal.client(resident, **CHINESE)

    page = browser.get(at(booking, "cancel/")).content.decode()
    browser.post(at(booking, "cancel/"))

    assert "没有其他影响" in page
    assert make.again(booking).state == State.DROPPED


def test_nobody_cancels_for_another(browser):
    other = make.enrol(make.activity())

    assert browser.post(at(other, "cancel/")).status_code == 404
    assert make.again(other).state == State.ENROLLED


def offered(resident):
    """A booking that waited and to which a freed seat is offered."""
    activity = make.activity(capacity=1, minimum=0)
    first = make.enrol(activity)
    booking = enrolled(resident, activity)
    actions.cancel_enrolment(actor=make.officer(), enrolment_id=first.id, now=make.NOON)
    return booking


@pytest.mark.parametrize("answer, state", [("accept", State.ENROLLED), ("decline", State.DROPPED)])
def test_a_seat_offered_is_taken_or_given_to_the_next(resident, browser, answer, state):
    booking = offered(resident)

    page = browser.get(at(booking)).content.decode()
    browser.post(at(booking, "offer/"), {"answer": answer})

    assert "14:00" in page
    assert make.again(booking).state == state


def test_an_offer_that_expired_is_refused_with_a_sentence(resident, clock):
    booking = offered(resident)
    clock.move_to(make.NOON + timedelta(hours=3))
    browser = portal.client(resident, **CHINESE)

    answer = browser.post(
        at(booking, "offer/"),
        {"answer": "accept"},
        headers={"referer": f"http://testserver{at(booking)}"},
    )

    assert answer.status_code == 302
    assert make.again(booking).state != State.ENROLLED


def held(booking, *, clock):
    """Let her be at the only session, and the session be held; return the instant after it."""
    [session] = booking.activity.sessions.all()
    clock.move_to(session.starts_at)
    actions.record_attendance(
        actor=make.officer(), session_id=session.id, present=[booking.id], now=session.starts_at
    )
    actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)
    clock.move_to(session.ends_at)
    return session.ends_at


def test_who_never_came_does_not_read_that_she_took_part(resident, clock):
    came, stayed = enrolled(resident, title="茶艺入门"), enrolled(resident, title="插花")
    held(came, clock=clock)
    [session] = stayed.activity.sessions.all()
    actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)
    browser = portal.client(resident, **CHINESE)

    pages = [browser.get(at(one)).content.decode() for one in (came, stayed)]
    both = browser.get("/my/bookings/").content.decode()

    assert ["已参加" in page for page in pages] == [True, False]
    assert make.again(stayed).state == State.COMPLETED and both.count("已参加") == 1


def test_who_completed_a_class_takes_her_certificate_under_her_whole_name(resident, clock):
    booking = enrolled(resident)
    now = held(booking, clock=clock)
    browser = portal.client(resident, **CHINESE)
    assert browser.get(at(booking, "certificate/")).status_code == 404

    actions.issue_certificates(
        actor=make.officer(), activity_id=booking.activity_id, on=now.date(), now=now
    )
    answer = browser.get(at(booking, "certificate/"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]


def test_another_does_not_take_it(resident, clock):
    booking = enrolled(resident)
    now = held(booking, clock=clock)
    actions.issue_certificates(
        actor=make.officer(), activity_id=booking.activity_id, on=now.date(), now=now
    )
    other = portal.resident(now=now, name="钱小梅")

    assert portal.client(other).get(at(booking, "certificate/")).status_code == 404


def test_who_was_there_says_how_it_was_and_who_was_not_cannot(resident, browser, clock):
    booking = enrolled(resident)
    refused = browser.post(at(booking, "feedback/"), {"rating": "5"})
    held(booking, clock=clock)
    browser = portal.client(resident, **CHINESE)

    browser.post(at(booking, "feedback/"), {"rating": "4", "words": "很有收获"})

    assert refused.status_code == 422
    said = Feedback.objects.get()
    assert (said.rating, said.words) == (4, "很有收获")


def test_a_rating_there_is_not_is_refused_and_the_words_are_kept(resident, clock):
    booking = enrolled(resident)
    held(booking, clock=clock)

    answer = portal.client(resident).post(
        at(booking, "feedback/"), {"rating": "9", "words": "很好"}
    )

    assert answer.status_code == 422
    assert "很好" in answer.content.decode()


def feed_of(browser):
    browser.post("/my/calendar/", {"act": "make"})
    page = browser.get("/my/bookings/").content.decode()
    return page.split("http://testserver")[1].split('"')[0]


def events(path):
    return Calendar.from_ical(Client().get(path).content).events


def test_a_calendar_program_reads_her_bookings_at_a_private_address(resident, browser):
    enrolled(resident)
    make.enrol(make.activity(title="别人的班"))

    [event] = events(feed_of(browser))

    assert event["SUMMARY"] == "茶艺入门"


def test_the_address_ends_when_she_ends_it_or_makes_another(resident, browser):
    enrolled(resident)
    first = feed_of(browser)
    second = feed_of(browser)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200

    browser.post("/my/calendar/", {"act": "end"})

    assert Client().get(second).status_code == 404


def test_an_address_nobody_was_given_opens_nothing(resident, browser):
    enrolled(resident)
    address = feed_of(browser)

    assert Client().get(address.replace(".ics", "x.ics")).status_code == 404


def test_of_a_private_activity_the_calendar_does_not_say_what_it_is(resident, browser):
    enrolled(resident, kind="counselling", category="", title="婚姻家庭辅导")

    [event] = events(feed_of(browser))

    assert "辅导" not in event["SUMMARY"]
    assert "LOCATION" not in event


def test_whoever_looks_over_her_shoulder_reads_of_an_appointment_and_not_for_what(
    resident, browser
):
    enrolled(resident, kind="counselling", category="", title="婚姻家庭辅导", place="辅导室")

    page = browser.get("/my/bookings/").content.decode()

    assert "预约" in page and "辅导" not in page
    assert "辅导" not in Client().get(feed_of(browser)).content.decode()


def test_the_file_of_a_private_activity_does_not_say_it_either(browser):
    activity = make.activity(kind="counselling", category="", title="婚姻家庭辅导")

    answer = browser.get(f"/a/{activity.code}/calendar.ics")

    assert "辅导" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_with_a_private_one_among_them_her_bookings_have_a_quick_way_out(resident, browser):
    enrolled(resident)
    assert "data-leave" not in browser.get("/my/bookings/").content.decode()
    enrolled(resident, kind="counselling", category="", title="婚姻家庭辅导")

    page = browser.get("/my/bookings/")

    assert page.content.decode().index("data-leave") < page.content.decode().index("<main")
    assert page["Cache-Control"] == "no-store"
    assert "我的报名" not in page.content.decode().split("</title>")[0]


def test_she_reads_for_how_many_seats_she_booked(resident, browser):
    made = make.enrol(
        make.activity(seats_most=4), resident.person, seats=3,
        by=people.acting(resident, make.NOON.date()), channel="portal",
    )  # fmt: skip

    assert "3 个名额" in browser.get("/my/bookings/").content.decode()
    assert "3 个名额" in browser.get(f"/my/bookings/{made.id}/").content.decode()
    assert "3 个名额" in browser.get(f"/my/bookings/{made.id}/cancel/").content.decode()
