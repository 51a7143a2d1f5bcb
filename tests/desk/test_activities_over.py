"""When an activity is over, and for whom something follows: for who was there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.models import Certificate, Outcome, Session
from tests.make import classes, desk

pytestmark = pytest.mark.slow

CLASS = {"programme": "live-commerce-and-tea", "kind": "class", "category": "live-commerce"}


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def record(activity):
    return f"/desk/activities/{activity.id}/"


def note_present(session, *entries):
    actions.record_attendance(
        actor=desk.officer("town-officer"), session_id=session.id,
        present=[one.id for one in entries], now=timezone.now(),
    )  # fmt: skip


def hold(town, session):
    assert town.post(f"/desk/activities/sessions/{session.id}/hold/").status_code == 302


def call_off(town, session):
    return town.post(f"/desk/activities/sessions/{session.id}/act/cancel/", {"reason": "老师生病"})


def long_ago(activity):
    at = timezone.now() - timedelta(days=100)
    activity.sessions.update(starts_at=at, ends_at=at + timedelta(hours=2))


# The last session


def test_a_class_whose_last_lesson_is_cancelled_is_over_for_who_came_and_who_waits(town):
    activity = classes.published(
        classes.session(days=1), classes.session(days=8), capacity=1, minimum=1, title="茶艺入门"
    )
    came, waits = (classes.enrolled(activity, classes.woman(n)) for n in ("王秀兰", "李桂香"))
    first = classes.begun(activity)
    note_present(first, came)
    hold(town, first)

    assert call_off(town, activity.sessions.get(number=2)).status_code == 302

    for one in (activity, came, waits):
        one.refresh_from_db()
    assert activity.state == "finished"
    assert (came.state, waits.state, waits.ended_because) == ("completed", "dropped", "over")
    town.post(f"{record(activity)}certificates/", {"on": timezone.localdate()})
    assert Certificate.objects.get().enrolment_id == came.id


def test_while_another_lesson_is_to_come_it_goes_on(town):
    activity = classes.published(*[classes.session(days=n) for n in (1, 8, 15)])
    hold(town, classes.begun(activity))

    call_off(town, activity.sessions.get(number=3))

    activity.refresh_from_db()
    assert activity.state == "running"


def test_where_none_was_held_the_last_one_is_not_cancelled_but_the_activity(town):
    activity = classes.published(classes.session(days=1), classes.session(days=8))
    call_off(town, activity.sessions.get(number=1))

    response = call_off(town, activity.sessions.get(number=2))

    activity.refresh_from_db()
    assert response.status_code == 422 and "Cancel the activity." in text(response)
    assert activity.state == "published"
    assert activity.sessions.get(number=2).state == Session.State.PLANNED


# Who was there


def test_only_who_came_is_asked_what_became_of_her(town):
    activity = classes.published(**CLASS, title="直播班")
    came, stayed = (classes.enrolled(activity, classes.woman(n)) for n in ("王秀兰", "李桂香"))
    session = classes.begun(activity)
    note_present(session, came)
    hold(town, session)
    long_ago(activity)

    listed = text(town.get("/desk/activities/follow-ups/"))
    answer = {"result": "employed", "income": "", "on": timezone.localdate()}
    refused = town.post(f"/desk/activities/follow-ups/{stayed.id}/3/", answer)
    town.post(f"/desk/activities/follow-ups/{came.id}/3/", answer)

    assert str(came.id) in listed and str(stayed.id) not in listed
    assert refused.status_code == 422 and "She was at no session of “直播班”." in text(refused)
    assert Outcome.objects.get().enrolment_id == came.id


def test_who_never_came_is_not_said_to_have_completed_it(town):
    activity = classes.published()
    came, stayed = (classes.enrolled(activity, classes.woman(n)) for n in ("王秀兰", "李桂香"))
    session = classes.begun(activity)
    note_present(session, came)
    hold(town, session)

    shown = text(town.get(record(activity)))
    assert shown.count("Not noted as present") == 1

    note_present(session, stayed)  # the paper list is read back once the session is over

    assert "Not noted as present" not in text(town.get(record(activity)))
