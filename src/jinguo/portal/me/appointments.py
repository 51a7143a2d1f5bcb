"""Her own appointments, such as an ambassador's: for how long, and the letter."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.core.errors import NotFound
from jinguo.exchange import actions as exchange
from jinguo.members import queries as members
from jinguo.members.models import Appointment
from jinguo.members.schemes import as_scheme, label_of
from jinguo.portal.http import ResidentRequest, page, resident, unkept


@dataclass(frozen=True)
class Shown:
    """An appointment, what it is called, and whether its letter can be had."""

    appointment: Appointment
    title: str
    is_in_force: bool


@resident
@require_safe
def appointments(request: ResidentRequest) -> HttpResponse:
    """Show what she is or was appointed to."""
    found = list(members.appointments_of(request.person.pk))
    if not found:
        raise NotFound(_("You are not appointed to anything here."))
    return page(request, "me/appointments.html", {"rows": [shown(one) for one in found]})


def shown(one: Appointment) -> Shown:
    """Return an appointment as the page shows it; its version must be loaded."""
    title = label_of(as_scheme(one.scheme).appointments, one.kind)
    return Shown(one, title, one.state == Appointment.State.IN_FORCE)


@resident
@require_safe
def letter(request: ResidentRequest, appointment_id: UUID) -> HttpResponseBase:
    """Send the letter of her own appointment."""
    data = exchange.print_own_letter(actor=request.actor, appointment_id=appointment_id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, "letter.pdf") or ""
    return unkept(response)
