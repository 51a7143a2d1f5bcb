"""Certificates and plaques, sent as PDF to be printed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.assess import queries as assess
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.narrowing import asked, narrowing
from jinguo.desk.assess.offered import offered
from jinguo.desk.exporting import area_taken_out, sent_as_one
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange import actions, queries
from jinguo.exchange.plaques.drawing import Template
from jinguo.org.roles import Capability

AT_ONCE = 500
"""Plaques that are set while she waits: about two seconds."""


def public_address(request: DeskRequest) -> str:
    """Return where the public page of a plaque is found, as it is printed; ``{code}`` stands for its code."""
    base = settings.JINGUO_PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return base + unquote(reverse("portal:plaque", args=["{code}"]))


@access(Capability.ASSESS_CERTIFY)
@require_GET
def certificate(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Send the certificate of one household."""
    return printed(request, recognition_id, Template.CERTIFICATE)


@access(Capability.ASSESS_CERTIFY)
@require_GET
def plaque(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Send the plaque of one household once more: the one before was lost or broken."""
    return printed(request, recognition_id, Template.PLAQUE)


def printed(request: DeskRequest, recognition_id: UUID, template: Template) -> HttpResponse:
    """Return one sheet of one household as a PDF to be saved."""
    data = actions.print_one(
        actor=request.actor,
        recognition_id=recognition_id,
        address=public_address(request),
        template=template,
    )
    plaque = assess.get_recognition(request.actor, recognition_id).plaque
    name = content_disposition_header(True, f"{template}-{plaque}.pdf") or ""
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": name})


@access(Capability.ASSESS_CERTIFY)
@require_POST
@proven(gettext_lazy("Print plaques"))
def print_plaques(request: DeskRequest) -> HttpResponseBase:
    """Send the plaques of the list as it is filtered; see :func:`printed_list`."""
    return printed_list(request, Template.PLAQUE)


@access(Capability.ASSESS_CERTIFY)
@require_POST
@proven(gettext_lazy("Print certificates"))
def print_certificates(request: DeskRequest) -> HttpResponseBase:
    """Send the certificates of the list as it is filtered; see :func:`printed_list`."""
    return printed_list(request, Template.CERTIFICATE)


def printed_list(request: DeskRequest, template: Template) -> HttpResponseBase:
    """
    Return what is printed of a list: the PDF of a town, or an archive of several.

    A long list is left to the background worker; then its page is shown.
    """
    today = timezone.localdate()
    home = request.actor.home_for(Capability.ASSESS_CERTIFY)
    chosen = narrowing(asked(request.POST, offered(request.actor, home, today)), today)
    chosen["area"] = area_taken_out(request.actor, chosen["area"])
    address = public_address(request)
    if queries.plaques_listed(request.actor, **chosen).count() > AT_ONCE:
        printing = actions.ask_to_print(
            actor=request.actor, address=address, now=timezone.now(), template=template, **chosen
        )
        return redirect("desk:printing", printing.id)
    with tempfile.TemporaryDirectory() as folder:
        files = actions.print_plaques(
            actor=request.actor, folder=Path(folder), address=address, template=template, **chosen
        )
        return sent_as_one(files, name=f"{template}s")
