"""
Whatever is booked, given up, offered and enlarged in whatever order: what always holds, holds.

``JINGUO_TEST_DEEP=10000x50`` looks at so many orders of so many steps instead; see CONTRIBUTING.md.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinguo.activities import actions, queries
from jinguo.core.errors import Refused
from tests.make import activities as make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PERSONS = 8
ORDERS, LENGTH = map(int, os.environ.get("JINGUO_TEST_DEEP", "40x25").split("x"))
ENROL, CANCEL, ACCEPT, DECLINE, ENLARGE, WAIT = range(6)
STEPS = st.lists(
    st.tuples(st.integers(ENROL, WAIT), st.integers(0, PERSONS - 1), st.integers(1, 3)),
    max_size=LENGTH,
)


def step(verb, number, seats, *, activity, persons, officer, now) -> None:
    entry = activity.enrolments.living().filter(person=persons[number]).first()
    if verb == ENROL:
        make.enrol(activity, persons[number], by=officer, now=now, seats=seats)
    elif verb == ENLARGE:
        activity.refresh_from_db()
        actions.change_capacity(
            actor=officer, activity_id=activity.id, capacity=activity.capacity + 1, now=now
        )
    elif verb == WAIT:
        actions.offer_freed_seats(actor=officer, now=now)
    elif entry is not None:
        act = {
            CANCEL: actions.cancel_enrolment,
            ACCEPT: actions.accept_offer,
            DECLINE: actions.decline_offer,
        }[verb]
        act(actor=officer, enrolment_id=entry.id, now=now)


def waking(at: datetime) -> datetime:
    """The instant, or the next morning where offers are not made any more: they wait for it."""
    if 8 <= at.hour < 20:
        return at
    morning = at.replace(hour=8, minute=0)
    return morning if at.hour < 8 else morning + timedelta(days=1)


def check(activity) -> None:
    activity.refresh_from_db()
    taken = queries.taken_of(activity)
    free = activity.capacity - taken.seats
    waiting = list(activity.enrolments.in_line())
    places = activity.enrolments.filter(place__isnull=False).values_list("place", flat=True)
    assert free >= 0
    assert len(waiting) <= activity.waiting_capacity
    assert sorted(places) == list(range(1, len(places) + 1))
    assert not [one for one in waiting if one.seats <= free]


@pytest.fixture
def persons():
    return make.women(PERSONS)


@settings(
    max_examples=ORDERS, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(steps=STEPS)
def test_no_seat_is_given_twice_none_stays_empty_and_nobody_waits_whom_a_free_one_fits(
    persons, steps
):
    activity = make.activity(capacity=4, minimum=1, seats_most=3, waiting_capacity=4)
    officer = make.officer()
    now = make.NOON

    for verb, number, seats in steps:
        now = waking(now + (timedelta(minutes=5) if verb != WAIT else timedelta(hours=2)))
        try:
            step(verb, number, seats, activity=activity, persons=persons, officer=officer, now=now)
        except Refused:
            continue
        check(activity)
