"""Sessions at which who is there gives time as a volunteer, for the module that writes the hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils import timezone

from jinguo.activities.models import Activity, Attendance, Ruleset, Session
from jinguo.activities.queries.helping import find_kind


@dataclass(frozen=True)
class ServiceSession:
    """
    A session that is volunteer service; ``programme`` is the one whose volunteers serve.

    ``present`` are the persons there, each with the fact that counts her; nobody before it was held.
    """

    id: UUID
    programme: str
    title: str
    on: date
    minutes: int
    with_minors: bool
    present: Mapping[UUID, UUID]


def service_sessions(session_ids: Collection[UUID]) -> list[ServiceSession]:
    """
    Return those of some sessions that are volunteer service, as they stand; for jobs, whatever their area.

    What is private is left out: hours would show who was there.
    """
    found = Session.objects.filter(id__in=session_ids, activity__programme__in=_programmes())
    rows = found.exclude(activity__is_private=True).select_related("activity").order_by("id")
    return [one for row in rows if (one := _as_service(row)) is not None]


def _programmes() -> set[str]:
    """Return the programmes of which some kind is volunteer service."""
    rows = Ruleset.objects.values_list("programme", "kinds")
    return {key for key, kinds in rows if any(kind.get("service") for kind in kinds)}


def _as_service(session: Session) -> ServiceSession | None:
    on = timezone.localdate(session.starts_at)
    kind = find_kind(session.activity, on)
    if kind is None or not kind.service:  # the plan no longer has it, or it was none
        return None
    there: dict[UUID, UUID] = {}
    if session.state == Session.State.HELD:
        noted = session.attendances.filter(state=Attendance.State.PRESENT).annotate(
            who=Coalesce("enrolment__person__merged_into", "enrolment__person")
        )
        facts = noted.order_by("id").values_list("who", "fact")
        there = {who: fact for who, fact in facts if fact is not None}
    return ServiceSession(
        id=session.id, programme=kind.service, title=session.activity.title, on=on,
        minutes=session.minutes, with_minors=kind.with_minors, present=there,
    )  # fmt: skip


def activities_of(session_ids: Collection[UUID]) -> dict[UUID, Activity]:
    """Return the activity of each of some sessions, by the session, as far as anybody may see it."""
    found = Session.objects.public().filter(id__in=session_ids, activity__is_private=False)
    return {one.id: one.activity for one in found.select_related("activity")}
