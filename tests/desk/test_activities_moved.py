"""What a move takes with it: when one enrols, the draw, and what giving a seat up counts as."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.actions import SessionIn
from jinguo.activities.models import Activity, Enrolment, Session
from tests.make import classes, desk

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def ten(days):
    """Ten in the morning so many days from now."""
    return timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + days * DAY


def lesson(days):
    return SessionIn(starts_at=ten(days), ends_at=ten(days) + timedelta(hours=2))


def moved(days):
    return {"on": ten(days).date(), "starts": "10:00", "ends": "12:00", "place": "文化站"}


def act(thing, verb):
    kind = "activities/sessions" if isinstance(thing, Session) else "activities"
    return f"/desk/{kind}/{thing.id}/act/{verb}/"


def move(town, session, days):
    response = town.post(act(session, "move"), moved(days))
    assert response.status_code == 302
    return Activity.objects.get(id=session.activity_id)


@pytest.mark.parametrize("to", [5, 15], ids=["earlier", "later"])
def test_enrolment_closes_as_long_before_the_first_session_as_it_was_planned_to(town, to):
    activity = classes.published(lesson(10), closes_at=ten(9))

    after = move(town, classes.first(activity), to)

    assert after.closes_at == ten(to - 1) and after.opens_at == activity.opens_at


def test_nobody_enrols_once_what_was_moved_earlier_has_begun(town):
    activity = classes.published(lesson(10))

    after = move(town, classes.first(activity), 2)

    assert after.closes_at == ten(2)


@pytest.mark.parametrize("to", [9, 12], ids=["earlier", "later"])
def test_a_later_session_moves_alone(town, to):
    activity = classes.published(lesson(3), lesson(10))

    after = move(town, activity.sessions.get(number=2), to)

    assert after.closes_at == activity.closes_at


def test_the_first_that_moves_behind_the_second_lets_enrolment_close_with_that(town):
    activity = classes.published(lesson(3), lesson(10))

    after = move(town, classes.first(activity), 20)

    assert after.closes_at == ten(10)


def add(town, activity, days, *, times=1):
    page = f"/desk/activities/{activity.id}/dates/"
    sent = {"on": ten(days).date(), "starts": "10:00", "ends": "12:00", "every": 7, "times": times}
    assert town.post(page, sent).status_code == 302
    activity.refresh_from_db()
    return activity


def cancel(town, session):
    response = town.post(act(session, "cancel"), {"reason": "老师生病"})
    assert response.status_code == 302
    return Activity.objects.get(id=session.activity_id)


@pytest.mark.parametrize(("days", "closes"), [(6, 5), (13, 9)], ids=["before", "after"])
def test_a_date_put_before_the_first_takes_enrolment_with_it_and_one_after_it_does_not(
    town, days, closes
):
    activity = classes.published(lesson(10), closes_at=ten(9))

    assert add(town, activity, days).closes_at == ten(closes)


@pytest.mark.parametrize(("number", "closes"), [(1, 9), (2, 2)], ids=["first", "second"])
def test_with_the_first_cancelled_enrolment_closes_before_the_next(town, number, closes):
    activity = classes.published(lesson(3), lesson(10), closes_at=ten(2))

    assert cancel(town, activity.sessions.get(number=number)).closes_at == ten(closes)


def test_a_seat_offered_is_held_no_longer_than_until_a_date_put_before_the_first(town):
    activity = classes.published(lesson(12))
    entry = classes.enrolled(activity)
    Enrolment.objects.filter(id=entry.id).update(state="offered", offer_expires_at=ten(5))

    add(town, activity, 3)

    entry.refresh_from_db()
    assert entry.offer_expires_at == ten(3)


def test_once_seats_are_drawn_a_first_lesson_cancelled_lets_nobody_enter_again(town):
    activity = classes.published(
        lesson(3), lesson(10), closes_at=ten(2), capacity=1, minimum=1, allocation="draw"
    )
    closed = timezone.now() - timedelta(minutes=1)
    Activity.objects.filter(id=activity.id).update(closes_at=closed)
    town.post(f"/desk/activities/{activity.id}/draw/")

    assert cancel(town, classes.first(activity)).closes_at == closed


def test_a_date_that_has_passed_closes_what_is_open_now_and_not_before(town):
    activity, before = classes.published(lesson(10), closes_at=ten(9)), timezone.now()

    assert before <= add(town, activity, -2).closes_at <= timezone.now()


def test_once_a_class_has_begun_its_enrolment_does_not_open_again(town):
    activity = classes.published(lesson(3), lesson(10))
    begun = classes.begun(activity)
    Activity.objects.filter(id=activity.id).update(closes_at=begun.starts_at)

    after = move(town, activity.sessions.get(number=2), 20)

    assert after.closes_at == begun.starts_at


def test_what_was_to_open_after_it_would_close_opens_earlier_too(town):
    activity = classes.published(lesson(20), closes_at=ten(19))
    Activity.objects.filter(id=activity.id).update(opens_at=ten(12))

    after = move(town, classes.first(activity), 10)

    assert (after.opens_at, after.closes_at) == (ten(2), ten(9))


def test_all_that_move_take_enrolment_with_them_those_of_a_series_too(town):
    series = classes.series(lesson(9), lesson(16))
    alone = classes.published(lesson(9), lesson(16), closes_at=ten(8), place="会堂")
    given = {"on": ten(12).date(), "starts": "10:00", "seen_at": ten(9).isoformat()}

    town.post(act(alone, "move"), given)
    town.post(f"/desk/activities/series/{series.id}/act/move/", given)

    alone.refresh_from_db()
    assert alone.closes_at == ten(11)
    closes = series.activities.order_by("closes_at").values_list("closes_at", flat=True)
    assert list(closes) == [ten(12), ten(19)]


def test_seats_of_a_class_that_moved_earlier_are_drawn_before_its_first_lesson(town):
    activity = classes.published(
        lesson(12), closes_at=ten(4), capacity=1, minimum=1, allocation="draw"
    )
    entry = classes.enrolled(activity)

    move(town, classes.first(activity), 3)
    town.post(f"/desk/activities/{activity.id}/draw/")

    entry.refresh_from_db()
    assert entry.state == "enrolled"


def test_once_seats_are_drawn_a_move_lets_nobody_enter_again(town):
    activity = classes.published(
        lesson(12), closes_at=ten(4), capacity=1, minimum=1, allocation="draw"
    )
    closed = timezone.now() - timedelta(minutes=1)
    Activity.objects.filter(id=activity.id).update(closes_at=closed)
    town.post(f"/desk/activities/{activity.id}/draw/")

    after = move(town, classes.first(activity), 20)

    assert after.closes_at == closed


@pytest.mark.parametrize(("to", "until"), [(3, 3), (9, 5)], ids=["before it ends", "after it"])
def test_a_seat_offered_is_held_no_longer_than_until_the_class_begins(town, to, until):
    activity = classes.published(lesson(12))
    entry = classes.enrolled(activity)
    Enrolment.objects.filter(id=entry.id).update(state="offered", offer_expires_at=ten(5))

    move(town, classes.first(activity), to)

    entry.refresh_from_db()
    assert entry.offer_expires_at == ten(until)


def test_a_session_does_not_move_into_the_past_and_what_was_typed_is_kept(town):
    activity = classes.published(lesson(3))

    response = town.post(act(classes.first(activity), "move"), moved(-2))

    assert response.status_code == 422 and "It would begin in the past." in text(response)
    assert f'value="{ten(-2):%Y-%m-%d}"' in text(response)
    assert classes.first(activity).starts_at == ten(3)


def test_the_room_of_what_has_begun_is_still_put_right(town):
    activity = classes.published(lesson(3))
    session = classes.first(activity)
    Session.objects.filter(id=session.id).update(starts_at=ten(-2), ends_at=ten(-2) + DAY / 12)

    town.post(act(session, "move"), moved(-2) | {"room": "二楼"})

    session.refresh_from_db()
    assert session.room == "二楼"


# Giving a seat up


def soon(**given):
    """A class that begins within the hours in which giving up a seat counts, and who enrolled before."""
    activity = classes.published(classes.session(days=1 / 24), **given)
    entry = classes.enrolled(activity)
    Enrolment.objects.filter(id=entry.id).update(entered_at=timezone.now() - DAY)
    return activity, entry


def cancelled(town, entry):
    town.post(f"/desk/activities/entries/{entry.id}/cancel/")
    entry.refresh_from_db()
    return entry.state


def moved_on(activity, *, since):
    """The first session moved, in so short a time that it still begins today."""
    session = classes.first(activity)
    actions.move_session(
        actor=desk.officer("town-officer"), session_id=session.id, now=since,
        starts_at=session.starts_at + timedelta(minutes=30),
        ends_at=session.ends_at + timedelta(minutes=30),
    )  # fmt: skip


def test_who_gives_her_seat_up_after_a_move_was_not_absent(town):
    activity, entry = soon()
    moved_on(activity, since=timezone.now())

    assert cancelled(town, entry) == "dropped"


def test_who_gives_her_seat_up_after_another_date_was_put_before_the_first_was_not_absent(town):
    activity, entry = soon()
    actions.add_sessions(
        actor=desk.officer("town-officer"), activity_id=activity.id,
        sessions=[classes.session(days=1 / 48, hours=0.4)], now=timezone.now(),
    )  # fmt: skip

    assert cancelled(town, entry) == "dropped"


def test_a_date_added_behind_the_first_is_no_move(town):
    activity, entry = soon()
    actions.add_sessions(
        actor=desk.officer("town-officer"), activity_id=activity.id,
        sessions=[classes.session(days=7)], now=timezone.now(),
    )  # fmt: skip

    assert cancelled(town, entry) == "late-cancelled"


def test_without_a_move_it_counts(town):
    _activity, entry = soon()

    assert cancelled(town, entry) == "late-cancelled"


def test_who_entered_after_the_move_knew_the_time(town):
    activity, entry = soon()
    moved_on(activity, since=timezone.now() - 2 * DAY)

    assert cancelled(town, entry) == "late-cancelled"


def test_once_what_was_moved_has_begun_it_counts_again(town):
    activity, entry = soon()
    moved_on(activity, since=timezone.now())
    classes.begun(activity, ago=timedelta(minutes=10))

    assert cancelled(town, entry) == "late-cancelled"
