"""
A photographed list is confirmed while somebody is noted at the door: neither act undoes the other.

The race runs twice: with the session's row held, and as a control without. The control must go wrong, or the
race proves nothing.
"""

from __future__ import annotations

import threading
from unittest import mock

import pytest
from django.db import connection, transaction

from jinguo.activities import actions, queries
from jinguo.activities.actions import marking, photographing
from jinguo.activities.checkin import short_code
from jinguo.activities.models import Attendance
from tests.make import activities as make

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def entry(committed):
    activity = make.activity()
    return make.enrol(activity)


def confirm_while_she_comes(entry, *, looked: threading.Event) -> list[int]:
    """Confirm the list, on which she is not ticked, between her check-in and its commit."""
    session, officer = entry.activity.sessions.get(), make.officer()
    changed: list[int] = []
    came = threading.Event()

    def confirm() -> None:
        came.wait(30)
        try:
            done = actions.confirm_list(
                actor=officer, session_id=session.id, seen={short_code(entry.id): ""}, ticked=[],
                now=session.starts_at,
            )  # fmt: skip
            changed.append(len(done.changed))
        finally:
            connection.close()

    other = threading.Thread(target=confirm)
    other.start()
    with transaction.atomic():
        actions.record_attendance(
            actor=officer, session_id=session.id, present=[entry.id], now=session.starts_at
        )
        came.set()
        looked.wait(2)
    other.join(30)
    return changed


def looking(looked: threading.Event):
    """Say when the confirmation has looked at what is noted."""
    noted = marking.noted_at

    def look(session):
        found = noted(session)
        looked.set()
        return found

    return mock.patch.object(marking, "noted_at", look)


def test_her_coming_stands_and_her_line_is_shown_again(entry):
    looked = threading.Event()

    with looking(looked):
        assert confirm_while_she_comes(entry, looked=looked) == [1]

    assert Attendance.objects.get().state == "present"


def test_without_the_row_held_her_coming_is_lost(entry):
    looked = threading.Event()
    # Only the confirmation looks without holding: what it calls then holds the row as always.
    unheld = mock.patch.object(
        photographing,
        "queries",
        mock.Mock(
            wraps=queries, get_session=lambda actor, one, *, lock: queries.get_session(actor, one)
        ),
    )

    with looking(looked), unheld:
        assert confirm_while_she_comes(entry, looked=looked) == [0]

    assert Attendance.objects.get().state == "absent"
