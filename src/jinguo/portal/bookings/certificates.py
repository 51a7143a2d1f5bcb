"""The certificate of a class, as PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jinguo.activities import queries
from jinguo.activities.models import Certificate, Enrolment
from jinguo.core.errors import NotFound
from jinguo.exchange.plaques.drawing import Document, Template, draw
from jinguo.portal.codes import whole_address
from jinguo.portal.http import ResidentRequest, resident, unkept


@resident
@require_safe
def certificate(request: ResidentRequest, booking_id: UUID) -> HttpResponse:
    """Send the certificate of a booking."""
    booking = queries.get_enrolment(request.actor, booking_id)
    found = find_certificate(booking)
    if found is None:
        raise NotFound(_("There is no certificate yet."))
    address = whole_address(request, reverse("portal:activity", args=[booking.activity.code]))
    data = draw(Template.CERTIFICATE, [document(booking, found, address)])
    response = HttpResponse(data, content_type="application/pdf")
    name = f"certificate-{found.number}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return unkept(response)


def find_certificate(booking: Enrolment) -> Certificate | None:
    """Return the certificate of a booking; None when it has none."""
    return Certificate.objects.filter(enrolment=booking).first()


def document(booking: Enrolment, found: Certificate, address: str) -> Document:
    """Return what stands on a certificate."""
    times = ngettext(
        "attended %(attended)d of %(held)d lesson and completed the class",
        "attended %(attended)d of %(held)d lessons and completed the class",
        found.held,
    ) % {"attended": found.attended, "held": found.held}
    return Document(
        title=booking.activity.title,
        number=_("No. %(number)s") % {"number": found.number},
        issuer=str(booking.activity.unit or booking.activity.area),
        day=date_format(found.issued_on, "DATE_FORMAT"),
        hint=_("Scan to see the class"),
        address=address,
        heading=_("Certificate of completion"),
        addressee=_("To %(name)s:") % {"name": booking.person.name},
        body=times,
    )
