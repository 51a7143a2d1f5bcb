"""Seats taken and left, counted from the enrolments that hold one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jinguo.activities.models import Activity, Enrolment
from jinguo.activities.models.activities import ActivityQuerySet


@dataclass(frozen=True)
class Taken:
    """Seats taken of an activity, those of them by who has no priority, and entries on its waiting list."""

    seats: int
    seats_of_all: int
    waiting: int


def with_seats(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Count of each the seats taken (``taken``) and the entries on its waiting list (``waiting``)."""
    of = Enrolment.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    taken = of.filter(state__in=Enrolment.HOLDING).annotate(n=Sum("seats")).values("n")
    waiting = of.filter(state=Enrolment.State.WAITING).annotate(n=Count("id")).values("n")
    return activities.annotate(  # type: ignore[no-redef]  # declared on the model
        taken=Coalesce(Subquery(taken, output_field=IntegerField()), 0),
        waiting=Coalesce(Subquery(waiting, output_field=IntegerField()), 0),
    )


def taken_of(activity: Activity) -> Taken:
    """Return the seats taken and the entries waiting of one activity, in one query."""
    return _taken(activity.enrolments.all())


def taken_in(activities: ActivityQuerySet) -> Taken:
    """Return the seats taken and the entries waiting of some activities together, in one query."""
    return _taken(Enrolment.objects.filter(activity__in=activities.values("id")))


def _taken(enrolments: QuerySet[Enrolment]) -> Taken:
    holding = Q(state__in=Enrolment.HOLDING)
    found = enrolments.aggregate(
        in_all=Coalesce(Sum("seats", filter=holding), 0),
        of_all=Coalesce(Sum("seats", filter=holding & Q(has_priority=False)), 0),
        in_line=Count("id", filter=Q(state=Enrolment.State.WAITING)),
    )
    return Taken(found["in_all"], found["of_all"], found["in_line"])


def is_full(activity: Activity) -> bool:
    """Say whether neither a seat nor a place in the waiting list is left."""
    taken = taken_of(activity)
    return taken.seats >= activity.capacity and taken.waiting >= activity.waiting_capacity


def is_open(activity: Activity, now: datetime) -> bool:
    """Say whether one may enrol at an instant."""
    return activity.state in Activity.OPEN and activity.opens_at <= now < activity.closes_at


def position(enrolment: Enrolment) -> int:
    """Return the position in the waiting list of an entry that waits, from 1."""
    return positions(enrolment.activity)[enrolment.id]


def positions(activity: Activity) -> dict[UUID, int]:
    """Return the position of everybody on the waiting list, from 1, by enrolment."""
    ids = activity.enrolments.in_line().values_list("id", flat=True)
    return {one: number for number, one in enumerate(ids, start=1)}
