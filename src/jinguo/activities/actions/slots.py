"""Half-days of counsellors on duty, made into slots of one seat each; and the slots nobody booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities import queries
from jinguo.activities.actions import common
from jinguo.activities.actions.changing import call_off
from jinguo.activities.actions.closing import go_on
from jinguo.activities.actions.planning import SessionIn, plan_in_series, publish
from jinguo.activities.models import Activity
from jinguo.activities.queries.worklists import unbooked
from jinguo.activities.recurrence import slots
from jinguo.core.errors import Invalid
from jinguo.org import queries as org
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

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
        able = org.holders(Capability.ACTIVITIES_COUNSEL, area, duty.on)
        account = able.filter(id=duty.account_id).first()
        if account is None:
            sentence = _("She has no post as a counsellor there on %(day)s. Choose another one.")
            raise Invalid(sentence % {"day": date_format(duty.on)}, account=duty.account_id)
        return name or account.name
    if not name and duty.person_id is None:
        raise Invalid(_("Say who is on duty."), counsellor="")
    return name


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
