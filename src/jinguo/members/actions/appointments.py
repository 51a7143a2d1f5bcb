"""Appointments by letter, and the communities instructors take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.core import locks
from jinguo.core.errors import Invalid, Refused
from jinguo.facts import actions as facts
from jinguo.members import events, policies, queries
from jinguo.members.actions import common
from jinguo.members.models import Appointment, Assignment
from jinguo.members.schemes import Assignments, Scheme
from jinguo.notices.messages import About, send
from jinguo.org.models import Level
from jinguo.org.queries import get_area
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person

SKILL_LENGTH = 60
NEXT = timedelta(days=1)


class AlreadyAppointed(Refused):
    """She holds an appointment of this kind that is not near its end."""

    code = "already-appointed"


class CommunityTaken(Refused):
    """The community has an instructor then, or the instructor has a community."""

    code = "community-taken"


@dataclass(frozen=True, kw_only=True)
class AppointmentIn:
    """Who is appointed to what, from which day; the plan says for how long."""

    person_id: UUID
    kind: str
    starts_on: date
    skill: str = ""


@transaction.atomic
def appoint(
    *, actor: Actor, programme: str, appointment: AppointmentIn, now: datetime
) -> Appointment:
    """
    Appoint someone for the term of the kind, under the next letter number of the unit's year.

    She is told of it. An appointment of the same kind whose end is a to-do ends with it. Records
    ``members.appointed``.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor does not appoint where she is
    :raises NotInPlan: the programme has no such appointment there
    :raises AlreadyAppointed: she holds one of this kind that is not near its end
    :raises Invalid: too long a text, or the day is still to come
    """
    person = common.registered(actor, appointment.person_id)
    policies.check_decide(actor, person.area_id)
    on = appointment.starts_on
    policies.check_day(on, timezone.localdate(now))
    scheme = queries.scheme_with("appointments", programme, person.area_id, on)
    kind = scheme.kind(appointment.kind)
    end_former(actor, programme, kind.id, person, on, now)
    unit = common.unit_of(actor, Capability.MEMBERS_DECIDE)
    ends_on = kind.last_day(on)
    made = Appointment.objects.create(
        programme=programme, scheme_id=scheme.id, area_id=person.area_id, unit_id=unit,
        person=person, kind=kind.id, year=on.year, number=next_number(unit, on.year),
        skill=common.check_text("skill", appointment.skill, SKILL_LENGTH, is_required=False),
        starts_on=on, ends_on=ends_on, warn_on=ends_on - timedelta(days=kind.warn_days),
    )  # fmt: skip
    common.keep(made, "appoint", actor=actor, on=on, now=now, to_state=made.state)
    facts.record([appointed(made, on, 1)], actor=actor, unit=unit)
    send(
        actor=actor, template="appointed", person=person, values={"until": ends_on},
        about=About(Appointment.OBJECT_TYPE, made.id), now=now,
    )  # fmt: skip
    return made


def end_former(
    actor: Actor, programme: str, kind: str, person: Person, on: date, now: datetime
) -> None:
    """
    End the appointment of the same kind that someone holds, when it is near its end.

    Her record is locked, so that two cannot appoint her at once.

    :raises AlreadyAppointed: it is not near its end
    """
    held = (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .filter(programme=programme, kind=kind, person=person, state=Appointment.State.IN_FORCE)
        .first()
    )
    if held is None:
        return
    if on < held.warn_on:
        raise AlreadyAppointed(
            _("She is appointed until %(day)s. Appoint her again from %(warn)s on.")
            % {"day": date_format(held.ends_on), "warn": date_format(held.warn_on)}
        )
    end(held, actor=actor, on=on, now=now, reason=_("Appointed again."))


def next_number(unit: UUID, year: int) -> int:
    """Return the next letter number of a unit in a year; others wait until it is used."""
    locks.hold(f"members.letters:{unit}:{year}")
    last = Appointment.objects.filter(unit=unit, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def end_appointment(
    *, actor: Actor, appointment_id: UUID, reason: str, on: date, now: datetime
) -> Appointment:
    """
    End an appointment before its term is over, and tell her. Records ``members.appointed`` with what is taken
    away.

    :raises NotFound: no such appointment for this actor
    :raises Denied: the actor does not appoint there
    :raises WrongState: it has ended
    :raises Refused: she still has a community under it
    :raises Invalid: no reason, or the day is wrong
    """
    found = queries.get_appointment(actor, appointment_id, lock=True)
    policies.check_end_appointment(actor, found)
    policies.check_day(on, timezone.localdate(now))
    if on < found.starts_on:
        raise Invalid(_("The day lies before the appointment."), on=on)
    end(found, actor=actor, on=on, now=now, reason=common.check_reason(reason))
    tell_of_end(found, on, actor=actor, now=now)
    return found


def tell_of_end(found: Appointment, on: date, *, actor: Actor, now: datetime) -> None:
    """Tell who is appointed the day on which that ends."""
    send(
        actor=actor, template="appointment-ends", person=found.person, values={"until": on},
        about=About(Appointment.OBJECT_TYPE, found.id), now=now,
    )  # fmt: skip


def end(found: Appointment, *, actor: Actor, on: date, now: datetime, reason: str) -> Appointment:
    """End a locked appointment on a day."""
    found.ended_on = on
    common.move(
        found, "end", Appointment.State.ENDED, "ended_on", actor=actor, on=on, now=now,
        reason=reason,
    )  # fmt: skip
    facts.record([appointed(found, on, -1)], actor=actor, unit=found.unit_id)
    return found


@transaction.atomic
def assign(
    *, actor: Actor, programme: str, appointment_id: UUID, area: str, starts_on: date,
    ends_on: date, now: datetime,
) -> Assignment:  # fmt: skip
    """
    Give a community to an instructor, from a day to a last day. Records ``members.assigned``.

    :raises NotFound: the appointment or the area is not there for this actor
    :raises Denied: the actor does not assign in the community
    :raises NotInPlan: the programme assigns nobody there
    :raises WrongState: the appointment has ended
    :raises CommunityTaken: the community has an instructor then, or she has a community
    :raises Invalid: no village or community, or days outside the appointment
    """
    held = queries.get_appointment(actor, appointment_id, lock=True)
    policies.check_decide(actor, area)
    if get_area(area).level != Level.VILLAGE:
        raise Invalid(_("Choose a village or community."), area=area)
    policies.check_day(starts_on, timezone.localdate(now))
    scheme = queries.scheme_with("assignments", programme, area, timezone.localdate(now))
    rules = rules_for(scheme, held)
    check_inside(held, starts_on, ends_on)
    period = DateRange(starts_on, ends_on + NEXT)
    check_free(programme, area, held.person_id, period)
    made = Assignment.objects.create(
        programme=programme, scheme_id=scheme.id, area_id=area, appointment=held,
        person_id=held.person_id, period=period,
        warn_on=ends_on - timedelta(days=rules.warn_days),
    )  # fmt: skip
    common.keep(made, "assign", actor=actor, on=starts_on, now=now, to_state=made.state)
    facts.record([assigned(made, starts_on, 1)], actor=actor)
    return made


def rules_for(scheme: Scheme, held: Appointment) -> Assignments:
    """
    Return the rules under which who holds an appointment takes a community.

    :raises WrongState: it has ended, or is of another kind
    """
    rules = scheme.assignments
    assert rules  # that is what was asked for
    if held.state != Appointment.State.IN_FORCE:
        raise policies.WrongState(_("This appointment has ended."))
    if held.kind != rules.kind:
        raise policies.WrongState(
            _("Only who is appointed “%(kind)s” takes a community.")
            % {"kind": scheme.kind(rules.kind).label}
        )
    return rules


def check_inside(held: Appointment, starts_on: date, ends_on: date) -> None:
    """
    Pass when the days of an assignment lie inside the term of the appointment.

    :raises Invalid: they do not, or the last one lies before the first
    """
    if starts_on < held.starts_on:
        raise Invalid(
            _("She is appointed from %s on.") % date_format(held.starts_on), starts_on=starts_on
        )
    if not starts_on <= ends_on <= held.ends_on:
        raise Invalid(
            _("The last day lies between the first one and the end of her appointment, %s.")
            % date_format(held.ends_on),
            ends_on=ends_on,
        )


def check_free(programme: str, area: str, person: UUID, period: DateRange) -> None:
    """
    Pass when neither the community nor the instructor is taken on some days; others wait for the answer.

    :raises CommunityTaken: one of them is
    """
    locks.hold(f"members.assignments:{programme}")
    same = Assignment.objects.filter(programme=programme, period__overlap=period)
    if same.filter(area=area).exists():
        raise CommunityTaken(_("This community has an instructor then."), area=area)
    if same.filter(person=person).exists():
        raise CommunityTaken(_("She has a community then. End that assignment first."))


@transaction.atomic
def end_assignment(
    *, actor: Actor, assignment_id: UUID, reason: str, on: date, now: datetime
) -> Assignment:
    """
    End an assignment early; ``on`` is the first day without it.

    Records ``members.assigned`` with what is taken away.

    :raises NotFound: no such assignment for this actor
    :raises Denied: the actor does not assign there
    :raises WrongState: it has ended
    :raises Invalid: no reason, or the day is wrong
    """
    found = queries.get_assignment(actor, assignment_id, lock=True)
    policies.check_end_assignment(actor, found)
    policies.check_day(on, timezone.localdate(now))
    if on <= found.period.lower:
        raise Invalid(_("It began on that day or later. Choose a later day."), on=on)
    return cut_short(found, actor=actor, on=on, now=now, reason=common.check_reason(reason))


def cut_short(
    found: Assignment, *, actor: Actor, on: date, now: datetime, reason: str
) -> Assignment:
    """End a locked assignment early; ``on`` is the first day without it."""
    found.period = DateRange(found.period.lower, min(on, found.period.upper))
    found.warn_on = min(found.warn_on, on)
    common.move(
        found, "end", Assignment.State.ENDED, "period", "warn_on", actor=actor, on=on, now=now,
        reason=reason,
    )  # fmt: skip
    facts.record([assigned(found, found.period.upper, -1)], actor=actor)
    return found


def appointed(appointment: Appointment, on: date, sign: int) -> events.Appointed:
    """Return what is counted of an appointment: +1 when it begins, −1 when it ends."""
    return events.Appointed(
        area=appointment.area_id,
        occurred_on=on,
        object_id=appointment.id,
        programme=appointment.programme,
        category=appointment.kind,
        subject=appointment.person_id,
        quantity=sign,
    )


def assigned(assignment: Assignment, on: date, sign: int) -> events.Assigned:
    """Return what is counted of an assignment: +1 in its community when it begins, −1 when it ends."""
    return events.Assigned(
        area=assignment.area_id,
        occurred_on=on,
        object_id=assignment.id,
        programme=assignment.programme,
        subject=assignment.person_id,
        quantity=sign,
    )
