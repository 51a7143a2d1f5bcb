"""Moving and cancelling what was made known: a session, an activity, a series. All enrolled are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries, telling, texts
from jinguo.activities.actions import common
from jinguo.activities.actions.clashes import check_clashes, use_of
from jinguo.activities.actions.closing import go_on
from jinguo.activities.actions.enrolling import record_enrolled
from jinguo.activities.actions.fair_figures import uncount_fair
from jinguo.activities.actions.following import enrolment_follows
from jinguo.activities.actions.leaving import ENDED, STATE, offer_seats
from jinguo.activities.models import Activity, Enrolment, Session
from jinguo.activities.queries import records
from jinguo.activities.states import ENROLMENT, sources
from jinguo.core.errors import Invalid, Refused
from jinguo.sites import queries as sites

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

TOLD = sources(ENROLMENT, "cancel")


class MovedMeanwhile(Refused):
    """The first session is no longer when it was seen: to move all from it would move them elsewhere."""

    code = "moved-meanwhile"


@dataclass(frozen=True, kw_only=True)
class Venue:
    """Where a session is held: at a site or, where it is none, at a place in words; and in which room."""

    site_id: UUID | None = None
    room: str = ""
    place: str = ""


@transaction.atomic
def move_session(
    *,
    actor: Actor,
    session_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    at: Venue | None = None,
) -> Session:
    """
    Move a session to another time, and where given to another venue; enrolment moves with the first one.

    :raises NotFound: no such session for this actor, or a site she does not see
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it was held, or is cancelled
    :raises Invalid: it would end before it starts, or begin in the past
    :raises IdentifierFound: the room or place holds something a person can be found or harmed by
    :raises Clash: the room or the instructor is in use then
    """
    session = session_to_come(actor, session_id)
    if ends_at <= starts_at:
        raise Invalid(_("A session ends after it starts."), ends_at=ends_at)
    if starts_at != session.starts_at and starts_at <= now:
        raise Invalid(_("It would begin in the past."), on=starts_at)
    session.starts_at, session.ends_at = starts_at, ends_at
    if at is not None:
        session.place = texts.public_place(at.place, field="place")
        session.room = texts.public_place(at.room, field="room")
        site_id = None if session.place else at.site_id
        session.site = sites.get_site(actor, site_id) if site_id else None
    _save_moved(actor, session.activity, [session], now)
    return session


def session_to_come(actor: Actor, session_id: UUID) -> Session:
    """
    Return and lock a session still to come, its activity first.

    :raises NotFound: no such session for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it was held, or is cancelled
    """
    session = queries.get_session(actor, session_id)
    policies.check_plan(actor, session.activity.area_id)
    queries.get_activity(actor, session.activity_id, lock=True)
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_session(session, "move")
    return session


def _save_moved(
    actor: Actor, activity: Activity, sessions: Sequence[Session], now: datetime
) -> None:
    """Keep sessions as they were moved, and enrolment that hangs on one of them with it."""
    check_clashes([use_of(one) for one in sessions], without=[one.id for one in sessions])
    for session in sessions:
        session.moved_at = now
    with enrolment_follows(activity, now), common.rooms_and_instructors_free():
        Session.objects.bulk_update(
            sessions, ["starts_at", "ends_at", "site", "place", "room", "moved_at"]
        )
    _tell_who_comes(actor, "session-moved", sessions[0], now)
    common.note(actor, "move-sessions", activity, count=len(sessions))


def _tell_who_comes(actor: Actor, template: str, session: Session, now: datetime) -> None:
    """Tell everybody in an activity what became of a session; of a draft nobody knows yet."""
    if session.activity.state != Activity.State.DRAFT:
        told = queries.entries_with_persons(session.activity).filter(state__in=TOLD)
        telling.tell(actor, template, list(told), now=now, session=session)


@transaction.atomic
def move_sessions(
    *, actor: Actor, activity_id: UUID, seen_at: datetime, first_at: datetime, now: datetime
) -> list[Session]:
    """
    Move every session of an activity that is still to come by the same time, and enrolment with them.

    The first of them begins at ``first_at`` then. ``seen_at`` is when it began as the actor saw it.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over or cancelled
    :raises Invalid: none is still to come, the time is the same, or it is past
    :raises MovedMeanwhile: the first does not begin at ``seen_at`` any more
    :raises Clash: a room or an instructor is in use then
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "change")
    by = _shift(queries.to_come(activity, now).first(), seen_at, first_at, now)
    return _move_all(actor, activity, by, now)


def _shift(
    first: Session | None, seen_at: datetime, first_at: datetime, now: datetime
) -> timedelta:
    """Return by how much sessions move when the soonest of them, ``first``, begins at ``first_at``."""
    if first is None:
        raise Invalid(_("No session is still to come."))
    if first.starts_at != seen_at:
        when = date_format(timezone.localtime(first.starts_at), "DATETIME_FORMAT")
        raise MovedMeanwhile(
            _(
                "Meanwhile the first one is on %(when)s. Nothing was moved. Send it again if the time you"
                " gave is still right."
            )
            % {"when": when},
            on=first.starts_at,
        )
    if first_at == seen_at:
        raise Invalid(_("They are at that time already. Give another one."), on=first.starts_at)
    if first_at <= now:
        raise Invalid(_("They would begin in the past."), on=first_at)
    return first_at - seen_at


def _move_all(actor: Actor, activity: Activity, by: timedelta, now: datetime) -> list[Session]:
    moved = queries.to_come(activity, now)
    sessions = list(moved.select_for_update(of=("self",), no_key=True))
    for session in sessions:
        session.starts_at += by
        session.ends_at += by
    _save_moved(actor, activity, sessions, now)
    return sessions


@transaction.atomic
def move_series(
    *, actor: Actor, series_id: UUID, seen_at: datetime, first_at: datetime, now: datetime
) -> int:
    """
    Move every session still to come of every activity of a series, and enrolment with them; return how many.

    The first of them begins at ``first_at`` then. ``seen_at`` is when it began as the actor saw it.

    :raises NotFound: no such series for this actor
    :raises Denied: the actor does not plan activities there
    :raises Invalid: none is still to come, the time is the same, or it is past
    :raises MovedMeanwhile: the first does not begin at ``seen_at`` any more
    :raises Clash: a room or an instructor is in use then
    """
    series = queries.get_series(actor, series_id)
    policies.check_plan(actor, series.area_id)
    for activity_id in queries.not_over_in(series, now).order_by("id").values_list("id", flat=True):
        queries.get_activity(actor, activity_id, lock=True)
    by = _shift(queries.to_come_in(series, now).first(), seen_at, first_at, now)
    moved = 0
    # The latest first when moving on, the earliest first when moving back: none meets the one before it.
    order = "-first_at" if by > timedelta() else "first_at"
    going_on = queries.not_over_in(series, now).order_by(order, "id")
    for activity_id in list(going_on.values_list("id", flat=True)):
        activity = queries.get_activity(actor, activity_id)
        if queries.to_come(activity, now).exists():
            moved += len(_move_all(actor, activity, by, now))
    return moved


@transaction.atomic
def cancel_session(*, actor: Actor, session_id: UUID, reason: str, now: datetime) -> Session:
    """
    Call off one session; the others of the activity go on. With nothing left to hold it is over.

    With the first one, enrolment closes as much later as the next begins.

    :raises NotFound: no such session for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it was held, or is cancelled
    :raises ChildrenInside: a child was signed in and not out
    :raises Invalid: no reason, or it is the only one left: then the activity is cancelled
    :raises IdentifierFound: the reason holds something a person can be found or harmed by
    """
    session = session_to_come(actor, session_id)
    activity = session.activity
    if not activity.sessions.going_on().exclude(id=session.id).exists():
        raise Invalid(_("This is the only session. Cancel the activity."))
    policies.check_nobody_inside(records.inside([session]).count())
    with enrolment_follows(activity, now):
        call_off([session], common.check_public_reason(reason))
    _tell_who_comes(actor, "session-cancelled", session, now)
    go_on(activity, now)
    common.note(actor, "cancel-session", activity)
    return session


def call_off(sessions: Sequence[Session], reason: str) -> None:
    """Let sessions still to come be cancelled, for a reason."""
    for session in sessions:
        session.state, session.cancelled_because = Session.State.CANCELLED, reason
    Session.objects.bulk_update(sessions, ["state", "cancelled_because"])


@transaction.atomic
def cancel_activity(*, actor: Actor, activity_id: UUID, reason: str, now: datetime) -> Activity:
    """
    Cancel an activity that is not over, with its sessions still to come; everybody enrolled is told.

    Records ``activities.enrolled`` (−1) for who had a seat; what is counted of a fair is taken back, unless
    part of it was held.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over, or cancelled already
    :raises ChildrenInside: a child was signed in to one of its sessions and not out
    :raises Invalid: no reason
    :raises IdentifierFound: the reason holds something a person can be found or harmed by
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "cancel")
    planned = activity.sessions.filter(state=Session.State.PLANNED).order_by("id")
    # Who signs a child in holds the session's row.
    sessions = list(planned.select_for_update(of=("self",), no_key=True))
    policies.check_nobody_inside(records.inside(sessions).count())
    why = common.check_public_reason(reason)
    first = queries.first_session(activity)
    told = list(queries.entries_with_persons(activity).filter(state__in=TOLD))
    enrolled = [one for one in told if one.state == STATE.ENROLLED]
    Enrolment.objects.filter(id__in=[one.id for one in told]).update(
        state=STATE.DROPPED, ended_because=ENDED.CALLED_OFF, ended_at=now, offer_expires_at=None
    )
    call_off(sessions, why)
    activity.state, activity.cancelled_because = Activity.State.CANCELLED, why
    activity.save(update_fields=["state", "cancelled_because"])
    record_enrolled(actor, enrolled, timezone.localdate(now), -1)
    uncount_fair(activity)
    telling.tell(actor, "activity-cancelled", told, now=now, session=first)
    common.note(actor, "cancel", activity, count=len(told))
    return activity


@transaction.atomic
def cancel_series(*, actor: Actor, series_id: UUID, reason: str, now: datetime) -> int:
    """
    Cancel every activity of a series that is not over; return how many.

    One whose last session is past is over, though nobody has closed it yet.

    :raises NotFound: no such series for this actor
    :raises Denied: the actor does not plan activities there
    :raises ChildrenInside: a child was signed in to one of their sessions and not out
    :raises Invalid: no reason, or all are over
    :raises IdentifierFound: the reason holds something a person can be found or harmed by
    """
    series = queries.get_series(actor, series_id)
    policies.check_plan(actor, series.area_id)
    common.check_reason(reason)
    ids = list(queries.not_over_in(series, now).order_by("id").values_list("id", flat=True))
    if not ids:
        raise Invalid(_("All activities of this series are over or cancelled."))
    for activity_id in ids:
        cancel_activity(actor=actor, activity_id=activity_id, reason=reason, now=now)
    return len(ids)


@transaction.atomic
def change_capacity(*, actor: Actor, activity_id: UUID, capacity: int, now: datetime) -> Activity:
    """
    Change the number of seats; new ones are offered to who waits.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over or cancelled
    :raises Invalid: fewer seats than are taken, than one entry may take, or than the activity needs
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "change")
    taken = queries.taken_of(activity).seats
    if capacity < max(taken, activity.seats_most, activity.minimum, 1):
        raise Invalid(
            _("%(taken)d seats are taken. It keeps these, and as many as it needs to be held.")
            % {"taken": taken},
            capacity=capacity,
        )
    activity.capacity = capacity
    activity.save(update_fields=["capacity"])
    common.note(actor, "change-capacity", activity)
    if activity.state != Activity.State.DRAFT:
        offer_seats(actor, activity, now)
    return activity
