"""Goods handed over, printed to be signed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.core.errors import Invalid
from jinguo.desk.http import DeskRequest, access
from jinguo.desk.points.pages import place
from jinguo.ledger import actions
from jinguo.org.models import Level
from jinguo.org.roles import Capability


@access(Capability.POINTS_RECORD)
@require_GET
def slip(request: DeskRequest, entry_id: UUID) -> HttpResponse:
    """Send the slip of one hand-over."""
    return as_pdf(actions.print_slip(actor=request.actor, entry_id=entry_id), f"slip-{entry_id}")


@access(Capability.POINTS_RECORD)
@require_GET
def day(request: DeskRequest, code: str) -> HttpResponse:
    """Send what a store gave out on the day in the address, today without one."""
    place(request.actor, code, Level.VILLAGE, Level.TOWNSHIP)
    on = day_asked(request)
    return as_pdf(actions.print_day(actor=request.actor, area=code, on=on), f"handed-over-{on}")


def day_asked(request: DeskRequest) -> date:
    """
    Return the day in the address.

    :raises Invalid: it is none
    """
    text = request.GET.get("on", "")
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise Invalid(_("That is no day. Choose it again.")) from None


def as_pdf(data: bytes, name: str) -> HttpResponse:
    """Return a PDF to be saved under a name."""
    said = content_disposition_header(True, f"{name}.pdf") or ""
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": said})
