"""Letters of appointment, printed: taken out, and noted on the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.exchange.plaques.drawing import Document, Template, draw
from jinguo.members import policies, queries
from jinguo.members.schemes import as_scheme, label_of
from jinguo.people import queries as people
from jinguo.people.masking import shown_name

if TYPE_CHECKING:
    from jinguo.members.models import Appointment
    from jinguo.org.actor import Actor


def print_letter(*, actor: Actor, appointment_id: UUID) -> bytes:
    """
    Return the letter of one appointment in force as a PDF of one page, in the installation's language.

    Her name is printed as this actor may see it.

    :raises NotFound: the appointment is not there for this actor
    :raises Denied: the actor does not appoint there
    :raises WrongState: the appointment has ended
    """
    found = queries.get_appointment(actor, appointment_id)
    policies.check_print_letter(actor, found)
    name = shown_name(actor, found.person.name, found.area_id)
    return _printed(actor, found, name)


def print_own_letter(*, actor: Actor, appointment_id: UUID) -> bytes:
    """
    Return the letter of the actor's own appointment in force, as :func:`print_letter` prints it.

    :raises NotFound: she has no such appointment, or no record
    :raises WrongState: the appointment has ended
    """
    person = people.own_person(actor)
    found = queries.get_appointment_of(person.id, appointment_id)
    policies.check_in_force(found)
    return _printed(actor, found, person.name)


def _printed(actor: Actor, found: Appointment, name: str) -> bytes:
    with translation.override(settings.LANGUAGE_CODE):
        made = draw(Template.LETTER, [letter(found, name)])
    trail.note(
        actor,
        "exchange.letter",
        object_type="members.appointment",
        object_id=found.id,
        area=found.area_id,
        fields=["person", "kind", "number"],
    )
    return made


def letter(appointment: Appointment, name: str) -> Document:
    """Return what stands on a letter; the person, the unit and the version must be loaded."""
    kinds = as_scheme(appointment.scheme).appointments
    return Document(
        title=label_of(kinds, appointment.kind),
        number=appointment.letter,
        issuer=appointment.unit.name,
        day=date_format(appointment.starts_on, "DATE_FORMAT"),
        heading=_("Letter of appointment"),
        addressee=_("To %(name)s:") % {"name": name},
        body=_("We appoint you"),
        closing=_("from %(first)s to %(last)s.")
        % {
            "first": date_format(appointment.starts_on, "DATE_FORMAT"),
            "last": date_format(appointment.ends_on, "DATE_FORMAT"),
        },
    )
