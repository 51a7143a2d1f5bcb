"""Points that expire before they are exchanged: a job of every night."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from jinguo.core import trail
from jinguo.facts import actions as facts
from jinguo.ledger import events
from jinguo.ledger.actions import common
from jinguo.ledger.models import Entry
from jinguo.ledger.models.entries import HOLDER
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def expire_points(*, actor: Actor, now: datetime) -> int:
    """
    Let points expire whose day has come, and return of how many households.

    What a household exchanged is taken from the points that expire first. Set-based: three statements and
    the facts, whatever the number of households. Records ``ledger.expired``. Run again on the same day it
    changes nothing. The actor is the job that sees every household.
    """
    today = timezone.localdate(now)
    households = list(common.locked(people.households(actor).filter(id__in=due(today))))
    owed = due(today, [one.id for one in households])  # as it is now that nobody else can write
    entries = Entry.objects.bulk_create(
        [
            Entry(
                household=one, area_id=one.area_id, kind=Entry.Kind.EXPIRE, points=-owed[one.id],
                on=today, **common.written(actor, now),
            )
            for one in households
            if one.id in owed
        ],
        batch_size=2_000,
    )  # fmt: skip
    facts.record([expired(entry) for entry in entries], actor=actor)
    if entries:
        trail.note(actor, "ledger.expire", object_type="ledger.entry", count=len(entries))
    return len(entries)


def due(today: date, households: list[UUID] | None = None) -> dict[UUID, int]:
    """
    Return how many points of each household expire by a day; of ``households``, or of all.

    What still counts is what was earned with a later day of expiry, or none, less what was taken back of
    it. The rest of the balance has expired.
    """
    earns = Q(kind=Entry.Kind.EARN) | Q(reverses__kind=Entry.Kind.EARN)
    lasting = earns & (Q(expires_on__isnull=True) | Q(expires_on__gt=today))
    entries = Entry.objects.all() if households is None else Entry.objects.of(households)
    found = (
        entries.annotate(holder=HOLDER)
        .values("holder")
        .annotate(due=Sum("points") - Coalesce(Sum("points", filter=lasting), 0))
        .filter(due__gt=0)
    )
    return dict(found.values_list("holder", "due"))


def expired(entry: Entry) -> events.Expired:
    """Return what is counted of points that expired."""
    return events.Expired(
        area=entry.area_id,
        occurred_on=entry.on,
        object_id=entry.id,
        subject=entry.household_id,
        quantity=-entry.points,
    )
