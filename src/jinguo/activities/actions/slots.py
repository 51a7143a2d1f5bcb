"""Half-days of counsellors on duty, made into slots of one seat each; who is on duty; slots nobody booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.actions import common
from jinguo.activities.actions.changing import call_off
from jinguo.activities.actions.clashes import check_clashes, use_of
from jinguo.activities.actions.closing import go_on
from jinguo.activities.actions.planning import SessionIn, plan_in_series, publish
from jinguo.activities.models import Activity, Session
from jinguo.activities.models.activities import SessionQuerySet
from jinguo.activities.queries.worklists import unbooked
from jinguo.activities.recurrence import slots
from jinguo.core.errors import Invalid, Refused
from jinguo.org import queries as org
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.org.models import Account

MINUTES = 50


@dataclass(frozen=True, kw_only=True)
class Duty:
    """
    A counsellor's half-day: from an hour to an hour, in a room.

    She is an account of the system, a person on the register, or from outside and a name only.
    """

    on: date
    begins: time
    ends: time
    account_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    room: str = ""


@transaction.atomic
def plan_duties(
    *,
    actor: Actor,
    series_id: UUID,
    duties: Sequence[Duty],
    now: datetime,
    minutes: int = MINUTES,
) -> list[Activity]:
    """
    Make every half-day of a duty table into published slots of a series, one after another.

    A slot can be booked from now until it begins. The whole table is planned, or nothing of it.

    :raises NotFound: no such series for this actor, or a counsellor she does not see
    :raises Denied: the actor does not plan activities there
    :raises Invalid: no half-day, one in the past, one in which no slot fits, or one of nobody; or an account
        that does not counsel there on the day
    :raises Clash: a room or a counsellor is in use then
    """
    if not duties:
        raise Invalid(_("Give at least one half-day."))
    made = []
    area = queries.get_series(actor, series_id).area_id
    for duty in duties:
        name = _name_of(duty, area)
        for starts_at, ends_at in slots(duty.on, duty.begins, duty.ends, minutes=minutes):
            if starts_at <= now:
                raise Invalid(_("A half-day on duty lies in the past."), on=duty.on)
            session = SessionIn(
                starts_at=starts_at, ends_at=ends_at, room=duty.room,
                instructor_id=duty.person_id, instructor_name=name, counsellor_id=duty.account_id,
            )  # fmt: skip
            planned = plan_in_series(
                actor=actor, series_id=series_id, sessions=[session], opens_at=now,
                closes_at=starts_at, now=now,
            )  # fmt: skip
            made.append(publish(actor=actor, activity_id=planned.id, now=now))
    return made


def _name_of(duty: Duty, area: str) -> str:
    """Return the name a counsellor is announced by; that of her account unless another is given."""
    name = duty.name.strip()
    if duty.account_id is not None:
        account = _counsellor(duty.account_id, area, duty.on)
        return name or account.name
    if not name and duty.person_id is None:
        raise Invalid(_("Say who is on duty."), counsellor="")
    return name


def _counsellor(account_id: UUID, area: str, on: date) -> Account:
    """
    Return an account that counsels in an area on a day.

    :raises Invalid: it does not
    """
    able = org.holders(Capability.ACTIVITIES_COUNSEL, area, on)
    account = able.filter(id=account_id).first()
    if account is None:
        sentence = _("She has no post as a counsellor there on %(day)s. Choose another one.")
        raise Invalid(sentence % {"day": date_format(on)}, account=account_id)
    return account


@transaction.atomic
def link_counsellor(
    *, actor: Actor, session_id: UUID, account_id: UUID, now: datetime
) -> list[Session]:
    """
    Say which account is on duty at a slot, and at those of its series still to come under the same name.

    From then on the account reads the whole names of who booked them, and one it takes the place of does not.
    The name stays as it was announced, unless it was that account's, or there was none.

    :raises NotFound: no such session for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it was held, or is cancelled
    :raises Refused: who comes there is no secret, or the account is linked already
    :raises Invalid: the account does not counsel there on one of the days
    :raises Clash: the account is on duty elsewhere then
    """
    seen = queries.get_session(actor, session_id)
    policies.check_plan(actor, seen.activity.area_id)
    policies.check_private(seen.activity)
    ids = {seen.activity_id, *_of_same(seen, now).values_list("activity_id", flat=True)}
    for activity_id in sorted(ids):
        queries.get_activity(actor, activity_id, lock=True)
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_session(session, "move")
    if session.counsellor_id == account_id:
        raise Refused(_("This account is linked already."))
    rows = _of_same(session, now).select_related("activity", "counsellor")
    sessions = list(rows.select_for_update(of=("self",), no_key=True))
    where = {(one.activity.area_id, timezone.localdate(one.starts_at)) for one in sessions}
    [account] = {_counsellor(account_id, area, on) for area, on in sorted(where)}
    for one in sessions:
        if one.instructor_id is None and one.instructor_name == _name_before(one):
            one.instructor_name = account.name
        one.counsellor = account
    check_clashes([use_of(one) for one in sessions], without=[one.id for one in sessions])
    with common.rooms_and_instructors_free():
        Session.objects.bulk_update(sessions, ["counsellor", "instructor_name"])
    for one in sessions:
        common.note(actor, "link-counsellor", one.activity, purpose=account.username)
    return sessions


def _name_before(session: Session) -> str:
    """Return the name of the account on duty at a slot; empty without one."""
    return session.counsellor.name if session.counsellor else ""


def _of_same(session: Session, now: datetime) -> SessionQuerySet:
    """
    Return a session, and those of its series still to come with the same one on duty, by their start.

    Where it says of nobody that she is on duty, itself alone.
    """
    series = session.activity.series_id
    beside = Q(activity__series=series) if series else Q(activity=session.activity_id)
    if not (session.instructor_name or session.instructor_id or session.counsellor_id):
        beside = Q(id=session.id)
    found = Session.objects.filter(
        Q(id=session.id) | beside & Q(starts_at__gt=now),
        state=Session.State.PLANNED, instructor=session.instructor_id,
        instructor_name=session.instructor_name, counsellor=session.counsellor_id,
    )  # fmt: skip
    return found.order_by("starts_at", "id")


def close_unbooked(*, actor: Actor, now: datetime) -> int:
    """
    Let the sessions of private activities that are over, and for which nobody booked, count as not held.

    A job of every night; each activity is an act of its own. With its last session an activity is over, or
    cancelled where none was held. Return how many sessions were closed. The actor is the job.
    """
    asked = unbooked(now).order_by("activity_id").values_list("activity_id", flat=True).distinct()
    return sum(_close_unbooked(actor, one, now) for one in list(asked))


@transaction.atomic
def _close_unbooked(actor: Actor, activity_id: UUID, now: datetime) -> int:
    # Who enrols holds the activity's row too, so nobody comes in between.
    activity = queries.get_published(activity_id, lock=True)
    sessions = list(unbooked(now).filter(activity=activity))
    if not sessions:
        return 0
    call_off(sessions, _("Nobody booked it."))
    if not activity.sessions.going_on().exists():
        activity.state = Activity.State.CANCELLED
        activity.cancelled_because = _("Nobody booked it.")
        activity.save(update_fields=["state", "cancelled_because"])
    go_on(activity, now)
    common.note(actor, "close-unbooked", activity, count=len(sessions))
    return len(sessions)
