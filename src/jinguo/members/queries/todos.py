"""What waits for an actor: applications, ends of terms, duties and checks that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value

from jinguo.members.models import (
    Agreement,
    Appointment,
    Assignment,
    Duty,
    Membership,
    RecordCheck,
    Volunteer,
)
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

MANAGE, DECIDE = Capability.MEMBERS_MANAGE, Capability.MEMBERS_DECIDE


@dataclass(frozen=True)
class Todo:
    """Some things of a programme that wait for the same act: how many, and the earliest day one is due."""

    kind: str
    programme: str
    count: int
    due_on: date


def todos(actor: Actor, on: date) -> list[Todo]:
    """Return what waits for the actor on a day, kind by kind; one statement."""
    steps: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("check", _applications(actor, MANAGE, Membership.State.APPLIED), "body__programme"),
        ("vote", _applications(actor, DECIDE, Membership.State.CHECKED), "body__programme"),
        ("renew", ending_agreements(on).filter(_reach(actor, DECIDE)), "programme"),
        ("duty", open_duties(on).filter(_reach(actor, MANAGE, "agreement__")), "agreement__programme"),
        ("reappoint", ending_appointments(on).filter(_reach(actor, DECIDE)), "programme"),
        ("reassign", ending_assignments(on).filter(_reach(actor, DECIDE)), "programme"),
        ("recheck", volunteers_to_check(on).filter(_reach(actor, MANAGE)), "programme"),
    )  # fmt: skip
    first, *others = (
        _grouped(number, rows, programme) for number, (_kind, rows, programme) in enumerate(steps)
    )
    found = first.union(*others, all=True).order_by("step", "of")
    return [Todo(steps[row["step"]][0], row["of"], row["count"], row["first"]) for row in found]


def ending_agreements(on: date) -> QuerySet[Agreement]:
    """Return the agreements in force whose end is a to-do by a day."""
    found = Agreement.objects.filter(
        state=Agreement.State.IN_FORCE, warn_on__lte=on, ends_on__gte=on
    )
    return found.annotate(due=F("ends_on"))


def open_duties(on: date) -> QuerySet[Duty]:
    """Return what is owed under agreements in force and is a to-do by a day."""
    in_force = Q(agreement__state=Agreement.State.IN_FORCE, agreement__ends_on__gte=on)
    found = Duty.objects.filter(in_force, done_on__isnull=True, warn_on__lte=on)
    return found.annotate(due=F("due_on"))


def ending_appointments(on: date) -> QuerySet[Appointment]:
    """Return the appointments in force whose end is a to-do by a day."""
    found = Appointment.objects.filter(
        state=Appointment.State.IN_FORCE, warn_on__lte=on, ends_on__gte=on
    )
    return found.annotate(due=F("ends_on"))


def ending_assignments(on: date) -> QuerySet[Assignment]:
    """Return the running assignments whose end is a to-do by a day."""
    found = Assignment.objects.filter(
        state=Assignment.State.RUNNING, warn_on__lte=on, period__endswith__gt=on
    )
    return found.annotate(due=F("period__endswith"))


def volunteers_to_check(on: date) -> QuerySet[Volunteer]:
    """Return the volunteers whose last crime-record check is running out, or has."""
    hers = Q(person=OuterRef("person")) | Q(person__merged_into=OuterRef("person"))
    last = RecordCheck.objects.filter(hers).order_by("-checked_on", "-at")
    found = Volunteer.objects.filter(ended_on__isnull=True).annotate(
        due=Subquery(last.values("holds_until")[:1]), warned=Subquery(last.values("warn_on")[:1])
    )
    return found.filter(warned__lte=on)


def _applications(actor: Actor, capability: Capability, state: str) -> QuerySet[Membership]:
    found = Membership.objects.filter(_reach(actor, capability), state=state)
    return found.annotate(due=F("due_on"))


def _reach(actor: Actor, capability: Capability, path: str = "") -> Q:
    return actor.reach(capability).as_q(f"{path}area__code")


def _grouped(step: int, rows: QuerySet[Any], programme: str) -> QuerySet[Any, Any]:
    """Return by programme how many wait at a step, and the first day by which one of them is due."""
    of = rows.order_by().values(step=Value(step), of=F(programme))
    found: QuerySet[Any, Any] = of.annotate(count=Count("id"), first=Min("due"))
    return found
