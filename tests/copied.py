"""What is slow to make, made once a run: who asks again gets the same rows, copied into the transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

Rows = dict[str, bytes]
"""Tables, each with all it holds as COPY writes it."""


@dataclass(frozen=True)
class Made:
    """What was returned by what made it, and the rows of the tables in which it left something."""

    result: Any
    rows: Rows


_made: dict[tuple[Callable[[], Any], date], Made] = {}


def once(make: Callable[[], Any]) -> Any:
    """
    Return what ``make`` makes in a database that is empty but for what migrations left.

    On another day it is made anew: it may be dated by the day.
    """
    key = make, timezone.localdate()
    if key in _made:
        put_back(_made[key].rows)
        return _made[key].result
    before, result = rows_there(), make()
    after = rows_there()
    _made[key] = Made(result, {name: after[name] for name in after if after[name] != before[name]})
    return result


def rows_there() -> Rows:
    """Return the rows of every table."""
    with connection.cursor() as cursor:
        return {name: written(cursor, name) for name in connection.introspection.table_names()}


def written(cursor: Any, table: str) -> bytes:
    """Return the rows of one table."""
    with cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(copy)


def put_back(rows: Rows) -> None:
    """Let tables hold these rows and no others, past the triggers that guard history."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, lines in rows.items():
            cursor.execute(f"DELETE FROM {table}")
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(lines)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
