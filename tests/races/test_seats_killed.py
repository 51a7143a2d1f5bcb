"""
Who books is killed with SIGKILL in the middle: nothing is oversold, no seat is lost, and nothing was said
to be booked that is not stored.

As control the booking is acknowledged before its act has ended: then one is acknowledged that is not there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection, wait
from unittest import mock

import pytest
from django.db import connections

from jinguo.activities import queries
from jinguo.activities.actions import enrolling
from jinguo.facts.models import Fact
from tests.make import activities as make
from tests.races.test_seats import outcome, places, seats_taken

pytestmark = [pytest.mark.race, pytest.mark.slow]
FORKED = multiprocessing.get_context("fork")
SEATS = 5
FOR_EVER = 600  # seconds; who sleeps so long is killed


@contextmanager
def working(work, *given):
    """Let a process work until the block ends; give it, and the line on which it says what is done."""
    ours, theirs = FORKED.Pipe(duplex=False)
    connections.close_all()
    worker = FORKED.Process(target=_work, args=(work, theirs, *given))
    worker.start()
    theirs.close()
    try:
        yield worker, ours
    finally:
        worker.kill()
        worker.join(timeout=30)
        ours.close()


def _work(work, line, *given) -> None:
    connections.close_all()
    try:
        work(line, *given)
    finally:
        connections.close_all()


def kill(worker) -> None:
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(timeout=30)
    assert worker.exitcode == -signal.SIGKILL


def said(line: Connection) -> list:
    """Everything that was said on a line before its end."""
    found = []
    try:
        while line.poll(timeout=30):
            found.append(line.recv())
    except EOFError:
        return found
    raise AssertionError("the line is still open")


def stuck_in_act(number: int, line: Connection, *, acknowledged: bool = False):
    """Let the act of this number, from 1, be written and never end: it says so, and waits to be killed."""
    record, acts = enrolling._record, iter(range(1, 1_000))

    def wait_for_ever(actor, activity, decided, now):
        record(actor, activity, decided, now)
        if next(acts) == number:
            if acknowledged:
                line.send(("enrolled", decided[0].person_id))
            line.send("stuck")
            time.sleep(FOR_EVER)

    return mock.patch.object(enrolling, "_record", wait_for_ever)


def batch(line, activity, actor, persons) -> None:
    with stuck_in_act(1, line):
        make.enrol_many(activity, persons, by=actor)


def one_by_one(line, activity, actor, persons, stuck, acknowledged) -> None:
    with stuck_in_act(stuck, line, acknowledged=acknowledged):
        for person in persons:
            line.send((outcome(activity, actor, person), person.id))


def stored(activity) -> set:
    return set(activity.enrolments.living().values_list("person_id", flat=True))


def fill(activity) -> None:
    """Book until nothing is left: a seat that was lost with a process would be missing."""
    actor = make.officer()
    for person in make.women(SEATS + 1):
        outcome(activity, actor, person)


def test_of_a_batch_that_is_killed_nothing_is_left_and_its_seats_are_free(committed):
    activity = make.activity(capacity=SEATS, minimum=1, waiting_capacity=0)
    persons, actor = make.women(SEATS), make.officer()

    with working(batch, activity, actor, persons) as (worker, line):
        assert line.recv() == "stuck"
        kill(worker)

    fill(activity)
    assert not stored(activity) & {one.id for one in persons}
    assert seats_taken(activity) == SEATS
    assert Fact.objects.filter(kind="activities.enrolled").count() == SEATS


@pytest.mark.parametrize(
    ("acknowledged", "missing"), [(False, 0), (True, 1)], ids=["guarded", "control"]
)
def test_what_was_acknowledged_before_a_kill_is_stored(committed, acknowledged, missing):
    activity = make.activity(capacity=SEATS, minimum=1, waiting_capacity=0)
    persons, actor = make.women(SEATS), make.officer()

    with working(one_by_one, activity, actor, persons, 4, acknowledged) as (worker, line):
        heard = []
        while "stuck" not in heard:
            heard.append(line.recv())
        kill(worker)

    booked = {person for state, person in heard[:-1] if state == "enrolled"}
    fill(activity)
    assert len(booked - stored(activity)) == missing
    assert len(booked & stored(activity)) == 3
    assert seats_taken(activity) == SEATS


def test_of_eight_who_book_at_once_four_are_killed_and_no_seat_is_lost_or_given_twice(committed):
    activity = make.activity(capacity=SEATS, minimum=1, waiting_capacity=6)
    persons, actor = make.women(32), make.officer()
    never = 1_000  # no act is held up: the kill falls wherever it falls

    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                working(one_by_one, activity, actor, persons[number::8], never, False)
            )
            for number in range(8)
        ]
        wait([line for _worker, line in workers], timeout=30)
        for worker, _line in workers[:4]:
            os.kill(worker.pid, signal.SIGKILL)
        heard = [one for _worker, line in workers for one in said(line)]

    booked = {person for state, person in heard if state in ("enrolled", "waiting")}
    assert booked <= stored(activity)
    assert seats_taken(activity) <= SEATS
    for person in make.women(SEATS + 6):
        outcome(activity, actor, person)
    taken = queries.taken_of(activity)
    assert (taken.seats, taken.waiting) == (SEATS, 6)
    assert places(activity) == list(range(1, 7))
