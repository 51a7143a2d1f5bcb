"""Writing the trail, chaining it, and closing its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from jinguo import __version__
from jinguo.audit import queries
from jinguo.audit.chain import (
    GENESIS,
    canonical,
    event_bytes,
    merkle_root,
    next_digest,
    noted_bytes,
)
from jinguo.audit.models import RECEIPT, DayRoot, Event, Link
from jinguo.core import crypto, locks, trail

if TYPE_CHECKING:
    from jinguo.core.trail import Note
    from jinguo.org.actor import Actor

# The database stamps the instant and the transaction; these are never stored.
UNSTAMPED = datetime(1970, 1, 1, tzinfo=UTC)
SEALING_LOCK = "audit.sealing"
BATCH = 20_000
AT_ONCE = 2_000  # events of one statement
LONGEST_PURPOSE = 200
DAY = timedelta(days=1)

LAST_LINKED = """
SELECT e.xid, e.id FROM audit_link l JOIN audit_event e ON e.id = l.event ORDER BY l.seq DESC LIMIT 1
"""


def append(actor: Actor, notes: Sequence[Note]) -> None:
    """
    Write events in the caller's transaction; the sink of :mod:`jinguo.core.trail`.

    Each bears a receipt made with a key outside the database, so that it is guarded before it is chained.
    """
    session = crypto.keyed_digest("session", actor.session.encode())[:32] if actor.session else ""
    events = (
        Event(
            at=UNSTAMPED,
            xid=0,
            account=actor.account_id,
            actor=actor.name,
            session=session,
            address=actor.address,
            action=note.action,
            object_type=note.object_type,
            object_id=note.object_id,
            area=note.area,
            result=note.result,
            count=note.count,
            purpose=note.purpose[:LONGEST_PURPOSE],
            fields=list(note.fields),
            version=__version__,
        )
        for note in notes
    )
    while some := list(islice(events, AT_ONCE)):
        for one, receipt in zip(some, crypto.digests(RECEIPT, map(noted_bytes, some)), strict=True):
            one.receipt = receipt
        Event.objects.bulk_create(some)


@transaction.atomic
def seal_links() -> int:
    """
    Give every event of a finished transaction its place in the chain; return how many.

    Order is (transaction, id). Events of transactions that some reader may still miss wait for the
    next call, so a place once given is never disputed. One call runs at a time.
    """
    locks.hold(SEALING_LOCK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jinguo_horizon()")
        (horizon,) = cursor.fetchone()
    sealed = 0
    while batch := _unsealed(horizon):
        last = Link.objects.order_by("-seq").first()
        seq, digest = (last.seq, bytes(last.digest)) if last else (0, GENESIS)
        links = []
        for event in batch:
            seq, digest = seq + 1, next_digest(digest, event_bytes(event))
            links.append(Link(seq=seq, event=event.id, digest=digest))
        Link.objects.bulk_create(links, batch_size=5_000)
        sealed += len(links)
    return sealed


def _unsealed(horizon: int) -> list[Event]:
    """Return the next events without a link, oldest first."""
    # Links are given in (xid, id) order, so all that lack one lie after the last linked event. Someone
    # may have removed or moved that event; verifying says so, and sealing must go on meanwhile.
    events = Event.objects.filter(
        ~Exists(Link.objects.filter(event=OuterRef("id"))), xid__lt=horizon
    ).order_by("xid", "id")
    with connection.cursor() as cursor:
        cursor.execute(LAST_LINKED)
        last = cursor.fetchone()
    if last is not None:
        xid, id_ = last
        events = events.filter(Q(xid__gt=xid) | Q(xid=xid, id__gt=id_))
    return list(events[:BATCH])


@transaction.atomic
def seal_days(today: date) -> int:
    """
    Write the Merkle root of every finished day before ``today`` that has none; return how many.

    An event chained after its day was closed belongs to the next day's root.
    """
    locks.hold(SEALING_LOCK)
    last = DayRoot.objects.order_by("-day").first()
    first_seq, first_day = (last.last_seq + 1, last.day + DAY) if last else (1, date.min)
    made = 0
    for day, leaves in _days(first_seq, first_day, today):
        DayRoot.objects.create(
            day=day,
            first_seq=leaves[0][0],
            last_seq=leaves[-1][0],
            root=merkle_root([digest for _seq, digest in leaves]),
        )
        made += 1
    return made


def _days(
    first_seq: int, first_day: date, today: date
) -> list[tuple[date, list[tuple[int, bytes]]]]:
    """
    Return the links from ``first_seq`` on by day: that of the last event so far, in the office's zone.

    The first day is ``first_day`` at the earliest, the last one that before ``today``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.seq, l.digest, greatest(%s::date,
                max((e.at AT TIME ZONE %s)::date) OVER (ORDER BY l.seq))
            FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event
            WHERE l.seq >= %s ORDER BY l.seq
            """,
            [first_day, settings.TIME_ZONE, first_seq],
        )
        days: dict[date, list[tuple[int, bytes]]] = {}
        for seq, digest, day in cursor:
            if day < today:
                days.setdefault(day, []).append((seq, bytes(digest)))
    return list(days.items())


@transaction.atomic
def export(*, actor: Actor, path: Path) -> int:
    """
    Write the whole trail to a file that ``audit/chain.py`` checks without a database; return its events.

    :raises Denied: the actor does not audit everywhere
    """
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in queries.exported(actor):
            count += "event" in row
            file.write(canonical(row).decode() + "\n")
    trail.note(actor, "audit.export", object_type="audit.event", count=count)
    return count


@transaction.atomic
def advance_clock(*, past: int = 0) -> int:
    """
    Move the recording clock past every number already given out; return the new offset.

    ``past`` is the highest number that other modules' rows bear. A restored database may stand in a
    cluster whose transaction numbers begin again. Called once after a restore, before anything is written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(%s, (SELECT max(xid) FROM audit_event))", [past])
        (highest,) = cursor.fetchone()
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (current,) = cursor.fetchone()
        ahead = max(0, highest + 1 - current)
        cursor.execute(
            "UPDATE jinguo_clock SET ahead = greatest(ahead, %s) RETURNING ahead", [ahead]
        )
        (offset,) = cursor.fetchone()
    return int(offset)
