from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from jinguo.core import bulk, copying, crypto
from jinguo.core.copying import Same
from jinguo.core.ids import new_id, new_ids, texts_of
from jinguo.facts.events import Event
from jinguo.org.actor import Actor

COLUMNS = {
    "id": "uuid", "kind": "word", "programme": "word", "category": "word", "area": "word",
    "unit": "uuid", "occurred_on": "date", "subject": "uuid", "object_type": "word",
    "object_id": "uuid", "quantity": "int8", "amount": "int8", "data": "jsonb", "corrects": "uuid",
}  # fmt: skip
CLOCK = {"xid": "int8", "recorded_at": "timestamptz"}


@dataclass(frozen=True)
class Clock:
    """The recording transaction and time of the facts of one act, as the database gives them."""

    xid: int
    at: datetime


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
    copy_encoded(encode(ids, events, clock=clock(), unit=unit))
    return ids


def columns_of(
    ids: Sequence[UUID], events: Sequence[Event], unit: UUID | None
) -> list[Sequence[Any]]:
    """Return the columns of the rows, in the order of :data:`COLUMNS`."""
    subjects = pseudonyms(events)
    return [
        ids,
        [event.kind for event in events],
        [event.programme for event in events],
        [event.category for event in events],
        [event.area for event in events],
        [unit] * len(ids),
        [event.occurred_on for event in events],
        [subjects[event.subject] if event.subject else None for event in events],
        [event.object_type for event in events],
        [event.object_id for event in events],
        [event.quantity for event in events],
        [event.amount for event in events],
        [data_text(event) for event in events],
        [None] * len(ids),
    ]


def data_text(event: Event) -> str:
    return json.dumps(dict(event.data), ensure_ascii=False) if event.data else "{}"


def clock() -> Clock:
    """Return this transaction's number and time, once for all rows of an act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jinguo_xid(), now()")
        return Clock(*cursor.fetchone())


def encode(
    ids: Sequence[UUID], events: Sequence[Event], *, clock: Clock, unit: UUID | None = None
) -> bytes:
    """
    Return facts ready to be copied by :func:`copy_encoded`.

    Needs no database, so another process can do it for the one that holds the transaction.
    """
    columns = [*columns_of(ids, events, unit), [clock.xid] * len(ids), [clock.at] * len(ids)]
    return copying.encode([*COLUMNS.values(), *CLOCK.values()], columns)


def encode_alike(
    pattern: Event,
    *,
    areas: Sequence[str],
    categories: Sequence[str],
    objects: Sequence[bytes],
    clock: Clock,
) -> bytes:
    """
    Return facts ready to be copied that differ from ``pattern`` in area, category and object only.

    ``objects`` are ids of 16 bytes; each is its fact's subject too. Needs no database.
    """
    subjects = crypto.ring().index_column("fact-subject", texts_of(objects))
    columns: dict[str, copying.Column] = {
        "id": new_ids(len(objects)), "kind": Same(pattern.kind),
        "programme": Same(pattern.programme), "category": categories, "area": areas,
        "unit": Same(None), "occurred_on": Same(pattern.occurred_on), "subject": subjects,
        "object_type": Same(pattern.object_type), "object_id": objects,
        "quantity": Same(pattern.quantity), "amount": Same(pattern.amount),
        "data": Same(data_text(pattern)), "corrects": Same(None),
        "xid": Same(clock.xid), "recorded_at": Same(clock.at),
    }  # fmt: skip
    kinds = COLUMNS | CLOCK | dict.fromkeys(("id", "subject", "object_id"), "id")
    return copying.encode([kinds[name] for name in columns], list(columns.values()))


def copy_encoded(facts: bytes) -> None:
    """Record facts encoded with this transaction's :func:`clock`; the action that calls audits the act."""
    copying.copy("facts_fact", [*COLUMNS, *CLOCK], facts)


@contextmanager
def many(count: int) -> Iterator[Callable[[], None]]:
    """
    Record ``count`` facts inside, which may be most there are: see :mod:`jinguo.core.bulk`.

    Yields a function to call once they are all recorded; it builds the indexes then instead of at the end.
    """
    with bulk.indexes_afterwards(["facts_fact"], count) as build:
        yield lambda: build("facts_fact")


def pseudonyms(events: Sequence[Event]) -> dict[UUID, UUID]:
    """Return the keyed pseudonym of every subject, each worked out once."""
    subjects = list({event.subject for event in events if event.subject})
    blinded = crypto.blind_many("fact-subject", [str(subject) for subject in subjects])
    return dict(zip(subjects, blinded, strict=True))
