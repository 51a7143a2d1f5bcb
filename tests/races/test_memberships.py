"""
Two write that one person lives in two households on one day: one that lasts, one that has ended.

With the database's guard one is refused; as a control, without its trigger, both go through.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from jinguo.people.models import Membership
from tests.make import people as make

pytestmark = [pytest.mark.race, pytest.mark.slow]
SPANS = [("2020-01-01", None), ("2019-01-01", "2020-06-01")]


def both_at_once() -> list[str]:
    """Write both in transactions that end only when each has written, or waits for the other."""
    homes = [make.household(), make.household()]
    person = make.member(homes[0])
    Membership.objects.filter(person=person).delete()
    barrier = threading.Barrier(2)

    def write(number: int) -> str:
        try:
            with transaction.atomic():
                Membership.objects.create(
                    person=person, household=homes[number], relation="9",
                    period=DateRange(*SPANS[number]),
                )  # fmt: skip
                with suppress(threading.BrokenBarrierError):
                    barrier.wait(timeout=1.0)
        except IntegrityError:
            return "refused"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(write, [0, 1]))


def test_one_of_two_is_refused(committed):
    assert both_at_once() == ["refused", "written"]


def test_control_without_the_guard_both_are_written(committed):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_membership DISABLE TRIGGER USER")
    try:
        assert both_at_once() == ["written", "written"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE people_membership ENABLE TRIGGER USER")
