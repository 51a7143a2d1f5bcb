"""
Re-sealing under a new key, in batches that can be interrupted at any moment.

A batch is one transaction over rows whose token was not made with the active key and cipher, so that
whoever starts again after a kill finds exactly what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from jinguo.core.crypto import CIPHERS, Ring

BATCH = 5_000
PASS_BY, WAIT = sql.SQL("FOR UPDATE SKIP LOCKED"), sql.SQL("FOR UPDATE")


def rotate(ring: Ring, table: str, column: str, *, batch: int = BATCH) -> Iterator[int]:
    """
    Re-seal one column of one table whose primary key is ``id``; yield how many rows each batch did.

    When it ends no row is left; rows others hold are waited for. The earlier keys must still be on the
    ring. Rows sealed meanwhile by others already bear the active key and are left alone.

    :raises SealBroken: a token that no key of the ring opens; its batch is not written
    """
    while done := _one_batch(ring, table, column, batch, PASS_BY):
        yield done
    # What others held was passed by. It is waited for one row at a time: who holds nothing while
    # waiting can never be waited for in turn.
    while done := _one_batch(ring, table, column, 1, WAIT):
        yield done


def left_over(ring: Ring, table: str, column: str) -> int:
    """Return how many rows are not yet sealed with the active key and cipher."""
    statement = sql.SQL("SELECT count(*) FROM {table} WHERE substr({column}, 1, 2) <> %s")
    with connection.cursor() as cursor:
        cursor.execute(_named(statement, table, column), [_head(ring)])
        return int(cursor.fetchone()[0])


@transaction.atomic
def _one_batch(ring: Ring, table: str, column: str, batch: int, locking: sql.SQL) -> int:
    statement = sql.SQL(
        "SELECT id, {column} FROM {table} WHERE substr({column}, 1, 2) <> %s LIMIT %s "
    )
    with connection.cursor() as cursor:
        cursor.execute(_named(statement, table, column) + locking, [_head(ring), batch])
        rows: list[tuple[UUID, bytes]] = [(row, bytes(token)) for row, token in cursor.fetchall()]
        ids = [row for row, _token in rows]
        texts = [ring.unseal(table, column, row, token) for row, token in rows]
        tokens = ring.seal_many(table, column, ids, texts)
        update = sql.SQL(
            "UPDATE {table} t SET {column} = f.token"
            " FROM unnest(%s::uuid[], %s::bytea[]) AS f (id, token) WHERE t.id = f.id"
        )
        cursor.execute(_named(update, table, column), [ids, tokens])
    return len(rows)


def _head(ring: Ring) -> bytes:
    return bytes([ring.active, CIPHERS[ring.cipher]])


def _named(statement: sql.SQL, table: str, column: str) -> sql.Composed:
    return statement.format(table=sql.Identifier(table), column=sql.Identifier(column))
