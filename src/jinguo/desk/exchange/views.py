"""Bringing workbooks in: upload, columns, check, apply, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.core.errors import Refused
from jinguo.core.web import refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.errors import note_refusal, refused_into
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.http import DeskRequest, access, render_page, workbook_response
from jinguo.exchange import actions, policies, queries
from jinguo.exchange.models import Batch
from jinguo.exchange.roster.fields import REQUIRED, TITLES, Field
from jinguo.exchange.roster.reasons import Reason
from jinguo.org.roles import Capability

SHOWN = 50
LISTED = 20
WRITTEN = {
    Batch.Kind.ROSTER: gettext_lazy("%s households are on the register."),
    Batch.Kind.SCORES: gettext_lazy("%s households are scored. The town decides next."),
}


class UploadForm(DeskForm):
    """A workbook, as it is, and what it holds."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it holds"), choices=Batch.Kind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy(
            "An .xlsx file, as you have it: title rows and your own column names may stay."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class DayForm(DeskForm):
    """The day the households were visited and scored."""

    on = date_field(
        label=gettext_lazy("Scored on"),
        required=False,
        help_text=gettext_lazy("Left empty: today."),
    )


@access(Capability.EXCHANGE_IMPORT)
@require_http_methods(["GET", "POST"])
def imports(request: DeskRequest) -> HttpResponse:
    """List what was brought in; take a new workbook."""
    first = {"kind": request.GET.get("kind") or Batch.Kind.ROSTER}
    form = UploadForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        with refused_into(form, request, field="file"):
            batch = take_in(request, form.cleaned_data["file"], form.cleaned_data["kind"])
            return redirect("desk:import", batch.id)
    context = {"form": form, "rows": queries.batches(request.actor)[:SHOWN]}
    return render_page(request, "desk/exchange/imports.html", context, 422 if form.errors else 200)


@transaction.atomic
def take_in(request: DeskRequest, file: UploadedFile[Any], kind: str) -> Batch:
    """Take a workbook in; one whose columns are ours is checked at once."""
    now = timezone.now()
    batch = actions.upload(
        actor=request.actor,
        kind=kind,
        file_name=file.name or "",
        area=request.actor.home_for(Capability.EXCHANGE_IMPORT),
        data=file.read(),
        now=now,
    )
    if kind == Batch.Kind.SCORES:
        return actions.check(actor=request.actor, batch_id=batch.id, now=now)
    return batch


@access(Capability.EXCHANGE_IMPORT)
@require_GET
def batch(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Show where one workbook stands: its columns, its problems, or what became of it."""
    return batch_page(request, queries.get_batch(request.actor, batch_id))


def batch_page(request: DeskRequest, found: Batch, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "batch": found,
        "error": error,
        "apply_refusal": refusal(policies.check_apply, request.actor, found),
        "undo_refusal": refusal(policies.check_undo, request.actor, found),
        "reasons": sorted(found.reasons.items(), key=lambda item: -item[1]),
        "remarks": sorted(found.remarks.items(), key=lambda item: -item[1]),
        "gone": [one for one in found.remarked if one["reason"] == Reason.PLACE_GONE][:LISTED],
    }
    if found.kind == Batch.Kind.SCORES:
        context["day_form"] = DayForm(request.POST or None)
    elif found.state == Batch.State.UPLOADED or "columns" in request.GET:
        context.update(columns(request, found))
    return render_page(request, "desk/exchange/import.html", context, 422 if error else 200)


def columns(request: DeskRequest, found: Batch) -> dict[str, Any]:
    """Return how the columns are understood, for her to confirm or change."""
    try:
        preview = actions.preview(
            actor=request.actor, batch_id=found.id, sheet=request.GET.get("sheet", "")
        )
    except Refused as refused:
        note_refusal(request, refused)
        return {"error": refused.message}
    return {
        "preview": preview,
        "fields": [
            {
                "name": field.value,
                "title": TITLES[field],
                "column": preview.mapping.get(field),
                "is_required": field in REQUIRED,
            }
            for field in Field
        ],
    }


@access(Capability.EXCHANGE_IMPORT)
@require_POST
def check(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Check every row with the columns she confirmed; nothing is written yet."""
    mapping = {
        field.value: int(place)
        for field in Field
        if (place := request.POST.get(f"column-{field.value}", "")).isdecimal()
    }
    header = request.POST.get("header_row", "")
    form = DeskForm(request.POST)
    with refused_into(form, request):
        actions.check(
            actor=request.actor,
            batch_id=batch_id,
            mapping=mapping or None,
            header_row=int(header) if header.isdecimal() else None,
            sheet=request.POST.get("sheet", ""),
            now=timezone.now(),
        )
        return redirect("desk:import", batch_id)
    return batch_page(request, queries.get_batch(request.actor, batch_id), faults_of(form))


def faults_of(form: DeskForm) -> str:
    """Return every sentence of a form in one line."""
    return " ".join(str(fault) for faults in form.errors.values() for fault in faults)


@access(Capability.EXCHANGE_IMPORT)
@require_POST
def apply(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Write the good rows, or every row or none."""
    found = queries.get_batch(request.actor, batch_id)
    form = DayForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            done = actions.apply(
                actor=request.actor,
                batch_id=batch_id,
                only_good=request.POST.get("which") == "good",
                now=timezone.now(),
                on=form.cleaned_data["on"],
            )
            messages.success(request, WRITTEN[Batch.Kind(done.kind)] % f"{done.good:,}")
            return redirect("desk:import", batch_id)
    return batch_page(request, found, faults_of(form))


@access(Capability.EXCHANGE_IMPORT)
@require_POST
def undo(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Take the rows of a workbook back, while nothing rests on them."""
    actions.undo(actor=request.actor, batch_id=batch_id, now=timezone.now())
    messages.success(request, _("The households of this workbook are off the register again."))
    return redirect("desk:import", batch_id)


@access(Capability.EXCHANGE_IMPORT)
@require_GET
@proven(gettext_lazy("Your workbook with the cells marked"))
def annotated(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """Send her own workbook back with the bad cells marked and the reason beside them."""
    data = actions.annotated_workbook(actor=request.actor, batch_id=batch_id)
    return workbook_response(data, "checked.xlsx")
