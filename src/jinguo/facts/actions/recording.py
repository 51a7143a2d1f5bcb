from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from jinguo.core import crypto
from jinguo.core.ids import new_id
from jinguo.facts.events import Event
from jinguo.org.actor import Actor

COLUMNS = (
    "id, kind, programme, category, area, unit, occurred_on, subject, object_type, object_id,"
    " quantity, amount, data, corrects"
)
MANY = 500  # rows; from here on COPY is faster than INSERT


@transaction.atomic
def record(events: Sequence[Event], *, actor: Actor, unit: UUID | None = None) -> list[UUID]:
    """
    Record what happened, in the caller's transaction; return the facts' ids in the order given.

    ``actor`` acts through the action that calls this, which has checked and audited the act;
    ``unit`` is the unit it acted for. Subjects are stored as keyed pseudonyms.
    """
    if not events:
        return []
    ids = [new_id() for _event in events]
    write(ids, events, unit=unit)
    return ids


def write(
    ids: Sequence[UUID],
    events: Sequence[Event],
    *,
    unit: UUID | None,
) -> None:
    """Write one row an event."""
    subjects = pseudonyms(events)
    rows = [
        (
            row_id,
            event.kind,
            event.programme,
            event.category,
            event.area,
            unit,
            event.occurred_on,
            subjects.get(event.subject) if event.subject else None,
            event.object_type,
            event.object_id,
            event.quantity,
            event.amount,
            json.dumps(dict(event.data), ensure_ascii=False) if event.data else "{}",
            None,
        )
        for row_id, event in zip(ids, events, strict=True)
    ]
    (_copy if len(rows) >= MANY else _insert)(rows)


def pseudonyms(events: Sequence[Event]) -> dict[UUID, UUID]:
    """Return the keyed pseudonym of every subject, each worked out once."""
    subjects = list({event.subject for event in events if event.subject})
    blinded = crypto.blind_many("fact-subject", [str(subject) for subject in subjects])
    return dict(zip(subjects, blinded, strict=True))


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    marks = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO facts_fact ({COLUMNS}) VALUES " + ", ".join([marks] * len(rows)),  # noqa: S608
            [value for row in rows for value in row],
        )


def _copy(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        # Once for all rows; as column defaults they would be worked out for every row.
        cursor.execute("SELECT jinguo_xid(), now()")
        clock = cursor.fetchone()
        with cursor.copy(f"COPY facts_fact ({COLUMNS}, xid, recorded_at) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row, *clock))
