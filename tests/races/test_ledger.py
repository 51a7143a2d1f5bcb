"""
Two hand over the last of a household's points, or the last of a good, at once.

With the guards one is refused. As a control, with the lock taken out and the database's trigger off, both
go through and the account or the store is below zero: the guards are what stops them.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from unittest import mock

import pytest
from django.db import IntegrityError, connection

from jinguo.core.errors import Refused
from jinguo.ledger import policies, queries
from jinguo.ledger.actions import common
from tests.make import ledger as make
from tests.make import org

pytestmark = [pytest.mark.race, pytest.mark.slow]
TABLES = ("ledger_entry", "ledger_stockmove")


def outcome(home, good) -> str:
    try:
        make.hand_over(home, good)
    except (Refused, IntegrityError):
        return "refused"
    finally:
        connection.close()
    return "handed over"


@contextmanager
def both_past_the_checks(patience):
    """Hold each after her checks until the other has passed hers too, or is waiting for a lock."""
    barrier = threading.Barrier(2)
    check = policies.check_covered

    def slowly(*args):
        check(*args)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=patience)

    with mock.patch.object(policies, "check_covered", slowly):
        yield


@contextmanager
def without_guards():
    """Take the actions' locks out and the database's triggers off."""
    get_good = queries.get_good
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(common, "locked", lambda rows: rows.order_by("id")))
        stack.enter_context(
            mock.patch.object(queries, "get_good", lambda *args, lock: get_good(*args))
        )
        switch("DISABLE")
        stack.callback(switch, "ENABLE")
        yield


def switch(how) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")


def two_at_once(homes, good, *, patience=1.5) -> list[str]:
    with both_past_the_checks(patience), ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(outcome, homes, [good, good]))


def the_last_points():
    org.tree()
    make.scheme()
    home = make.rich(20)
    return [home, home], make.good(price=20, stock=10)


def the_last_good():
    org.tree()
    make.scheme()
    return [make.rich(20), make.rich(20)], make.good(price=20, stock=1)


def test_the_last_points_are_exchanged_once(committed):
    homes, good = the_last_points()

    assert two_at_once(homes, good) == ["handed over", "refused"]

    assert make.balance(homes[0]) == 0 and queries.stock_of(good) == 9


def test_the_last_good_is_handed_over_once(committed):
    homes, good = the_last_good()

    assert two_at_once(homes, good) == ["handed over", "refused"]

    assert queries.stock_of(good) == 0


def test_control_without_the_guards_the_account_falls_below_zero(committed):
    homes, good = the_last_points()

    with without_guards():
        assert two_at_once(homes, good, patience=60) == ["handed over", "handed over"]

    assert make.balance(homes[0]) == -20


def test_control_without_the_guards_the_store_falls_below_zero(committed):
    homes, good = the_last_good()

    with without_guards():
        assert two_at_once(homes, good, patience=60) == ["handed over", "handed over"]

    assert queries.stock_of(good) == -1


def test_the_database_alone_stops_one_where_an_act_forgets_its_lock(committed):
    homes, good = the_last_points()

    with mock.patch.object(common, "locked", lambda rows: rows.order_by("id")):
        assert two_at_once(homes, good, patience=3) == ["handed over", "refused"]

    assert make.balance(homes[0]) == 0
