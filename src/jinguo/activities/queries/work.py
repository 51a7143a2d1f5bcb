"""The work of activities that waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    Min,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone

from jinguo.activities.models import (
    Activity,
    Allocation,
    Attendance,
    Block,
    Enrolment,
    Outcome,
    Session,
)
from jinguo.activities.models.activities import ActivityQuerySet, SessionQuerySet
from jinguo.activities.models.enrolments import EnrolmentQuerySet
from jinguo.activities.queries.absences import open_appeals
from jinguo.activities.queries.rulesets import rulesets_over
from jinguo.activities.queries.worklists import Listed, condition
from jinguo.core.dates import months_after
from jinguo.org.moves import Reach
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class Work(StrEnum):
    """What of activities waits for somebody."""

    DECIDE = "decide"
    CLOSE = "close"
    CONFIRM = "confirm"
    ANSWER = "answer"
    DRAW = "draw"
    APPEAL = "appeal"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True)
class Todo:
    """Work that waits, how many pieces of it, and the first day by which one of them is due."""

    work: Work
    count: int
    due_on: date


def todos(actor: Actor, *, now: datetime) -> list[Todo]:
    """Return what of activities waits for an actor, of what her posts let her do."""
    found = [
        Todo(work, count, timezone.localdate(due)) for work, count, due in _counted(actor, now)
    ]
    asked = follow_ups(actor, on=timezone.localdate(now))
    if asked:
        found.append(Todo(Work.FOLLOW_UP, len(asked), asked[0].due_on))
    return found


def _counted(actor: Actor, now: datetime) -> Iterable[tuple[Work, int, datetime]]:
    """Return each kind of work there is, how much of it, and when the first is due; one statement."""
    waiting: list[tuple[Work, Capability, QuerySet[Any], Min]] = [
        (Work.DECIDE, Capability.ACTIVITIES_PLAN, _listed(actor, Listed.SHORT, now), Min("starts_at")),
        (Work.CLOSE, Capability.ACTIVITIES_ATTEND, _listed(actor, Listed.TO_CLOSE, now), Min("ends_at")),
        (Work.CONFIRM, Capability.ACTIVITIES_ENROL, unconfirmed(actor), Min("activity__sessions__starts_at")),
        (Work.ANSWER, Capability.ACTIVITIES_ENROL, offered_seats(actor, now), Min("offer_expires_at")),
        (Work.DRAW, Capability.ACTIVITIES_PLAN, to_draw(now), Min("closes_at")),
        (Work.APPEAL, Capability.ACTIVITIES_FORGIVE, open_appeals(actor), Min("appealed_at")),
    ]  # fmt: skip
    counts = [
        _count(step, rows.filter(actor.reach(capability).as_q(AREA_OF[rows.model])), due)
        for step, (_work, capability, rows, due) in enumerate(waiting)
        if actor.can(capability)
    ]
    if not counts:
        return []
    first, *others = counts
    found = first.union(*others, all=True).order_by("step")
    return [(waiting[row["step"]][0], row["count"], row["due"]) for row in found if row["count"]]


def _count(step: int, rows: QuerySet[Any], due: Min) -> QuerySet[Any, Any]:
    """Count the rows of a step, and say when the first of them is due."""
    # By their keys, since rows that are summed up themselves cannot be summed up again.
    within = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    counted: QuerySet[Any, Any] = within.values(step=Value(step)).annotate(
        count=Count("pk", distinct=True), due=due
    )
    return counted


AREA_OF: dict[type[Model], str] = {
    Activity: "area__code",
    Session: "activity__area__code",
    Enrolment: "activity__area__code",
    Block: "area__code",
}


def _listed(actor: Actor, listed: Listed, now: datetime) -> SessionQuerySet:
    """Return the sessions of a list of the workbench, so that as many are counted as are shown."""
    return Session.objects.visible_to(actor).filter(condition(actor, listed, now))


def to_draw(now: datetime) -> ActivityQuerySet:
    """Return the activities whose seats are to be drawn: entry has closed."""
    return Activity.objects.filter(
        allocation=Allocation.DRAW, state__in=Activity.OPEN, closes_at__lte=now,
        drawing__drawn_at__isnull=True,
    )  # fmt: skip


def unconfirmed(actor: Actor) -> EnrolmentQuerySet:
    """Return the entries the actor may see that are to be confirmed, by the start of their activity."""
    found = Enrolment.objects.visible_to(actor).filter(
        state=Enrolment.State.ENROLLED, activity__needs_confirmation=True, confirmed_at__isnull=True,
        activity__state__in=Activity.OPEN,
    )  # fmt: skip
    return found.annotate(starts_at=Min("activity__sessions__starts_at")).order_by(
        "starts_at", "id"
    )


def offered_seats(actor: Actor, now: datetime) -> EnrolmentQuerySet:
    """Return the entries the actor may see whose offer was not answered yet."""
    return Enrolment.objects.visible_to(actor).filter(
        state=Enrolment.State.OFFERED, offer_expires_at__gt=now
    )


DUTY_DAYS = 14


def duties(actor: Actor, *, now: datetime) -> SessionQuerySet:
    """
    Return the slots of private activities in the coming days that the actor counsels in or plans, by start.

    Each activity has the entries that take its seats as ``living``.
    """
    reach = Reach.joined(
        map(actor.reach, (Capability.ACTIVITIES_COUNSEL, Capability.ACTIVITIES_PLAN))
    )
    found = Session.objects.visible_to(actor).filter(
        reach.as_q("activity__area__code"), activity__is_private=True, activity__state__in=Activity.OPEN,
        state=Session.State.PLANNED, ends_at__gt=now, starts_at__lt=now + timedelta(days=DUTY_DAYS),
    )  # fmt: skip
    found = found.select_related("activity__site", "instructor", "site")
    return found.prefetch_related(_living()).order_by("starts_at", "id")


def _living() -> Prefetch[str, Any, str]:
    """Return the entries that take seats, with whom they are of, as ``living`` of each session's activity."""
    holding = Enrolment.objects.holding().select_related("person__area", "guardian")
    return Prefetch("activity__enrolments", holding, to_attr="living")


def own_duties(actor: Actor, *, now: datetime) -> SessionQuerySet:
    """Return those of :func:`duties` at which the actor is on duty herself."""
    return duties(actor, now=now).filter(counsellor=actor.account_id)


def own_clients(actor: Actor, entries: Iterable[Enrolment]) -> set[UUID]:
    """Return the activities of some entries at which the actor is on duty herself, by her account."""
    if actor.account_id is None:
        return set()
    own = Session.objects.filter(counsellor=actor.account_id)
    activities = {one.activity_id for one in entries}
    return set(own.filter(activity__in=activities).values_list("activity_id", flat=True))


def own_slots(person_id: UUID, *, now: datetime) -> SessionQuerySet:
    """
    Return the slots of private activities to come at which a person on the register is on duty, by start.

    For herself: each activity has the entries that take its seats as ``living``; who they are is not hers.
    """
    found = Session.objects.filter(
        instructor=person_id, activity__is_private=True, activity__state__in=Activity.OPEN,
        state=Session.State.PLANNED, ends_at__gt=now, starts_at__lt=now + timedelta(days=DUTY_DAYS),
    )  # fmt: skip
    found = found.select_related("activity").prefetch_related(_living())
    return found.order_by("starts_at", "id")


@dataclass(frozen=True)
class FollowUp:
    """Somebody to be asked what became of her, so many months after her class, and since when that is due."""

    enrolment: Enrolment
    after_months: int
    due_on: date


def follow_ups(actor: Actor, *, on: date) -> list[FollowUp]:
    """Return who is to be asked by a day and was not, the longest due first."""
    times = {
        (programme, kind.id): kind.follow_up_months
        for programme, ruleset in rulesets_over(
            actor.home_for(Capability.ACTIVITIES_ATTEND), on
        ).items()
        for kind in ruleset.kinds
        if kind.follow_up_months
    }
    found = [
        FollowUp(one, months, months_after(timezone.localdate(one.last_at), months))
        for one in _to_ask(actor, times, on)
        for months in times[one.activity.programme, one.activity.kind]
        if months not in one.asked and timezone.localdate(one.last_at) <= months_after(on, -months)
    ]
    return sorted(found, key=lambda one: (one.due_on, one.enrolment.id))


def _to_ask(
    actor: Actor, times: Mapping[tuple[str, str], Sequence[int]], on: date
) -> Iterable[Any]:
    """
    Return who was at a class that was over so many months ago and was not asked since, for at least one of
    its times.

    Each has ``last_at``, when the last session was held, and ``asked``, the months after which she was asked.
    """
    if not times:
        return []
    due = [
        Q(activity__programme=programme, activity__kind=kind)
        & Q(last_at__date__lte=months_after(on, -months))
        & ~Q(asked__contains=[months])
        for (programme, kind), all_months in times.items()
        for months in all_months
    ]
    held = Session.objects.filter(activity=OuterRef("activity"), state=Session.State.HELD)
    there = Attendance.objects.filter(enrolment=OuterRef("pk"), state=Attendance.State.PRESENT)
    asked = Outcome.objects.filter(enrolment=OuterRef("pk")).values("after_months")
    return (
        Enrolment.objects.visible_to(actor)
        .filter(actor.reach(Capability.ACTIVITIES_ATTEND).as_q("activity__area__code"))
        .filter(Exists(there), state=Enrolment.State.COMPLETED)
        .annotate(
            last_at=Subquery(held.order_by("-starts_at").values("starts_at")[:1]),
            asked=ArraySubquery(asked),
        )
        .filter(reduce(or_, due))
        .select_related("activity", "person__area", "guardian")
    )
