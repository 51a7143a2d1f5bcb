"""The certificate of a class, as PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jinguo.activities.actions.printing import print_own_certificate
from jinguo.activities.models import Certificate, Enrolment
from jinguo.portal.http import ResidentRequest, resident, unkept


@resident
@require_safe
def certificate(request: ResidentRequest, booking_id: UUID) -> HttpResponseBase:
    """Send the certificate of a booking."""
    data = print_own_certificate(actor=request.actor, enrolment_id=booking_id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, "certificate.pdf") or ""
    return unkept(response)


def find_certificate(booking: Enrolment) -> Certificate | None:
    """Return the certificate of a booking; None when it has none."""
    return Certificate.objects.filter(enrolment=booking).first()
