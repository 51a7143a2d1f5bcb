"""
Two officers certify at once; eight processes draw plaque numbers at once.

Each race runs twice: with the lock, and as a control with the lock taken out. The control must
collide, or the race proves nothing.
"""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from unittest import mock

import pytest
from django.db import IntegrityError, connection, connections

from jinguo.assess import actions, queries
from jinguo.assess.actions import common, plaques, recognitions
from jinguo.assess.models import PlaqueCounter, Recognition
from jinguo.core.errors import Refused
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = [pytest.mark.race, pytest.mark.slow]
DAY = make.DAYS["certified"]
PROCESSES = 8


def certify(*ids):
    return actions.certify(actor=make.officer(), application_ids=list(ids), on=DAY, now=make.noon())


def outcome(*ids) -> str:
    try:
        certify(*ids)
    except Refused:
        return "refused"
    except IntegrityError:
        return "collided"
    finally:
        connection.close()
    return "certified"


@contextmanager
def both_past_the_checks(patience):
    """Hold each officer after her checks until the other has passed hers too, or is waiting."""
    barrier = threading.Barrier(2)
    check = recognitions.check_scores

    def slowly(*args):
        check(*args)
        with suppress(threading.BrokenBarrierError):  # the other waits for our lock, as she should
            barrier.wait(timeout=patience)

    with mock.patch.object(recognitions, "check_scores", slowly):
        yield


def two_officers(row, *, patience=1.5) -> list[str]:
    with both_past_the_checks(patience), ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(outcome, [row.id, row.id]))


def test_two_officers_certify_one_application_once(committed):
    row = make.application(state="on-notice")

    assert two_officers(row) == ["certified", "refused"]

    assert Recognition.objects.count() == 1
    assert Fact.objects.filter(kind="assess.recognised").count() == 1
    assert PlaqueCounter.objects.get().last == 1
    assert queries.check_states() == []


def test_control_without_the_lock_both_go_on_and_only_the_constraint_stops_one(committed):
    row = make.application(state="on-notice")

    with mock.patch.object(common, "locked", lambda rows: rows.order_by("id")):
        # Without the lock both arrive, however slow the machine is, so the wait may be long.
        assert two_officers(row, patience=60) == ["certified", "collided"]


def take_at_once(ids, start, taker, answers) -> None:
    connections.close_all()
    start.wait()
    try:
        with mock.patch.object(recognitions, "take_serials", taker):
            for one in ids:
                answers.put(outcome(one))
    finally:
        connections.close_all()


def eight_processes(rows, taker) -> list[str]:
    """Let eight processes certify their shares one by one; return what became of each."""
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    start, answers = forked.Barrier(PROCESSES), forked.Queue()
    shares = [[row.id for row in rows[number::PROCESSES]] for number in range(PROCESSES)]
    workers = [
        forked.Process(target=take_at_once, args=(share, start, taker, answers)) for share in shares
    ]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=120) for _row in rows]
    for worker in workers:
        worker.join(timeout=30)
    return found


def test_eight_processes_draw_distinct_numbers_without_gaps(committed):
    rows = make.applications(PROCESSES * 5, state="on-notice")

    found = eight_processes(rows, plaques.take_serials)

    assert found == ["certified"] * len(rows)
    drawn = sorted(Recognition.objects.values_list("plaque", flat=True))
    assert drawn == [f"370211-2020-{serial:05}" for serial in range(1, len(rows) + 1)]


def read_then_write(*, county, programme, year, count) -> range:
    """The counter as it must not be: read, think, write, with nothing held in between."""
    row, _made = PlaqueCounter.objects.get_or_create(area=county, programme=programme, year=year)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.02)")
    PlaqueCounter.objects.filter(id=row.id).update(last=row.last + count)
    return range(row.last + 1, row.last + count + 1)


def test_control_a_counter_read_then_written_gives_a_number_twice(committed):
    rows = make.applications(PROCESSES * 5, state="on-notice")

    assert "collided" in eight_processes(rows, read_then_write)
