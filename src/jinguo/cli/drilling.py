"""What a restore drill asks of a restored database, and the log of drills beside the work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _
from psycopg import sql

from jinguo.cli.sealing import is_sealed
from jinguo.config.environment import environment
from jinguo.core.errors import JinguoError, Refused

OPENED = 100  # sealed values that a drill opens
LOG = "drills.jsonl"


@contextmanager
def snapshot() -> Iterator[str]:
    """Give the name of a moment of the database, which a dump and our own counting both see."""
    from django.db import connection, transaction  # noqa: PLC0415  (Django must be set up first)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        yield name


def our_tables() -> set[str]:
    """Return the names of the tables of ours."""
    from django.apps import apps  # noqa: PLC0415

    return {m._meta.db_table for m in apps.get_models() if m.__module__.startswith("jinguo.")}


def counts(tables: Iterable[str]) -> dict[str, int]:
    """Return how many rows each table has that is there."""
    from django.db import connection  # noqa: PLC0415

    found = {}
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in sorted(there.intersection(tables)):
            statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            cursor.execute(statement)
            (found[table],) = cursor.fetchone()
    return found


def count_problems(told: Mapping[str, object]) -> list[str]:
    """
    Return a sentence for each table that has not as many rows as at the backup.

    To be asked before the schema is brought up to date, which may add rows and rename tables.
    """
    then = told.get("counts")
    if not isinstance(then, dict):  # a backup of before they were counted
        return []
    now = counts(then)
    return [
        _("The table %(table)s has %(now)s rows; at the backup it had %(then)s.")
        % {"table": table, "now": now.get(table, 0), "then": count}
        for table, count in then.items()
        if now.get(table, 0) != count
    ]


def sealed_problems(most: int = OPENED) -> list[str]:
    """Open some sealed values of every column, chosen by chance; return a sentence for each that does not."""
    from django.db import connection  # noqa: PLC0415

    from jinguo.core import crypto  # noqa: PLC0415
    from jinguo.people.privacy import sealed_columns  # noqa: PLC0415

    columns, problems = sealed_columns(), []
    each = -(-most // len(columns))
    for table, column in columns:
        statement = sql.SQL(
            "SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY random() LIMIT %s"
        ).format(column=sql.Identifier(column), table=sql.Identifier(table))
        with connection.cursor() as cursor:
            cursor.execute(statement, [each])
            rows: list[tuple[UUID, bytes]] = cursor.fetchall()
        for row, token in rows:
            try:
                crypto.unseal(table, column, row, token)
            except JinguoError as fault:
                problems.append(f"{table}.{column} {row}: {fault.message}")
    return problems


def newest(place: Path) -> Path:
    """
    Return the newest backup in a folder, or the file itself.

    :raises Refused: there is none
    """
    if place.is_file():
        return place
    found = [file for file in place.iterdir() if file.is_file() and is_sealed(file)]
    if not found:
        raise Refused(_("There is no backup in %s.") % place)
    return max(found, key=lambda file: (file.stat().st_mtime, file.name))


def log(file: Path, *, began_at: datetime, ended_at: datetime, is_good: bool) -> None:
    """Add a line to the log of drills in the var folder."""
    row = {
        "at": began_at.isoformat(timespec="seconds"),
        "backup": file.name,
        "bytes": file.stat().st_size,
        "written_at": datetime.fromtimestamp(file.stat().st_mtime, began_at.tzinfo).isoformat(
            timespec="seconds"
        ),
        "seconds": round((ended_at - began_at).total_seconds()),
        "result": "good" if is_good else "failed",
    }
    with (environment.var / LOG).open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(row, ensure_ascii=False) + "\n")
