"""What a person has here when two records of hers are made one: all of it is the one's that stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.facts import actions as facts
from jinguo.members import events
from jinguo.members.actions import appointments, memberships, volunteers
from jinguo.members.models import Appointment, Assignment, Membership, Volunteer
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.people.models import Person

MERGER = Actor.system(
    "merge-persons", Capability.MEMBERS_VIEW, Capability.MEMBERS_MANAGE, Capability.MEMBERS_DECIDE
)
KINDS = [one.kind for one in (
    events.Joined, events.Volunteered, events.Served, events.Appointed, events.Assigned,
)]  # fmt: skip


@transaction.atomic
def join_records(winner: Person, loser: Person, *, now: datetime) -> None:
    """
    Bring the memberships, hours, appointments and communities of a person merged away to the one who stays.

    Of two in one body, on one list or to one post, the earlier stays and the other ends with the reason.
    Days on which she had two communities stay as they were recorded. What was counted of the loser is
    counted of the winner. Crime-record checks are never rewritten; they are read with the winner's.
    """
    both = (winner, loser)
    _keep_one_membership(both, now)
    _keep_one_volunteer(both, now)
    _keep_one_assignment(both, now)
    _keep_one_appointment(both, now)
    clash = Assignment.objects.filter(
        person=winner, programme=OuterRef("programme"), period__overlap=OuterRef("period")
    )
    moved: list[QuerySet] = [  # type: ignore[type-arg]
        Membership.objects.filter(person=loser),
        Volunteer.objects.filter(person=loser),
        Appointment.objects.filter(person=loser),
        Assignment.objects.filter(person=loser).exclude(Exists(clash)),
    ]
    areas: dict[UUID, str] = {}
    for rows in moved:
        areas.update(rows.values_list("id", "area"))
    facts.count_under(KINDS, areas, before=loser.id, after=winner.id, reason=reason())
    for rows in moved:
        rows.update(person=winner)
    if areas:
        trail.note(
            MERGER, "members.join-records", object_type="people.person", object_id=winner.id,
            area=winner.area_id, count=len(areas),
        )  # fmt: skip


def reason() -> str:
    """Return why one of two ends."""
    return _("Two records were made one.")


def _keep_one_membership(both: tuple[Person, Person], now: datetime) -> None:
    """Let the later of two memberships in a body end; an application gives way to a member."""
    current = Membership.objects.filter(
        person__in=both, kind=Membership.Kind.INDIVIDUAL, state__in=Membership.CURRENT
    )
    kept: set[UUID] = set()
    admitted = Membership.State.ADMITTED
    for one in sorted(current, key=lambda one: (one.state != admitted, one.applied_on, one.id)):
        if one.body_id not in kept:
            kept.add(one.body_id)
            continue
        act = memberships.leave if one.state == admitted else memberships.withdraw
        on = timezone.localdate(now)
        act(actor=MERGER, membership_id=one.id, reason=reason(), on=on, now=now)


def _keep_one_volunteer(both: tuple[Person, Person], now: datetime) -> None:
    """Let the later of two places on a list of volunteers end; its hours stay with it."""
    kept: set[str] = set()
    current = Volunteer.objects.filter(person__in=both, ended_on__isnull=True)
    for one in current.order_by("since_on", "id"):
        if one.programme in kept:
            on = timezone.localdate(now)
            volunteers.stop(actor=MERGER, volunteer_id=one.id, reason=reason(), on=on, now=now)
        kept.add(one.programme)


def _keep_one_assignment(both: tuple[Person, Person], now: datetime) -> None:
    """Let the later of two communities taken at once end, from tomorrow where it began today."""
    on = timezone.localdate(now)
    running = Assignment.objects.filter(person__in=both, state=Assignment.State.RUNNING)
    kept: list[Assignment] = []
    for one in running.order_by("period", "id"):
        if any(_overlap(one, other) for other in kept):
            _end_assignment(one, on, now)
        else:
            kept.append(one)


def _overlap(one: Assignment, other: Assignment) -> bool:
    is_same = one.programme == other.programme
    return (
        is_same and one.period.lower < other.period.upper and other.period.lower < one.period.upper
    )


def _end_assignment(one: Assignment, on: date, now: datetime) -> None:
    last: date = max(on, one.period.lower + timedelta(days=1))
    appointments.cut_short(one, actor=MERGER, on=last, now=now, reason=reason())


def _keep_one_appointment(both: tuple[Person, Person], now: datetime) -> None:
    """Let the later of two appointments of a kind end; her communities go on under the other."""
    kept: dict[tuple[str, str], Appointment] = {}
    held = Appointment.objects.filter(person__in=both, state=Appointment.State.IN_FORCE)
    locked = held.select_for_update(of=("self",), no_key=True).order_by("starts_on", "id")
    for one in locked:
        first = kept.setdefault((one.programme, one.kind), one)
        if first is not one:
            going_on = Q(state=Assignment.State.RUNNING)
            one.assignments.filter(going_on).update(appointment=first)
            on = max(timezone.localdate(now), one.starts_on)
            appointments.end(one, actor=MERGER, on=on, now=now, reason=reason())
