"""
The one place from which this module tells people something.

A message goes into the outbox in the transaction of the act. About a private activity only neutral texts
are sent: days and times, and no word of what it is about.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from jinguo.activities import queries
from jinguo.activities.models import Activity, Enrolment, Session
from jinguo.notices.messages import About, get_template, send_many

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

NEUTRAL = {
    "enrolled": "time-set",
    "confirmed": "time-set",
    "session-moved": "time-changed",
    "activity-cancelled": "time-off",
    "session-cancelled": "time-off",
    "cancelled-place": "time-off",
    "reminder": "time-reminder",
    "booking-paused": "booking-paused",
}
"""What is sent instead about a private activity; of what is not named here, nothing."""


def tell(
    actor: Actor,
    template: str,
    enrolments: Collection[Enrolment],
    *,
    now: datetime,
    session: Session | None = None,
    **values: int | date | datetime,
) -> None:
    """
    Tell who enrolled, or the guardian who enrolled a child, what became of their entry.

    All entries are of one activity, and are read with it, their person and guardian. ``session`` is the one
    it is about; without it, the first that is to be held.
    """
    if not enrolments:
        return
    activity = next(iter(enrolments)).activity
    if activity.is_private and template not in NEUTRAL:
        return
    found = get_template(NEUTRAL[template] if activity.is_private else template)
    about = session or queries.first_session(activity)
    all_values = {
        "activity": activity.title,
        "starts": about.starts_at if about else activity.closes_at,
        "place": place_of(about) if about else activity.place,
        "closes": activity.closes_at,
        **values,
    }
    persons = {one.id: one for one in (each.guardian or each.person for each in enrolments)}
    send_many(
        actor=actor,
        template=found.id,
        persons=list(persons.values()),
        values={name: all_values[name] for name in found.kinds},
        about=About(Activity.OBJECT_TYPE, activity.id),
        now=now,
        sensitive=activity.is_private,
    )


def place_of(session: Session) -> str:
    """Return where a session is, in words."""
    return f"{session.where} {session.room}".strip()
