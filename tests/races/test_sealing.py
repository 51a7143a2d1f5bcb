"""
Four processes chain the trail at once: every link gets a number of its own, none is left out.

The race runs twice: with the lock, and as a control with the lock taken out. The control must
collide, or the race proves nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from unittest import mock

import pytest
from django.db import IntegrityError, connection, connections

from jinguo.audit import actions, queries
from jinguo.audit.models import Event, Link
from jinguo.core import trail
from jinguo.core.ids import new_id
from tests.make import org as make

pytestmark = [pytest.mark.race, pytest.mark.slow]
PROCESSES, EVENTS = 4, 40


def write():
    """Leave events on the trail, each in a transaction of its own that every reader knows as finished."""
    actor = make.officer()
    for number in range(EVENTS):
        trail.note(actor, f"test.act-{number}", object_id=new_id(), area="370211")
    last = Event.objects.order_by("-xid").values_list("xid", flat=True)[0]
    for _turn in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT jinguo_horizon()")
            if cursor.fetchone()[0] > last:
                return
        time.sleep(0.05)
    raise AssertionError("some transaction of the server stayed open for thirty seconds")


def seal_at_once(start, lock, answers):
    connections.close_all()
    unsealed = actions._unsealed

    def slowly(horizon):
        events = unsealed(horizon)
        time.sleep(0.2)  # long enough for the others to read the same events
        return events

    with (
        mock.patch.object(actions, "_unsealed", slowly),
        mock.patch.object(actions, "SEALING_LOCK", lock or f"test:{os.getpid()}"),
    ):
        start.wait()
        try:
            answers.put(actions.seal_links())
        except IntegrityError:
            answers.put("collided")
        finally:
            connections.close_all()


def seal_in_processes(lock):
    """Let the processes chain what there is; return what each says."""
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    start, answers = forked.Barrier(PROCESSES), forked.Queue()
    workers = [
        forked.Process(target=seal_at_once, args=(start, lock, answers)) for _ in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=60) for _worker in workers]
    for worker in workers:
        worker.join(timeout=30)
    return found


def test_processes_that_chain_at_once_give_each_event_one_number(committed):
    write()

    found = seal_in_processes(actions.SEALING_LOCK)

    assert sorted(found) == [0, 0, 0, EVENTS]
    numbers = Link.objects.order_by("seq").values_list("seq", flat=True)
    assert list(numbers) == list(range(1, EVENTS + 1))
    assert queries.verify() == []


def test_control_without_the_lock_two_give_the_same_number(committed):
    write()

    assert "collided" in seal_in_processes(None)
