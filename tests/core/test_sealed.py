from __future__ import annotations

import dataclasses

import pytest
from django.db import connection

from jinguo.core import sealed
from jinguo.core.crypto import SealBroken, new_ring
from jinguo.core.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
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
