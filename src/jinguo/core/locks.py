"""Locks that have a name instead of a row: for what has no row yet, or concerns a whole table."""

from __future__ import annotations

from django.db import connection


def hold(name: str) -> None:
    """
    Hold the lock called ``name`` until the transaction ends, waiting for whoever has it.

    Must be inside a transaction. Names are the module's own, such as ``programmes.pack:xihaian``; that two
    names share a lock (one in 2^64) costs waiting and nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
