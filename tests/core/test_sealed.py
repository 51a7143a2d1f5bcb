from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import connection, connections, transaction

from jinguo.core import sealed
from jinguo.core.crypto import Ring, SealBroken, new_ring
from jinguo.core.ids import new_id


@pytest.fixture
def rows(db):
    """Return the ring under which a scratch table of 25 phones is sealed."""
    ring = new_ring()
    ids = [new_id() for _ in range(25)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE secrets (id uuid PRIMARY KEY, phone bytea)")
        tokens = ring.seal_many("secrets", "phone", ids, [f"1380000{n:04}" for n in range(25)])
        cursor.executemany(
            "INSERT INTO secrets VALUES (%s, %s)", list(zip(ids, tokens, strict=True))
        )
    return ring


def texts(ring):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, phone FROM secrets ORDER BY id")
        return [ring.unseal("secrets", "phone", row, token) for row, token in cursor.fetchall()]


def test_a_rotation_reseals_everything_and_changes_no_value(rows):
    before = texts(rows)
    fresh = rows.with_new_key()

    assert sum(sealed.rotate(fresh, "secrets", "phone", batch=10)) == 25
    assert sealed.left_over(fresh, "secrets", "phone") == 0
    assert texts(fresh) == before


def test_a_rotation_killed_between_batches_goes_on_where_it_stopped(rows):
    fresh = rows.with_new_key()
    first = sealed.rotate(fresh, "secrets", "phone", batch=10)
    next(first)
    first.close()

    assert sealed.left_over(fresh, "secrets", "phone") == 15
    assert list(sealed.rotate(fresh, "secrets", "phone", batch=10)) == [10, 5]
    assert len(texts(fresh)) == 25


def test_changing_the_cipher_is_a_rotation_too(rows):
    before = texts(rows)
    other = dataclasses.replace(rows, cipher="SM4-GCM")

    assert sum(sealed.rotate(other, "secrets", "phone")) == 25
    assert texts(other) == before


def test_a_lost_key_stops_the_rotation_before_anything_is_written(rows):
    stranger = new_ring().with_new_key()

    with pytest.raises(SealBroken):
        list(sealed.rotate(stranger, "secrets", "phone"))
    assert len(texts(rows)) == 25


ROWS = 40
BATCH = 10
MOMENTS = ["unsealed", "sealed", "written"]


@pytest.fixture
def stored(_test_database, django_db_blocker):
    """Return the ring of a committed table of phones, so that another process may rotate it."""
    ring = new_ring()
    ids = [new_id() for _ in range(ROWS)]
    tokens = ring.seal_many("stored_secrets", "phone", ids, [f"1380000{n:04}" for n in range(ROWS)])
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE stored_secrets (id uuid PRIMARY KEY, phone bytea)")
            cursor.executemany(
                "INSERT INTO stored_secrets VALUES (%s, %s)", list(zip(ids, tokens, strict=True))
            )
        try:
            yield ring
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE stored_secrets")
            connection.close()


def phones(ring):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, phone FROM stored_secrets")
        return sorted(
            ring.unseal("stored_secrets", "phone", row, token) for row, token in cursor.fetchall()
        )


def rotate_and_stall(ring, reached, moment):
    """Rotate until the second batch has come to a moment, say so, and stay there."""
    connections.close_all()
    calls = []

    def stalling(name, real):
        def call(*args):
            done = real(*args)
            calls.append(name)
            if calls.count(name) == {"unsealed": BATCH + 1}.get(name, 2) and name == moment:
                reached.set()
                signal.pause()
            return done

        return call

    with (
        mock.patch.object(Ring, "unseal", stalling("unsealed", Ring.unseal)),
        mock.patch.object(Ring, "seal_many", stalling("sealed", Ring.seal_many)),
        mock.patch.object(sealed, "len", stalling("written", len), create=True),
    ):
        list(sealed.rotate(ring, "stored_secrets", "phone", batch=BATCH))


def kill_at(moment, ring):
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    reached = forked.Event()
    process = forked.Process(target=rotate_and_stall, args=(ring, reached, moment))
    process.start()
    assert reached.wait(30)
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.race
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_rotation_killed_within_a_batch_keeps_whole_batches_and_goes_on(stored, moment):
    before, fresh = phones(stored), stored.with_new_key()

    kill_at(moment, fresh)

    assert phones(fresh) == before
    assert sealed.left_over(fresh, "stored_secrets", "phone") == ROWS - BATCH
    assert sum(sealed.rotate(fresh, "stored_secrets", "phone", batch=BATCH)) == ROWS - BATCH
    assert sealed.left_over(fresh, "stored_secrets", "phone") == 0
    assert phones(fresh) == before


@pytest.mark.slow
@pytest.mark.race
def test_a_row_that_someone_holds_is_waited_for_and_not_left_behind(stored):
    fresh = stored.with_new_key()
    held, let_go = threading.Event(), threading.Event()

    def hold_one():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT id FROM stored_secrets LIMIT 1 FOR UPDATE")
                held.set()
                let_go.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold_one)
        assert held.wait(30)
        batches = sealed.rotate(fresh, "stored_secrets", "phone", batch=ROWS)
        assert next(batches) == ROWS - 1
        threading.Timer(0.2, let_go.set).start()
        rest = list(batches)

    assert rest == [1]
    assert sealed.left_over(fresh, "stored_secrets", "phone") == 0
