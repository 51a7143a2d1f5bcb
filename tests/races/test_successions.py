"""
Two areas are merged at once, each into the other.

With the lock of the tree the second sees the first and is refused; as a control, without it, both are
written and the work of both areas goes round in a circle.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction

from jinguo.core.errors import Refused
from jinguo.org import actions
from jinguo.org.actions import areas
from jinguo.org.models import AreaSuccession
from tests.make import org as make

pytestmark = [pytest.mark.race, pytest.mark.slow]
EAST, WEST = "370211105201", "370211105202"


def both_at_once() -> list[str]:
    """Record both in transactions that end only when each has written, or waits for the other."""
    make.tree()
    actor = make.Actor.system("test", "org.manage-areas")
    barrier = threading.Barrier(2)

    def merge(earlier: str, later: str) -> str:
        try:
            with transaction.atomic():
                actions.record_succession(
                    actor=actor, earlier=earlier, later=later, source="test",
                    effective_on=make.DAY, now=make.NOON,
                )  # fmt: skip
                with suppress(threading.BrokenBarrierError):
                    barrier.wait(timeout=1.0)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(merge, (EAST, WEST), (WEST, EAST)))


def test_one_of_two_is_refused(committed):
    assert both_at_once() == ["refused", "written"]
    assert AreaSuccession.objects.count() == 1


def test_control_without_the_lock_both_are_written(committed, monkeypatch):
    monkeypatch.setattr(areas, "lock_tree", lambda: None)

    assert both_at_once() == ["written", "written"]
    assert AreaSuccession.objects.count() == 2
