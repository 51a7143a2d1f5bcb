"""Bringing workbooks in: upload, columns, check, put on the register, take off again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.core.errors import Refused
from jinguo.core.web import posted, refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.errors import note_refusal, refused_into
from jinguo.desk.exchange import pages
from jinguo.desk.exchange.forms import (
    APPLY,
    MOST_ROWS,
    ApplyForm,
    ColumnsForm,
    PlaceForm,
    UploadForm,
)
from jinguo.desk.http import DeskRequest, access, render_page, workbook_response
from jinguo.exchange import actions, policies, queries
from jinguo.exchange.models import Batch, Run
from jinguo.exchange.queue import Standing
from jinguo.exchange.roster.reasons import Reason
from jinguo.org.roles import Capability

A_PAGE = 50


@access(Capability.EXCHANGE_IMPORT)
@require_http_methods(["GET", "POST"])
def imports(request: DeskRequest) -> HttpResponse:
    """List what was brought in; take a new workbook."""
    first = {"kind": request.GET.get("kind") or Batch.Kind.ROSTER}
    form = UploadForm(posted(request), request.FILES or None, initial=first)
    if form.is_valid():
        with refused_into(form, request, field="file"):
            batch = take_in(request, form.cleaned_data["file"], form.cleaned_data["kind"])
            return redirect("desk:import", batch.id)
    page = Paginator(queries.batches(request.actor), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "rows": page.object_list, "page": page}
    return render_page(request, "desk/exchange/imports.html", context, 422 if form.errors else 200)


@transaction.atomic
def take_in(request: DeskRequest, file: UploadedFile[Any], kind: str) -> Batch:
    """Take a workbook in; one whose columns are ours is checked at once."""
    batch = actions.upload(
        actor=request.actor,
        kind=kind,
        file_name=file.name or "",
        area=request.actor.home_for(Capability.EXCHANGE_IMPORT),
        data=file.read(),
        now=timezone.now(),
    )
    if kind != Batch.Kind.ROSTER:
        do(request, batch, Run.Act.CHECK)
    return batch


def do(
    request: DeskRequest, batch: Batch, act: Run.Act, choice: dict[str, Any] | None = None
) -> None:
    """Do something with a batch at once, or ask the background worker to when it is a large one."""
    actor, now = request.actor, timezone.now()
    if batch.is_large:
        actions.ask(actor=actor, batch_id=batch.id, act=act, choice=choice, now=now)
    else:
        actions.ACTS[act](actor=actor, batch_id=batch.id, now=now, **(choice or {}))


@access(Capability.EXCHANGE_IMPORT)
@require_GET
def batch(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Show where a workbook stands: its columns, its problems, its outcome, or how far the worker is."""
    found = queries.get_batch(request.actor, batch_id)
    run = queries.run_of(found)
    if run is not None and (standing := queries.standing_of(run)) in pages.AT_WORK:
        return working_page(request, run, standing)
    if request.htmx:
        # The page that waited for the worker has looked again, and there is another to show.
        return HttpResponse(headers={"HX-Refresh": "true"})
    actions.see(actor=request.actor, kind="run", work_id=batch_id, now=timezone.now())
    is_new = found.kind == Batch.Kind.ROSTER and found.state == Batch.State.UPLOADED
    is_open = found.kind == Batch.Kind.ROSTER and found.state == Batch.State.CHECKED
    if is_new or (is_open and "columns" in request.GET):
        return columns_page(request, found, run)
    return outcome_page(request, found, run)


def working_page(request: DeskRequest, run: Run, standing: Standing) -> HttpResponse:
    """Show how far the worker is; the page asks again by itself."""
    context = {
        "batch": run.batch,
        "way": pages.way(run.batch, pages.step_at_work(run)),
        "working": pages.working_on_batch(run, standing),
    }
    return render_page(request, "desk/exchange/working.html#working", context)


def columns_page(
    request: DeskRequest, found: Batch, run: Run | None, refused: Refused | None = None
) -> HttpResponse:
    """Show how the workbook would be read, for her to confirm or change; what she chose stays."""
    context = {"batch": found, "way": pages.way(found, pages.COLUMNS), **accident(run)}
    asked = place_asked(request, found, run)
    try:
        preview = preview_of(request, found, asked)
    except Refused as unreadable:
        note_refusal(request, unreadable)
        context["error"] = unreadable.message
        return render_page(request, "desk/exchange/columns.html", context, 422)
    if asked["sheet"] not in ("", preview.sheet):
        context["error"] = _("Sheet “{name}” holds nothing that can be read.").format(
            name=asked["sheet"]
        )
    form = columns_form(request, found, run, preview)
    if refused:
        form.refuse(refused)
    context |= {"preview": preview, "place": PlaceForm(preview), "form": form}
    status = 422 if form.errors or "error" in context else 200
    return render_page(request, "desk/exchange/columns.html", context, status)


def place_asked(request: DeskRequest, found: Batch, run: Run | None) -> dict[str, Any]:
    """Return the sheet and the row of headings she chose, now or before; empty and None for a guess."""
    given = request.POST if request.method == "POST" else request.GET
    if "sheet" in given:
        row = given.get("header_row", "")
        is_row = row.isdecimal() and len(row) <= len(str(MOST_ROWS))
        return {"sheet": given["sheet"], "header_row": int(row) if is_row else None}
    before = chosen_before(found, run)
    return {"sheet": before.get("sheet", ""), "header_row": before.get("header_row")}


def chosen_before(found: Batch, run: Run | None) -> dict[str, Any]:
    """Return what was chosen when the workbook was last checked, or was to be."""
    if run is not None and run.act == Run.Act.CHECK and found.state == Batch.State.UPLOADED:
        return dict(run.choice)
    if found.state == Batch.State.UPLOADED:
        return {}
    return {"sheet": found.sheet, "header_row": found.header_row, "mapping": found.mapping}


def preview_of(request: DeskRequest, found: Batch, asked: dict[str, Any]) -> actions.Preview:
    """
    Return how the workbook would be read; where the sheet or row asked for is not there, as is guessed.

    :raises Refused: it cannot be read at all
    """
    try:
        return actions.preview(actor=request.actor, batch_id=found.id, **asked)
    except Refused:
        if not asked["sheet"]:
            raise
        return actions.preview(actor=request.actor, batch_id=found.id)


def columns_form(
    request: DeskRequest, found: Batch, run: Run | None, preview: actions.Preview
) -> ColumnsForm:
    """Return the form of the columns: as she sent it, as chosen before for this place, or as guessed."""
    if request.method == "POST":
        form = ColumnsForm(request.POST, preview=preview)
        form.full_clean()
        return form
    before = chosen_before(found, run)
    is_same_place = "sheet" not in request.GET and "mapping" in before
    places = before["mapping"] if is_same_place else preview.guessed
    initial = {"sheet": preview.sheet, "header_row": preview.header_row, **places}
    return ColumnsForm(initial=initial, preview=preview)


def accident(run: Run | None) -> dict[str, Any]:
    """Return what is to be said of the worker's last work: its refusal, or that it was given up."""
    if run is None:
        return {}
    return {"refusal": run.refusal, "is_broken": queries.standing_of(run) == Standing.BROKEN}


def outcome_page(
    request: DeskRequest,
    found: Batch,
    run: Run | None,
    form: ApplyForm | None = None,
    error: str = "",
) -> HttpResponse:
    """Show what is wrong and what can be done with the rest, or what became of it."""
    gone = [one for one in found.remarked if one["reason"] == Reason.PLACE_GONE]
    context = {
        "batch": found,
        "way": pages.way(found, pages.step_of(found)),
        "error": error,
        "form": form or APPLY[found.kind](),
        "write_title": pages.WAYS[found.kind][pages.WRITE],
        "apply_refusal": refusal(policies.check_writable, request.actor, found),
        "undo_refusal": refusal(policies.check_undo, request.actor, found),
        "reasons": pages.ordered(found.reasons),
        "remarks": pages.ordered(found.remarks),
        "gone": gone[: pages.LISTED],
        "by_field": pages.by_field(found),
        "differences": pages.differences(found),
        **accident(run),
    }
    status = 422 if error or (form and form.errors) else 200
    return render_page(request, "desk/exchange/outcome.html", context, status)


@access(Capability.EXCHANGE_IMPORT)
@require_POST
def check(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Check every row with the columns she confirmed; nothing is written yet."""
    found = queries.get_batch(request.actor, batch_id)
    form = ColumnsForm(request.POST)
    choice = form.chosen if form.is_valid() and found.kind == Batch.Kind.ROSTER else {}
    try:
        do(request, found, Run.Act.CHECK, choice)
    except Refused as refused:
        note_refusal(request, refused)
        run = queries.run_of(found)
        is_open = refusal(policies.check_unwritten, request.actor, found) is None
        if is_open and found.kind == Batch.Kind.ROSTER:
            return columns_page(request, found, run, refused)
        return outcome_page(request, found, run, error=refused.message)
    return redirect("desk:import", batch_id)


@access(Capability.EXCHANGE_IMPORT)
@require_POST
def apply(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Write the good rows, or every row or none."""
    found = queries.get_batch(request.actor, batch_id)
    form = APPLY[found.kind](request.POST)
    if not form.is_valid():
        return outcome_page(request, found, queries.run_of(found), form)
    try:
        do(request, found, Run.Act.APPLY, form.choice)
    except Refused as refused:
        note_refusal(request, refused)
        run = queries.run_of(found)
        return outcome_page(request, found, run, form, refused.message)
    return redirect("desk:import", batch_id)


@access(Capability.EXCHANGE_IMPORT)
@require_POST
def undo(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Take the households of a workbook off the register, while nothing rests on them."""
    do(request, queries.get_batch(request.actor, batch_id), Run.Act.UNDO)
    return redirect("desk:import", batch_id)


@access(Capability.EXCHANGE_IMPORT)
@require_GET
@proven(gettext_lazy("Your workbook with the cells marked"))
def annotated(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Send her own workbook back with the bad cells marked and the reason beside them."""
    data = actions.annotated_workbook(actor=request.actor, batch_id=batch_id)
    return workbook_response(data, "checked.xlsx")
