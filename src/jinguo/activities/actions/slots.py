"""Half-days of counsellors on duty, made into slots of one seat each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.activities.actions.planning import SessionIn, plan_in_series, publish
from jinguo.activities.models import Activity
from jinguo.activities.recurrence import slots
from jinguo.core.errors import Invalid

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

MINUTES = 50


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A counsellor's half-day: from an hour to an hour, in a room."""

    on: date
    begins: time
    ends: time
    counsellor_id: UUID
    counsellor_name: str = ""
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
    :raises Invalid: no half-day, one in the past, or one in which no slot fits
    :raises Clash: a room or a counsellor is in use then
    """
    if not duties:
        raise Invalid(_("Give at least one half-day."))
    made = []
    for duty in duties:
        for starts_at, ends_at in slots(duty.on, duty.begins, duty.ends, minutes=minutes):
            if starts_at <= now:
                raise Invalid(_("A half-day on duty lies in the past."), on=duty.on)
            session = SessionIn(
                starts_at=starts_at, ends_at=ends_at, room=duty.room,
                instructor_id=duty.counsellor_id, instructor_name=duty.counsellor_name,
            )  # fmt: skip
            planned = plan_in_series(
                actor=actor, series_id=series_id, sessions=[session], opens_at=now,
                closes_at=starts_at, now=now,
            )  # fmt: skip
            made.append(publish(actor=actor, activity_id=planned.id, now=now))
    return made
