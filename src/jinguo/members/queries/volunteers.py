"""Volunteers, the time they gave, and crime-record checks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.members.models import RecordCheck, Service, Volunteer
from jinguo.members.models.reach import InAreaQuerySet

HOLDER = Coalesce("person__merged_into", "person")
"""Whose a check is now: of a record merged away, the person who stays."""

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def volunteers(actor: Actor) -> InAreaQuerySet[Volunteer]:
    """Return the volunteers the actor may see, with area and person, the newest first."""
    found = Volunteer.objects.visible_to(actor).select_related("area", "person")
    return found.order_by("-id")


def volunteering_of(person: UUID) -> QuerySet[Volunteer]:
    """Return the lists of volunteers someone is on, the first first; for herself."""
    return Volunteer.objects.filter(person=person, ended_on=None).order_by("since_on", "id")


def get_volunteer(actor: Actor, volunteer_id: UUID, *, lock: bool = False) -> Volunteer:
    """
    Return one volunteer; ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such volunteer, or none this actor may see
    """
    found = volunteers(actor).filter(id=volunteer_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    volunteer = found.first()
    if volunteer is None:
        raise NotFound(_("There is no such volunteer."))
    return volunteer


def minutes_of(volunteers: Collection[UUID]) -> dict[UUID, int]:
    """Return the time some volunteers gave, by id; who gave none is left out."""
    found = Service.objects.filter(volunteer__in=volunteers).order_by().values("volunteer")
    return dict(found.annotate(total=Sum("minutes")).values_list("volunteer", "total"))


def services_of(volunteer: Volunteer) -> QuerySet[Service]:
    """Return a volunteer's entries, the newest first. The caller got her from here."""
    found = volunteer.services.select_related("reversal", "reverses")
    return found.order_by("-on", "-at", "-id")


def attended_services(volunteer: Volunteer) -> QuerySet[Service]:
    """Return her entries that follow from who was there and stand, the newest first."""
    found = volunteer.services.filter(session__isnull=False, reversal=None)
    return found.order_by("-on", "-id")


def services_of_session(session_id: UUID) -> QuerySet[Service]:
    """Return the entries that follow from who was at a session and stand."""
    return Service.objects.filter(session=session_id, reversal=None)


def services_by_hand(on: date) -> QuerySet[Service]:
    """Return the entries of a day that were written by hand and stand."""
    return Service.objects.filter(on=on, session=None, reverses=None, reversal=None)


def in_force(programme: str, persons: Collection[UUID], on: date) -> QuerySet[Volunteer]:
    """Return the places of some persons on a programme's list on a day, her last one included."""
    found = Volunteer.objects.filter(programme=programme, person__in=persons, since_on__lte=on)
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))


def get_service(actor: Actor, service_id: UUID) -> Service:
    """
    Return one entry with its volunteer.

    :raises NotFound: no such entry, or of no volunteer this actor may see
    """
    found = Service.objects.filter(volunteer__in=Volunteer.objects.visible_to(actor))
    found = found.select_related("volunteer__person", "reversal")
    service = found.filter(id=service_id).first()
    if service is None:
        raise NotFound(_("There is no such entry."))
    return service


def find_check(person: UUID, on: date) -> RecordCheck | None:
    """
    Return the latest crime-record check of someone by a day, or None, whether or not it still holds.

    Checks of records merged into hers are hers too.
    """
    return checks_held([person], on).get(person)


def held_until(persons: Collection[UUID], on: date) -> dict[UUID, date]:
    """Return the last day of the latest check of each of some persons who has one by a day."""
    return {person: one.holds_until for person, one in checks_held(persons, on).items()}


def checks_held(persons: Collection[UUID], on: date) -> dict[UUID, RecordCheck]:
    """Return the latest check of each of some persons who has one by a day, in one query."""
    theirs = Q(person__in=persons) | Q(person__merged_into__in=persons)
    found = RecordCheck.objects.filter(theirs, checked_on__lte=on).annotate(holder=HOLDER)
    last = found.order_by("holder", "-checked_on", "-at").distinct("holder")
    return {one.holder: one for one in last}
