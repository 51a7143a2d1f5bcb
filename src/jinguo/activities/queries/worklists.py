"""What the workbench lists: sessions by how they stand, with the seats of their activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jinguo.activities.models import Activity, Attendance, Enrolment, Session
from jinguo.activities.models.activities import ActivityQuerySet, SessionQuerySet
from jinguo.activities.queries.seats import with_seats
from jinguo.core.errors import Invalid

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

DECIDE_BEFORE = timedelta(hours=72)
"""How long before its first session an activity below its minimum waits for a decision."""


class Listed(StrEnum):
    """What a list holds: sessions by how they stand."""

    COMING = "coming"
    DRAFT = "draft"
    SHORT = "short"
    TO_CLOSE = "to-close"
    HELD = "held"
    CANCELLED = "cancelled"


NEWEST_FIRST = (Listed.HELD, Listed.CANCELLED)


@dataclass(frozen=True)
class Wanted:
    """The filter of a list of sessions; an empty field leaves all, ``area`` keeps a subtree."""

    listed: Listed = Listed.COMING
    programme: str = ""
    kind: str = ""
    category: str = ""
    area: str = ""


def sessions_listed(actor: Actor, wanted: Wanted, *, now: datetime) -> SessionQuerySet:
    """Return the sessions of a filter with their activities, the first first; past ones backwards."""
    found = _narrowed(actor, wanted).filter(condition(actor, wanted.listed, now))
    order = ("-starts_at", "-id") if wanted.listed in NEWEST_FIRST else ("starts_at", "id")
    return found.select_related("activity__area", "activity__site", "site").order_by(*order)


def count_listed(actor: Actor, wanted: Wanted, *, now: datetime) -> dict[Listed, int]:
    """Return how many sessions each list holds under the rest of a filter, by one statement."""
    counts = _narrowed(actor, wanted).aggregate(**{
        one.name: Count("id", filter=condition(actor, one, now)) for one in Listed
    })  # fmt: skip
    return {one: counts[one.name] for one in Listed}


def _narrowed(actor: Actor, wanted: Wanted) -> SessionQuerySet:
    exact = {
        "activity__programme": wanted.programme,
        "activity__kind": wanted.kind,
        "activity__category": wanted.category,
    }
    found = Session.objects.visible_to(actor)
    found = found.filter(**{key: value for key, value in exact.items() if value})
    if wanted.area:
        found = found.filter(actor.moves.takes_in(wanted.area).as_q("activity__area__code"))
    return found


def condition(actor: Actor, listed: Listed, now: datetime) -> Q:
    """Return which sessions stand so at an instant."""
    planned = Q(state=Session.State.PLANNED)
    is_open = Q(activity__state__in=Activity.OPEN)
    coming = planned & is_open & Q(ends_at__gt=now)
    return {
        Listed.COMING: coming,
        Listed.DRAFT: planned & Q(activity__state=Activity.State.DRAFT),
        Listed.SHORT: coming & Q(activity__in=short_of_minimum(actor, now).values("id")),
        Listed.TO_CLOSE: planned & is_open & Q(ends_at__lte=now) & ~nobody_booked(),
        Listed.HELD: Q(state=Session.State.HELD),
        Listed.CANCELLED: Q(state=Session.State.CANCELLED),
    }[listed]


def nobody_booked() -> Q:
    """Return which sessions are of a private activity, such as a slot of counselling, in which nobody is."""
    living = Enrolment.objects.living().filter(activity=OuterRef("activity"))
    return Q(~Exists(living), activity__is_private=True)


def unbooked(now: datetime) -> SessionQuerySet:
    """Return the sessions that are over and for which nobody booked: there is nothing to record of them."""
    over = Session.objects.filter(state=Session.State.PLANNED, ends_at__lte=now)
    return over.filter(nobody_booked(), activity__state__in=Activity.OPEN).order_by(
        "starts_at", "id"
    )


def short_of_minimum(actor: Actor, now: datetime) -> ActivityQuerySet:
    """Return the published activities that begin soon and have fewer seats taken than they need."""
    found = with_seats(Activity.objects.visible_to(actor)).with_days()
    begins_soon = Q(first_at__gt=now, first_at__lte=now + DECIDE_BEFORE)
    return found.filter(Q(taken__lt=F("minimum")), begins_soon, state=Activity.State.PUBLISHED)


@dataclass(frozen=True)
class SessionPage:
    """One page of a list; ``after`` opens the next, empty on the last."""

    rows: list[Session]
    after: str


def page_of_sessions(
    sessions: QuerySet[Session], *, after: str = "", newest_first: bool = False, size: int = 50
) -> SessionPage:
    """
    Return one page of :func:`sessions_listed`; ``after`` is that of the page before.

    :raises Invalid: ``after`` is not what a page gave
    """
    if after:
        sessions = sessions.filter(_beyond(after, "lt" if newest_first else "gt"))
    found = list(sessions[: size + 1])
    rows = found[:size]
    more = f"{rows[-1].starts_at.isoformat()}|{rows[-1].id}" if len(found) > size else ""
    return SessionPage(rows, more)


def _beyond(after: str, way: str) -> Q:
    instant, _bar, last = after.partition("|")
    try:
        at, id_ = datetime.fromisoformat(instant), UUID(last)
    except ValueError:
        raise Invalid(_("That page does not exist. Open the list again.")) from None
    return Q(**{f"starts_at__{way}": at}) | Q(**{"starts_at": at, f"id__{way}": id_})


def counted(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Say of each session how many seats of its activity are taken, and how many came (``came``)."""
    taken = (
        Enrolment.objects.holding()
        .filter(activity=OuterRef("activity"))
        .order_by()
        .values("activity")
        .annotate(n=Sum("seats"))
        .values("n")
    )
    came = Count("attendances", filter=Q(attendances__state=Attendance.State.PRESENT))
    return sessions.annotate(taken=Coalesce(Subquery(taken), 0), came=came)
