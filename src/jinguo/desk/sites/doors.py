"""What hangs on the door: the code of the site's public page, as a picture and as a sheet to print."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from jinguo.core.typesetting import qr_code
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange import actions as exchange
from jinguo.org.roles import Capability
from jinguo.sites import queries
from jinguo.sites.models import Site


def door_address(request: DeskRequest, site: Site) -> str:
    """Return the address of the public page of a site, as it is printed; it never moves."""
    base = settings.JINGUO_PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return f"{base}/s/{site.code}"


@access(Capability.SITES_VIEW)
@require_GET
def door_code(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Show the code of a site as a picture."""
    found = queries.get_site(request.actor, site_id)
    return HttpResponse(qr_code(door_address(request, found)), content_type="image/svg+xml")


@access(Capability.SITES_VIEW)
@require_POST
def door_sheet(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Send the sheet for the door of a site as PDF."""
    found = queries.get_site(request.actor, site_id)
    data = exchange.print_door_sheet(
        actor=request.actor, site_id=site_id, address=door_address(request, found),
        on=timezone.localdate(),
    )  # fmt: skip
    name = content_disposition_header(True, f"door-{found.code}.pdf") or ""
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": name})
