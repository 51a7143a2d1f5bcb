"""Reminding who comes tomorrow, and asking who was there how it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.activities import queries, telling
from jinguo.activities.models import Activity, Attendance, Enrolment, Session
from jinguo.notices.messages import told_of

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

ASKED_WITHIN = timedelta(days=3)
"""So long after its last session was recorded as held somebody is asked about an activity."""
A_DAY = timedelta(hours=20)
"""Within so long nobody is reminded of the same activity twice."""


def remind(*, actor: Actor, now: datetime) -> int:
    """
    Remind who has a seat in a session of tomorrow, and ask who was at an activity that is over how it was.

    A job of every afternoon; each session and each activity is an act of its own, and done again it tells
    nobody twice. Of a private activity a reminder says the time alone, and nobody is asked. Return how many
    entries were told of. The actor is the job.
    """
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    coming = Session.objects.filter(
        state=Session.State.PLANNED, activity__state__in=Activity.OPEN, starts_at__date=tomorrow
    )
    over = Activity.objects.filter(
        state=Activity.State.FINISHED, is_private=False,
        sessions__held_at__gt=now - ASKED_WITHIN, sessions__held_at__lte=now,
    ).distinct()  # fmt: skip
    sessions = list(coming.order_by("starts_at", "id").values_list("id", flat=True))
    activities = list(over.order_by("id").values_list("id", flat=True))
    return sum(_remind(actor, one, now) for one in sessions) + sum(
        _ask(actor, one, now) for one in activities
    )


@transaction.atomic
def _remind(actor: Actor, session_id: UUID, now: datetime) -> int:
    session = Session.objects.select_related("activity", "site").get(id=session_id)
    activity = queries.get_published(session.activity_id, lock=True)
    sent = telling.NEUTRAL["reminder"] if activity.is_private else "reminder"
    if told_of(sent, [activity.id], since=now - A_DAY):
        return 0
    coming = queries.entries_with_persons(activity).filter(state=Enrolment.State.ENROLLED)
    entries = list(coming)
    telling.tell(actor, "reminder", entries, now=now, session=session)
    return len(entries)


@transaction.atomic
def _ask(actor: Actor, activity_id: UUID, now: datetime) -> int:
    activity = queries.get_published(activity_id, lock=True)
    if told_of("feedback-asked", [activity.id]):
        return 0
    there = queries.entries_with_persons(activity).filter(
        state=Enrolment.State.COMPLETED, attendances__state=Attendance.State.PRESENT
    )
    entries = list(there.distinct())
    telling.tell(actor, "feedback-asked", entries, now=now)
    return len(entries)
