"""Plaques the background worker was asked to print: how far it is, and the files."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.narrowing import list_address
from jinguo.desk.exchange import pages
from jinguo.desk.exporting import sent_as_one
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.exchange import actions, queries
from jinguo.exchange.files import PRINTED_DAYS
from jinguo.exchange.models import PrintedFile, Printing
from jinguo.exchange.plaques.drawing import Template
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

LATEST = 3


@dataclass(frozen=True)
class FileRow:
    """The PDF of one town; ``size`` in bytes."""

    id: UUID
    name: str
    plaques: int
    size: int


@dataclass(frozen=True)
class Latest:
    """A printing of the last days, and how it stands."""

    href: str
    title: str
    asked_at: datetime
    text: str


def latest(actor: Actor) -> list[Latest]:
    """Return the last printings the actor asked for."""
    found = queries.printings(actor)[:LATEST]
    names = org.area_names(one.area for one in found)
    return [
        Latest(
            reverse("desk:printing", args=[one.id]),
            names.get(one.area, one.area),
            one.asked_at,
            pages.said_of(one)[0],
        )
        for one in found
    ]


@access(Capability.ASSESS_CERTIFY)
@require_GET
def printing(request: DeskRequest, printing_id: UUID) -> HttpResponse:
    """Show how far the worker is with the plaques, or the files it made."""
    found = queries.get_printing(request.actor, printing_id)
    standing = queries.standing_of(found)
    context = {
        "printing": found,
        "title": pages.title_of(found),
        "is_certificates": found.template is Template.CERTIFICATE,
    }
    chosen = filter_of(found)
    context |= {"chosen": chosen, "list_url": list_address(**chosen)}
    if standing in pages.AT_WORK:
        context["working"] = pages.working_on_plaques(found, standing)
        return render_page(request, "desk/assess/printing.html#working", context)
    if request.htmx:
        # The page that waited for the worker has looked again, and there is another to show.
        return HttpResponse(headers={"HX-Refresh": "true"})
    actions.see(actor=request.actor, kind="printing", work_id=found.id, now=timezone.now())
    if found.ended_at:
        erased_at = timezone.localtime(found.ended_at) + timedelta(days=PRINTED_DAYS)
        context |= {"files": file_rows(found), "erased_on": erased_at.date()}
    return render_page(request, "desk/assess/printing.html", context)


def filter_of(found: Printing) -> dict[str, str]:
    """Return the filter of the list that was to be printed, as the list and its form carry it."""
    due = found.choice["due"] or {"urgency": "", "duty": ""}
    return {
        "programme": found.choice["programme"],
        "state": found.choice["state"],
        "area": found.area,
        "level": found.choice["level"],
        "due": due["urgency"],
        "duty": due["duty"],
    }


def file_rows(found: Printing) -> list[FileRow]:
    """Return the files of a printing by town, with the names of the towns."""
    files: list[PrintedFile] = list(found.files.order_by("town"))
    names = org.area_names(file.town for file in files)
    return [
        FileRow(file.id, names.get(file.town, file.town), file.plaques, file.size) for file in files
    ]


@access(Capability.ASSESS_CERTIFY)
@require_GET
@proven(gettext_lazy("All in one archive"))
def printed_plaques(request: DeskRequest, printing_id: UUID) -> FileResponse:
    """Send all that was printed: the PDF of a town, or an archive of several."""
    return sent(request, printing_id)


@access(Capability.ASSESS_CERTIFY)
@require_GET
@proven(gettext_lazy("Download"))
def printed_file(request: DeskRequest, printing_id: UUID, file_id: UUID) -> FileResponse:
    """Send the PDF of one town."""
    return sent(request, printing_id, file_id)


def sent(request: DeskRequest, printing_id: UUID, file_id: UUID | None = None) -> FileResponse:
    with tempfile.TemporaryDirectory() as folder:
        files = actions.take_printed(
            actor=request.actor, printing_id=printing_id, folder=Path(folder), file_id=file_id
        )
        return sent_as_one(files, name="plaques")
