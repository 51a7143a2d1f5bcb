"""Appointments by letter, and the communities instructors take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.members.models import Appointment, Assignment
from jinguo.members.models.reach import InAreaQuerySet
from jinguo.org import queries as org
from jinguo.org.models import Area, Level

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def appointments(actor: Actor) -> InAreaQuerySet[Appointment]:
    """Return the appointments the actor may see, with area, unit and person, the newest first."""
    found = Appointment.objects.visible_to(actor).select_related("area", "unit__area", "person")
    return found.order_by("-id")


def get_appointment(actor: Actor, appointment_id: UUID, *, lock: bool = False) -> Appointment:
    """
    Return one appointment; ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such appointment, or none this actor may see
    """
    found = appointments(actor).filter(id=appointment_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    appointment = found.first()
    if appointment is None:
        raise NotFound(_("There is no such appointment."))
    return appointment


def appointments_of(person: UUID) -> QuerySet[Appointment]:
    """Return what someone is or was appointed to, with unit and version, the newest first; for herself."""
    found = Appointment.objects.filter(person=person).select_related("person", "unit", "scheme")
    return found.order_by("-starts_on", "-id")


def get_appointment_of(person: UUID, appointment_id: UUID) -> Appointment:
    """
    Return one appointment of someone; for herself.

    :raises NotFound: she has no such appointment
    """
    found = appointments_of(person).filter(id=appointment_id).first()
    if found is None:
        raise NotFound(_("There is no such appointment."))
    return found


def assignments(actor: Actor) -> InAreaQuerySet[Assignment]:
    """Return the assignments the actor may see, with community and person, the newest first."""
    found = Assignment.objects.visible_to(actor).select_related("area", "person", "appointment")
    return found.order_by("-id")


def get_assignment(actor: Actor, assignment_id: UUID, *, lock: bool = False) -> Assignment:
    """
    Return one assignment; ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such assignment, or none this actor may see
    """
    found = assignments(actor).filter(id=assignment_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    assignment = found.first()
    if assignment is None:
        raise NotFound(_("There is no such assignment."))
    return assignment


def free_communities(programme: str, inside: str, on: date) -> QuerySet[Area]:
    """Return the villages and communities of an area without an instructor on a day, by code."""
    taken = Assignment.objects.filter(programme=programme, period__contains=on).values("area")
    return org.areas_below(inside, Level.VILLAGE, on).exclude(code__in=taken).order_by("code")
