"""Reading and verifying the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.audit.chain import (
    GENESIS,
    event_bytes,
    event_row,
    merkle_root,
    next_digest,
    noted_bytes,
)
from jinguo.audit.models import RECEIPT, TAKEN_OUT, DayRoot, Event, Link
from jinguo.core import crypto
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

CHUNK = 10_000
SHOWN = ("people.reveal",)  # acts that showed a value of one record in clear


@dataclass(frozen=True)
class Problem:
    """One place where the trail does not hold together."""

    seq: int | None
    event: UUID | None
    message: str


def events(actor: Actor) -> QuerySet[Event]:
    """
    Return the events the actor may read, newest first.

    :raises Denied: the actor has no auditing post
    """
    actor.require(Capability.AUDIT_VIEW)
    reach = actor.reach(Capability.AUDIT_VIEW)
    return Event.objects.filter(reach.as_q("area") | Q(area="")).order_by("-at", "-id")


def events_between(actor: Actor, begins: datetime, ends: datetime) -> QuerySet[Event]:
    """
    Return the events from ``begins`` until before ``ends`` that a year's audit counts, the oldest first.

    :raises Denied: the actor takes no audit pack
    """
    actor.require(Capability.AUDIT_PACK)
    reach = actor.reach(Capability.AUDIT_PACK)
    return Event.objects.filter(
        reach.as_q("area") | Q(area=""), at__gte=begins, at__lt=ends
    ).order_by("at", "id")


def roots_since(day: date | None = None) -> QuerySet[DayRoot]:
    """Return the roots of the finished days from ``day`` on, else all, the oldest first."""
    roots = DayRoot.objects.order_by("day")
    return roots if day is None else roots.filter(day__gte=day)


def root_row(root: DayRoot) -> dict[str, Any]:
    """Return a root as an export and a file of roots have it."""
    return {
        "day": str(root.day),
        "first_seq": root.first_seq,
        "last_seq": root.last_seq,
        "root": bytes(root.root).hex(),
    }


@dataclass(frozen=True)
class Seen:
    """
    Who saw what of one record, newest first.

    ``values`` are values of it shown in clear, one by one. ``lists`` are lists that were taken out of an area
    around it: the trail keeps what a list covered and how long it was, not who stood on it.
    """

    values: list[Event]
    lists: list[Event]


def who_saw(actor: Actor, object_ids: Collection[UUID], *, area: str, limit: int) -> Seen:
    """
    Return who saw something of a record in ``area``, at most ``limit`` of each kind.

    ``object_ids`` are the record's own and those of the persons on it. Work done on a record is not
    counted: its history is elsewhere.

    :raises Denied: the actor may neither see records of the area nor audit it
    """
    if not actor.can(Capability.AUDIT_VIEW, area):
        actor.require(Capability.PEOPLE_VIEW, area)
    done = Event.objects.filter(result="done").order_by("-at", "-id")
    around = ["", *(area[:length] for length in range(2, len(area) + 1))]
    return Seen(
        values=list(done.filter(action__in=SHOWN, object_id__in=object_ids)[:limit]),
        lists=list(done.filter(action__in=TAKEN_OUT, area__in=around)[:limit]),
    )


def find_author(action: str, object_id: UUID) -> UUID | None:
    """Return the account that did something to one record last; None for a job, a command or nobody."""
    done = Event.objects.filter(object_id=object_id, action=action, result="done")
    return done.order_by("-at").values_list("account", flat=True).first()


def verify() -> list[Problem]:
    """
    Recompute the whole chain, every receipt and every day's root; return what does not hold.

    Finds events changed, removed, put in or swapped, links changed, removed or put in, and roots changed,
    removed or moved. An event's receipt, made with a key outside the database, tells what was changed before
    it was chained; its instant and its transaction, which the database stamps, are guarded by the chain
    alone. Events not yet chained are no fault unless they are older than the last link. What lies after the
    last root kept outside can be cut off unseen: that is what the roots are carried out of the building for.
    """
    links = list(_broken_links())
    told = {problem.event for problem in links}
    receipts = (one for one in _broken_receipts() if one.event not in told)
    return [*links, *receipts, *_events_left_out(), *_broken_roots()]


def _broken_links() -> Iterator[Problem]:
    previous, expected = GENESIS, 1
    links = Link.objects.order_by("seq").iterator(chunk_size=CHUNK)
    while chunk := list(islice(links, CHUNK)):
        found = Event.objects.in_bulk([link.event for link in chunk])
        for link in chunk:
            if link.seq != expected:
                yield Problem(link.seq, link.event, _("Links %(first)s to %(last)s are missing.") % {
                    "first": expected, "last": link.seq - 1})  # fmt: skip
            event = found.get(link.event)
            if event is None:
                yield Problem(link.seq, link.event, _("The event of this link is gone."))
            elif next_digest(previous, event_bytes(event)) != bytes(link.digest):
                yield Problem(link.seq, link.event, _("The event or its link was changed."))
            previous, expected = bytes(link.digest), link.seq + 1


def _broken_receipts() -> Iterator[Problem]:
    """
    Yield the events that are not as their acts noted them, chained or not.

    Those recorded before there were receipts have none; behind the first that has one, none may lack it.
    """
    events = Event.objects.order_by("xid", "id").iterator(chunk_size=CHUNK)
    are_due = False
    while chunk := list(islice(events, CHUNK)):
        expected = crypto.digests(RECEIPT, map(noted_bytes, chunk))
        for event, digest in zip(chunk, expected, strict=True):
            if event.receipt is None and not are_due:
                continue
            are_due = True
            if event.receipt is None or bytes(event.receipt) != digest:
                yield Problem(None, event.id, _("This event is not as its act noted it."))


def _events_left_out() -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.id FROM audit_event e
            WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.event = e.id)
              AND (e.xid, e.id) < (
                SELECT e.xid, e.id FROM audit_link l JOIN audit_event e ON e.id = l.event
                ORDER BY l.seq DESC LIMIT 1)
            """
        )
        for (event,) in cursor.fetchall():
            yield Problem(None, event, _("This event was put in after the chain had passed it."))


def _broken_roots() -> Iterator[Problem]:
    expected = 1
    for day in DayRoot.objects.order_by("day"):
        if day.first_seq != expected:
            yield Problem(
                expected, None, _("The root of the day before %s is missing or moved.") % day.day
            )
        digests = Link.objects.filter(seq__range=(day.first_seq, day.last_seq)).order_by("seq")
        leaves = [bytes(digest) for digest in digests.values_list("digest", flat=True)]
        if not leaves or merkle_root(leaves) != bytes(day.root):
            yield Problem(
                day.first_seq, None, _("The root of %s does not match its links.") % day.day
            )
        expected = day.last_seq + 1


def last_link() -> Link | None:
    """Return the last link of the chain; its number is how many there are."""
    return Link.objects.order_by("-seq").first()


def find_root(day: date | None = None) -> DayRoot | None:
    """Return the root of a finished day, or of the last one."""
    roots = DayRoot.objects.order_by("-day")
    return roots.first() if day is None else roots.filter(day=day).first()


def exported(actor: Actor) -> Iterator[dict[str, Any]]:
    """
    Yield the whole trail as :mod:`jinguo.audit.chain` checks it: links with their events, then roots.

    :raises Denied: the actor does not audit everywhere, for a chain has no parts
    """
    actor.require(Capability.AUDIT_VIEW, "")
    roots = list(DayRoot.objects.order_by("day"))  # first, so that their links are all there
    links = Link.objects.order_by("seq").iterator(chunk_size=CHUNK)
    while chunk := list(islice(links, CHUNK)):
        events = Event.objects.in_bulk([link.event for link in chunk])
        for link in chunk:
            event = events.get(link.event)
            yield {
                "seq": link.seq,
                "digest": bytes(link.digest).hex(),
                "event": event_row(event) if event else None,
            }
    yield from map(root_row, roots)
