"""Reminding who comes tomorrow, and asking who was there how it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jinguo.activities import actions
from jinguo.notices.models import Message
from jinguo.org.actor import Actor
from tests.make import activities as make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
JOB = Actor.system("remind")
DAY = timedelta(days=1)
AFTERNOON = make.START - DAY + timedelta(hours=7)
"""Of the day before the first session."""


def remind(now=AFTERNOON):
    return actions.remind(actor=JOB, now=now)


def told(*templates):
    found = Message.objects.filter(template__in=templates)
    return sorted((one.template, one.person_id) for one in found)


def test_who_has_a_seat_is_reminded_the_day_before_and_once():
    activity = make.activity(capacity=1, minimum=0, waiting_capacity=1)
    seated, _waiting = make.enrol(activity), make.enrol(activity)

    assert remind(AFTERNOON - DAY) == 0
    assert [remind(), remind(AFTERNOON + timedelta(minutes=1))] == [1, 0]

    assert told("reminder") == [("reminder", seated.person_id)]


def test_each_lesson_of_a_class_is_reminded_of():
    activity = make.activity(sessions=make.meetings(2))
    make.enrol(activity)

    assert [remind(), remind(AFTERNOON + timedelta(weeks=1))] == [1, 1]


def test_of_what_is_cancelled_or_a_draft_nobody_is_reminded():
    make.draft()
    cancelled = make.activity()
    make.enrol(cancelled)
    actions.cancel_activity(
        actor=make.officer(), activity_id=cancelled.id, reason="老师生病", now=make.NOON
    )

    assert remind() == 0


def test_of_a_private_activity_the_time_alone_is_said():
    activity = make.activity(kind="counselling", capacity=1, minimum=1, category="")
    make.enrol(activity)

    remind()

    [message] = Message.objects.filter(template="time-reminder")
    assert message.is_sensitive and set(message.values) == {"starts"}
    assert not told("reminder")


def test_who_was_there_is_asked_how_it_was_and_once():
    activity = make.activity()
    came, stayed = make.enrol(activity), make.enrol(activity)
    session = activity.sessions.get()
    actions.record_attendance(
        actor=make.officer(), session_id=session.id, present=[came.id], absent=[stayed.id],
        now=session.ends_at,
    )  # fmt: skip
    assert remind(session.ends_at) == 0
    actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)

    assert [remind(session.ends_at + DAY), remind(session.ends_at + 2 * DAY)] == [1, 0]

    assert told("feedback-asked") == [("feedback-asked", came.person_id)]


def test_nobody_is_asked_of_what_was_over_long_ago():
    activity = make.activity()
    came = make.enrol(activity)
    session = activity.sessions.get()
    actions.record_attendance(
        actor=make.officer(), session_id=session.id, present=[came.id], now=session.ends_at
    )
    actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)

    assert remind(session.ends_at + 3 * DAY) == 0
