"""What is offered, for the desk and for everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities.models import Activity, Series, Session
from jinguo.activities.models.activities import ActivityQuerySet, SessionQuerySet
from jinguo.activities.queries.seats import with_seats
from jinguo.core.errors import NotFound
from jinguo.sites import queries as sites

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class SessionFilter:
    """
    What a visitor looks for; empty leaves all. ``area`` keeps a subtree; days are inclusive.

    ``kind`` is of whichever programme; ``kinds`` are of theirs: each a programme and a kind of it.
    """

    programme: str = ""
    kind: str = ""
    kinds: Collection[tuple[str, str]] = ()
    category: str = ""
    stage: str = ""
    area: str = ""
    site: UUID | None = None
    first_on: date | None = None
    last_on: date | None = None
    text: str = ""


def public_sessions(wanted: SessionFilter, *, now: datetime) -> SessionQuerySet:
    """Return the sessions anybody may see that have not ended, the soonest first, each with its activity."""
    found = Session.objects.public().going_on().filter(ends_at__gt=now)
    exact = {
        "activity__programme": wanted.programme,
        "activity__kind": wanted.kind,
        "activity__category": wanted.category,
        "site": wanted.site,
        "activity__area__code__startswith": wanted.area,
        "starts_at__date__gte": wanted.first_on,
        "starts_at__date__lte": wanted.last_on,
    }
    found = found.filter(**{key: value for key, value in exact.items() if value})
    if wanted.kinds:
        one_of = [
            Q(activity__programme=programme, activity__kind=kind)
            for programme, kind in wanted.kinds
        ]
        found = found.filter(reduce(or_, one_of))
    if wanted.stage:
        of_all = Q(activity__stages=[])
        found = found.filter(of_all | Q(activity__stages__contains=[wanted.stage]))
    if wanted.text:
        found = found.filter(
            Q(activity__title__icontains=wanted.text) | Q(title__icontains=wanted.text)
        )
    return found.select_related("activity__area", "site").order_by("starts_at", "id")


def get_public(code: str) -> Activity:
    """
    Return one activity anybody may see, with its area, site and seats.

    :raises NotFound: there is none of this code, or it is a draft
    """
    found = with_seats(Activity.objects.public()).select_related("area", "site", "unit", "series")
    return _found(found.filter(code=code.strip().lower()))


def activities(actor: Actor) -> ActivityQuerySet:
    """Return every activity the actor may see, with seats and days, the newest first."""
    found = with_seats(Activity.objects.visible_to(actor)).with_days()
    return found.select_related("area", "site", "series").order_by(
        F("first_at").desc(nulls_last=True), "-id"
    )


def get_activity(actor: Actor, activity_id: UUID, *, lock: bool = False) -> Activity:
    """
    Return one activity the actor may see, with its area and site.

    ``lock`` holds its row until the transaction ends, so that its seats counted afterwards stay right.

    :raises NotFound: no such activity, or none this actor may see
    """
    return _one(Activity.objects.visible_to(actor), activity_id, lock=lock)


def get_published(activity_id: UUID, *, lock: bool = False) -> Activity:
    """
    Return one activity anybody may see.

    :raises NotFound: there is none, or it is a draft
    """
    return _one(Activity.objects.public(), activity_id, lock=lock)


def _one(found: ActivityQuerySet, activity_id: UUID, *, lock: bool) -> Activity:
    found = found.select_related("area", "site", "series").filter(id=activity_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    return _found(found)


def _found(found: ActivityQuerySet) -> Activity:
    activity = found.first()
    if activity is None:
        raise NotFound(_("There is no such activity."))
    return activity


def get_session(actor: Actor, session_id: UUID, *, lock: bool = False) -> Session:
    """
    Return one session the actor may see, with its activity.

    :raises NotFound: no such session, or none this actor may see
    """
    found = Session.objects.visible_to(actor).select_related("activity__area", "site")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    session = found.filter(id=session_id).first()
    if session is None:
        raise NotFound(_("There is no such session."))
    return session


def series(actor: Actor) -> QuerySet[Series]:
    """Return every series the actor may see, by title."""
    return Series.objects.visible_to(actor).select_related("area", "site").order_by("title", "id")


def get_series(actor: Actor, series_id: UUID) -> Series:
    """
    Return one series the actor may see.

    :raises NotFound: no such series, or none this actor may see
    """
    found = series(actor).filter(id=series_id).first()
    if found is None:
        raise NotFound(_("There is no such series."))
    return found


def sessions_of(activity: Activity) -> SessionQuerySet:
    """Return the sessions of an activity in the order of their start. The caller got it from here."""
    return activity.sessions.select_related("site", "instructor").order_by("starts_at", "number")


def first_session(activity: Activity) -> Session | None:
    """Return the first session that is not cancelled; None without one."""
    found = activity.sessions.going_on().select_related("site")
    return found.order_by("starts_at", "number").first()


def address_of(session: Session) -> str:
    """Return the address of the site a session meets at, where everybody may read it; else nothing."""
    venue = session.venue
    if venue is None:
        return ""
    public = sites.public_sites(on=timezone.localdate(session.starts_at)).filter(id=venue.id)
    return venue.address if public.exists() else ""


def to_come(activity: Activity, now: datetime) -> SessionQuerySet:
    """Return the sessions of an activity that are still to come, the soonest first."""
    return sessions_of(activity).filter(state=Session.State.PLANNED, starts_at__gt=now)


def to_come_in(series: Series, now: datetime) -> SessionQuerySet:
    """Return the sessions still to come of a series, but of no activity that is over, the soonest first."""
    going_on = [Activity.State.DRAFT, *Activity.OPEN]
    found = Session.objects.filter(
        activity__series=series, activity__state__in=going_on,
        state=Session.State.PLANNED, starts_at__gt=now,
    )  # fmt: skip
    return found.order_by("starts_at", "id")


def not_over_in(series: Series, now: datetime) -> ActivityQuerySet:
    """Return the activities of a series that are neither closed nor past, the soonest first, with seats."""
    going_on = [Activity.State.DRAFT, *Activity.OPEN]
    found = with_seats(Activity.objects.filter(series=series, state__in=going_on)).with_days()
    found = found.filter(Q(last_at=None) | Q(last_at__gt=now))
    return found.select_related("area", "site").order_by(F("first_at").asc(nulls_last=True), "id")


def drafts_in(series: Series, now: datetime) -> ActivityQuerySet:
    """Return the drafts of a series that can still be made known: their enrolment has not closed."""
    return not_over_in(series, now).filter(state=Activity.State.DRAFT, closes_at__gt=now)


def announced_at(site: UUID, now: datetime) -> int:
    """Count the sessions everybody reads of that are still to come at a site."""
    found = Session.objects.public().filter(site=site, state=Session.State.PLANNED)
    return found.filter(starts_at__gt=now).count()
