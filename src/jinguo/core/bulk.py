"""
Bulk loading: drop a table's indexes and foreign keys, load it, and build them again in one transaction.

Meant for a table that is empty or will at least double. Row by row, 165,570 rows cost an index or a foreign
key a second or more each; over the whole table at once they cost a tenth. What is dropped is made again from
the database's own description of it, so every constraint is checked in full, and a failure or a crash leaves
everything as it was. Until the transaction ends others wait for these tables, which is why it is done to
small ones only.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

FEWEST_ROWS = 20_000
AT_ONCE = 10_000
FOREIGN_KEY = "FOREIGN KEY"

INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i
WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisprimary
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype <> 'f')
ORDER BY 2
"""
PRIMARY_KEYS = """
SELECT indrelid::regclass::text, indexrelid::regclass::text, ''
FROM pg_index WHERE indrelid = ANY (%s::regclass[]) AND indisprimary
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint
WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('u', 'x', 'f')
ORDER BY contype = 'f', conname
"""


Build = Callable[[str], None]


@contextmanager
def indexes_afterwards(tables: Sequence[str], rows: int) -> Iterator[Build]:
    """
    Load ``rows`` rows into each of ``tables`` inside; indexes and foreign keys are built at the end.

    Yields a function that builds the indexes of one table, foreign keys apart, as soon as that table is
    complete. For few rows, or where the tables hold more than they will get, nothing is dropped and the
    function does nothing. Must be inside a transaction.
    """
    if rows < FEWEST_ROWS or not all(is_small(table, rows) for table in tables):
        yield lambda table: None
        return
    with connection.cursor() as cursor:
        # Nothing may be waiting to be checked when a table is altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        indexes = described(cursor, INDEXES, tables)
        constraints = described(cursor, CONSTRAINTS, tables)
        for table, name, _definition in reversed(constraints):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for _table, name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table, primary_key, _nothing in described(cursor, PRIMARY_KEYS, tables):
            if is_small(table, 0):
                give_new_storage(cursor, table, primary_key)
        todo = set(tables)

        def build(table: str) -> None:
            # One process sorts beside the first, each with 32 MB; more would wait for cores.
            cursor.execute("SET LOCAL max_parallel_maintenance_workers = 1")
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            todo.discard(table)
            for on, _name, definition in indexes:
                if on == table:
                    cursor.execute(definition)
            for on, name, definition in constraints:
                if on == table and not definition.startswith(FOREIGN_KEY):
                    cursor.execute(f"ALTER TABLE {on} ADD CONSTRAINT {name} {definition}")

        yield build
        for table in sorted(todo):
            build(table)
        for table, name, definition in constraints:
            if definition.startswith(FOREIGN_KEY):
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def update(objects: Sequence[models.Model], fields: Sequence[str]) -> None:
    """
    Write some fields of many rows back, found by their primary key.

    One statement for :data:`AT_ONCE` rows. Django's ``bulk_update`` compares each row with each, so its time
    grows with their square.
    """
    if not objects:
        return
    meta = objects[0]._meta
    columns: list[Any] = [meta.pk, *map(meta.get_field, fields)]
    key, *names = (one.column for one in columns)
    changes = ", ".join(f"{name} = new.{name}" for name in names)
    # A type with its length would cut what is too long instead of refusing it.
    arrays = ", ".join(f"%s::{one.db_type(connection).partition('(')[0]}[]" for one in columns)
    statement = (
        f"UPDATE {meta.db_table} AS t SET {changes}"  # noqa: S608  (names of our own models)
        f" FROM unnest({arrays}) AS new ({key}, {', '.join(names)}) WHERE t.{key} = new.{key}"
    )
    with connection.cursor() as cursor:
        for first in range(0, len(objects), AT_ONCE):
            some = objects[first : first + AT_ONCE]
            cursor.execute(statement, [[cell(one, of) for of in some] for one in columns])


def cell(field: Any, of: models.Model) -> Any:
    """Return a field's value as an array of them takes it: bytes read from a row come as a view of them."""
    value = field.value_from_object(of)
    return bytes(value) if isinstance(value, memoryview) else value


def give_new_storage(cursor: Any, table: str, primary_key: str) -> None:
    """
    Put an empty table into a new file of this transaction's.

    With ``wal_level = minimal`` its rows are then written once, not into the write-ahead log as well: should
    the transaction not commit, the file goes. Where the log is shipped elsewhere, it changes nothing.
    """
    cursor.execute(f"CLUSTER {table} USING {primary_key}")
    cursor.execute(f"ALTER TABLE {table} SET WITHOUT CLUSTER")


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector while millions of objects are made that hold no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def is_small(table: str, rows: int) -> bool:
    """Say whether a table holds no more than ``rows``."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT FROM {table} LIMIT %s) AS few", [rows + 1])  # noqa: S608
        return bool(cursor.fetchone()[0] <= rows)


def described(cursor: Any, statement: str, tables: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return table, name and definition of each of the things asked for."""
    cursor.execute(statement, [list(tables)])
    return list(cursor.fetchall())
