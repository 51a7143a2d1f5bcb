"""Terms that are over, ended by the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from jinguo.facts import actions as facts
from jinguo.members import queries
from jinguo.members.actions import common
from jinguo.members.actions.agreements import agreed
from jinguo.members.actions.appointments import appointed, assigned, tell_of_end
from jinguo.members.models import Agreement, Appointment, Assignment
from jinguo.notices.messages import told_of
from jinguo.org.actor import Actor

BY_DAY = Actor.system("members")
NEXT = timedelta(days=1)
Row = TypeVar("Row", bound=Model)


@transaction.atomic
def end_by_day(*, now: datetime) -> int:
    """
    End the agreements, appointments and assignments whose last day is over; return how many.

    Each is counted as ended on the day after its last one, whenever this runs.
    """
    today = timezone.localdate(now)
    agreements = locked(Agreement.objects.filter(state=Agreement.State.IN_FORCE, ends_on__lt=today))
    appointments = locked(
        Appointment.objects.filter(state=Appointment.State.IN_FORCE, ends_on__lt=today)
    )
    assignments = locked(
        Assignment.objects.filter(state=Assignment.State.RUNNING, period__endswith__lte=today)
    )
    for thing, to_state, on in (
        *((one, Agreement.State.EXPIRED, one.ends_on + NEXT) for one in agreements),
        *((one, Appointment.State.EXPIRED, one.ends_on + NEXT) for one in appointments),
        *((one, Assignment.State.ENDED, one.period.upper) for one in assignments),
    ):
        common.move(thing, "expire", to_state, actor=BY_DAY, on=on, now=now)
    facts.record(
        [
            *(agreed(one, one.ends_on + NEXT, -1) for one in agreements),
            *(appointed(one, one.ends_on + NEXT, -1) for one in appointments),
            *(assigned(one, one.period.upper, -1) for one in assignments),
        ],
        actor=BY_DAY,
    )
    return len(agreements) + len(appointments) + len(assignments)


@transaction.atomic
def tell_of_ends(*, now: datetime) -> int:
    """
    Tell who is appointed on which day that ends, from its day of warning on; return how many were told.

    A job of every morning; of each appointment somebody is told once.
    """
    ending = locked(queries.ending_appointments(timezone.localdate(now)).select_related("person"))
    told = told_of("appointment-ends", [one.id for one in ending])
    unaware = [one for one in ending if one.id not in told]
    for one in unaware:
        tell_of_end(one, one.ends_on, actor=BY_DAY, now=now)
    return len(unaware)


def locked(rows: QuerySet[Row]) -> list[Row]:
    """Return rows locked against other acts until the transaction ends, in the order of their ids."""
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("id"))
