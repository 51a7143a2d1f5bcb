"""
Whatever is booked, given up, offered and enlarged in whatever order: what always holds, holds.

Orders share their beginnings: one is played to its half, and from there, over a savepoint, on in two ways,
each of which is played to its half, and so on. So a step that many orders have in common is taken once.

``JINGUO_TEST_DEEP=10000x50`` looks at so many orders of so many steps instead; see CONTRIBUTING.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from jinguo.activities import actions, queries
from jinguo.activities.models import Enrolment
from jinguo.core.errors import Refused
from tests.make import activities as make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PERSONS = 8
ORDERS, LENGTH = map(int, os.environ.get("JINGUO_TEST_DEEP", "64x25").split("x"))
FORKS = 5
"""How often an order goes on in two ways: so many of one beginning end as 32."""
VERBS = ENROL, CANCEL, ACCEPT, DECLINE, ENLARGE, WAIT = range(6)
SEED = 20201231
"""Of the steps: the same orders in every run."""


class Orders:
    """Orders of steps on one activity, played and checked, and how many there were."""

    def __init__(self) -> None:
        self.persons = make.women(PERSONS)
        self.officer = make.officer()
        self.chosen = Random(SEED)
        self.orders = self.steps = self.refused = 0

    def play_from_the_start(self) -> None:
        """Play as many orders as begin alike, and forget them."""
        with undone():
            activity = make.activity(capacity=4, minimum=1, seats_most=3, waiting_capacity=4)
            self.play(activity, make.NOON, LENGTH, FORKS, [])

    def play(self, activity, now: datetime, left: int, forks: int, done: list) -> None:
        """Take the steps that are left: half of them, and the other half twice, as often as it forks."""
        forks = min(forks, left.bit_length() - 1)
        rest = left // 2 if forks else 0
        done = list(done)
        for _step in range(left - rest):
            verb = self.chosen.choice(VERBS)
            number, seats = self.chosen.randrange(PERSONS), self.chosen.randint(1, 3)
            done.append((verb, number, seats))
            now = waking(now + (timedelta(minutes=5) if verb != WAIT else timedelta(hours=2)))
            try:
                self.step(activity, verb, number, seats, now)
                check(activity)
            except AssertionError as error:
                error.add_note(f"after (verb, person, seats): {done}")
                raise
        if not forks:
            self.orders += 1
            return
        for _way in range(2):
            if self.orders < ORDERS:
                with undone():
                    self.play(activity, now, rest, forks - 1, done)

    def step(self, activity, verb, number, seats, now) -> None:
        """Take one step; what is refused changes nothing."""
        self.steps += 1
        try:
            act(activity, verb, self.persons[number], seats, officer=self.officer, now=now)
        except Refused:
            self.refused += 1


@contextmanager
def undone() -> Iterator[None]:
    """What the block writes is taken back at its end."""
    savepoint = transaction.savepoint()
    yield
    transaction.savepoint_rollback(savepoint)


def act(activity, verb, person, seats, *, officer, now) -> None:
    entry = activity.enrolments.living().filter(person=person).first()
    if verb == ENROL:
        make.enrol(activity, person, by=officer, now=now, seats=seats)
    elif verb == ENLARGE:
        activity.refresh_from_db()
        actions.change_capacity(
            actor=officer, activity_id=activity.id, capacity=activity.capacity + 1, now=now
        )
    elif verb == WAIT:
        actions.offer_freed_seats(actor=officer, now=now)
    elif entry is not None:
        answer = {
            CANCEL: actions.cancel_enrolment,
            ACCEPT: actions.accept_offer,
            DECLINE: actions.decline_offer,
        }[verb]
        answer(actor=officer, enrolment_id=entry.id, now=now)


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
    placed = list(activity.enrolments.filter(place__isnull=False))
    waiting = [one for one in placed if one.state == Enrolment.State.WAITING]
    assert free >= 0
    assert len(waiting) <= activity.waiting_capacity
    assert sorted(one.place for one in placed) == list(range(1, len(placed) + 1))
    assert not [one for one in waiting if one.seats <= free]


def test_no_seat_is_given_twice_none_stays_empty_and_nobody_waits_whom_a_free_one_fits(counted):
    played = Orders()

    while played.orders < ORDERS:
        played.play_from_the_start()

    counted(
        f"{played.orders} orders of {LENGTH} bookings, cancellations and offers:"
        f" {played.steps} steps, {played.refused} refused, 0 faults"
    )
    assert played.orders == ORDERS
    assert 0 < played.refused < played.steps


def test_the_check_sees_an_empty_seat_that_somebody_waits_for():
    activity = make.activity(capacity=1, minimum=1, waiting_capacity=1)
    first, _waits = [make.enrol(activity) for _person in range(2)]
    check(activity)

    activity.enrolments.filter(id=first.id).update(
        state="dropped", ended_because="cancelled", ended_at=make.NOON
    )

    with pytest.raises(AssertionError):
        check(activity)
