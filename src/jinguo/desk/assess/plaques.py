"""Certificates and plaques, sent as PDF to be printed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.narrowing import asked, narrowing
from jinguo.desk.assess.offered import offered
from jinguo.desk.exporting import area_taken_out
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange import actions
from jinguo.org.roles import Capability


def public_address(request: DeskRequest, code: str) -> str:
    """Return where the public page of a plaque is found, as it is printed on the plaque."""
    path = reverse("portal:plaque", args=[code])
    base = settings.JINGUO_PUBLIC_ADDRESS
    return f"{base}{path}" if base else request.build_absolute_uri(path)


@access(Capability.ASSESS_CERTIFY)
@require_GET
def certificate(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Send the certificate of one household."""
    data = actions.print_certificate(
        actor=request.actor,
        recognition_id=recognition_id,
        address=lambda code: public_address(request, code),
    )
    name = content_disposition_header(True, f"certificate-{recognition_id}.pdf") or ""
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": name})


@access(Capability.ASSESS_CERTIFY)
@require_POST
@proven(gettext_lazy("Print plaques"))
def print_plaques(request: DeskRequest) -> FileResponse:
    """Send the plaques of the list as it is filtered: the PDF of a town, or an archive of several."""
    today = timezone.localdate()
    home = request.actor.home_for(Capability.ASSESS_CERTIFY)
    chosen = narrowing(asked(request.POST, offered(request.actor, home, today)), today)
    with tempfile.TemporaryDirectory() as folder:
        files = actions.print_plaques(
            actor=request.actor,
            folder=Path(folder),
            address=lambda code: public_address(request, code),
            **{**chosen, "area": area_taken_out(request.actor, chosen["area"])},
        )
        file = (
            files[0] if len(files) == 1 else archive(files, Path(folder) / f"plaques-{today}.zip")
        )
        return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)


def archive(files: Sequence[Path], at: Path) -> Path:
    """Put files into one; PDFs are compressed already."""
    with ZipFile(at, "w", ZIP_STORED) as made:
        for file in files:
            made.write(file, file.name)
    return at
