"""
Two assessors meet nobody at the same moment: each gets another reserve.

The race runs twice: with the round held, and as a control without. The control must collide, or the race
proves nothing.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from unittest import mock

import pytest
from django.db import IntegrityError, connection

from jinguo.assess import queries
from jinguo.assess.actions.rounds import visits
from jinguo.assess.queries import visits as reading
from tests.make import rounds as made

pytestmark = [pytest.mark.race, pytest.mark.slow]


def outcome(pair) -> str:
    actor, visit = pair
    try:
        made.miss_visit(actor, visit)
    except IntegrityError:
        return "collided"
    finally:
        connection.close()
    return "replaced"


@contextmanager
def both_have_found_a_reserve(patience):
    """Hold each assessor at her reserve until the other has found hers too, or is waiting."""
    barrier = threading.Barrier(2)
    reserve_for = visits._reserve_for

    def slowly(*args):
        found = reserve_for(*args)
        with suppress(threading.BrokenBarrierError):  # the other waits for our lock, as she should
            barrier.wait(timeout=patience)
        return found

    with mock.patch.object(visits, "_reserve_for", slowly):
        yield


def two_assessors(patience) -> tuple[list[str], set[int]]:
    made.listed_courtyards()
    found, actors = made.round_in_field(assessors=2)
    pairs = [(actor, made.own_visits(actor)[0]) for actor in actors]
    with both_have_found_a_reserve(patience), ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(outcome, pairs))
    called = queries.visits_of(found).filter(replaces__isnull=False)
    return outcomes, set(called.values_list("sampled__order", flat=True))


def test_two_assessors_who_meet_nobody_get_different_reserves(committed):
    assert two_assessors(1.5) == (["replaced", "replaced"], {5, 6})


def test_control_without_the_lock_both_take_the_first_and_only_the_constraint_stops_one(committed):
    with mock.patch.object(reading, "hold_round_of", lambda visit: None):
        # Without the lock both arrive, however slow the machine is, so the wait may be long.
        assert two_assessors(60) == (["collided", "replaced"], {5})
