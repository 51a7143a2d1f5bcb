"""Reports: the text with its figures, frozen or growing, and what changed between two freezes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.core.errors import Invalid, Refused
from jinguo.core.language import in_language
from jinguo.core.web import posted, refusal
from jinguo.desk.errors import note_refusal, refused_into
from jinguo.desk.figures.addresses import address_of
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import EXCEL, DeskRequest, access, render_page
from jinguo.desk.reports import comparison, listing
from jinguo.desk.saved.filters import List, saved_here
from jinguo.facts.queries import Period
from jinguo.org.roles import Capability
from jinguo.reports import actions, policies, queries
from jinguo.reports.actions import Kind
from jinguo.reports.documents.official import signed_on
from jinguo.reports.rendered import Rendered

A_PAGE = 50
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class OpenReportForm(DeskForm):
    """Which report, of which year."""

    template = forms.ChoiceField(label=gettext_lazy("Report"))
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)


class FreezeForm(DeskForm):
    """What a freeze is for."""

    note = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)


class ReopenForm(DeskForm):
    """Why a frozen report follows the records again."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


@access(Capability.REPORTS_VIEW)
@require_http_methods(["GET", "POST"])
def reports(request: DeskRequest) -> HttpResponse:
    """List the reports; open a new one."""
    actor = request.actor
    area = actor.home_for(Capability.REPORTS_FREEZE) or actor.home_for(Capability.REPORTS_VIEW)
    there = None
    form = OpenReportForm(posted(request), initial={"year": timezone.localdate().year})
    form.fields["template"].choices = [  # type: ignore[attr-defined]
        (one.key, in_language(one.title, one.title_en))
        for one in queries.templates(request.actor, area)
    ]
    if form.is_valid():
        try:
            report = actions.open_report(
                actor=request.actor,
                template_key=form.cleaned_data["template"],
                area=area,
                period=Period.year(form.cleaned_data["year"]),
                now=timezone.now(),
            )
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error(None, refused.message)
            there = refused.fields.get("report")
        else:
            return redirect("desk:report", report.id)
    page = Paginator(listing.listed(request), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": listing.rows(page.object_list),
        **listing.filters(request),
        "saved": saved_here(request, List.REPORTS),
        "form": form,
        "there": there,
        "open_refusal": refusal(policies.check_open, request.actor, area),
    }
    return render_page(request, "desk/reports/reports.html", context, 422 if form.errors else 200)


@access(Capability.REPORTS_VIEW)
@require_GET
def report(request: DeskRequest, report_id: UUID, freeze_id: UUID | None = None) -> HttpResponse:
    """Show a report's text, or that of one of its freezes; every number opens its figure."""
    return report_page(request, report_id, freeze_id)


def report_page(
    request: DeskRequest,
    report_id: UUID,
    freeze_id: UUID | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Return the page of a report or of one of its freezes, with a form that did not pass."""
    found = queries.get_report(request.actor, report_id)
    rendered = queries.render(request.actor, report_id, freeze_id=freeze_id)
    context = {
        "report": found,
        "rendered": rendered,
        "is_earlier": freeze_id is not None,
        "blocks": linked(rendered),
        "signed_on": signed_on(rendered),
        "freezes": queries.freezes(request.actor, report_id),
        "freeze_refusal": refusal(policies.check_freeze, request.actor, found),
        "reopen_refusal": refusal(policies.check_reopen, request.actor, found),
        "freeze_form": FreezeForm(),
        "reopen_form": ReopenForm(),
    }
    return render_page(request, "desk/reports/report.html", {**context, **more}, status)


def linked(rendered: Rendered) -> list[dict[str, Any]]:
    """Return the blocks with an address on every span that says a figure."""
    return [
        {
            "kind": block.kind,
            "number": block.number,
            "spans": [
                {"text": span.text, "href": span_url(rendered, span.figures)}
                for span in block.spans
            ],
        }
        for block in rendered.blocks
    ]


def span_url(rendered: Rendered, keys: tuple[str, ...]) -> str:
    """Return the page of the first figure a span says, as the report knows it; empty for words."""
    if not keys:
        return ""
    value = rendered.figures[keys[0]]
    return address_of(value.measure, value.area, value.period, freeze=rendered.freeze).url


@access(Capability.REPORTS_FREEZE)
@require_POST
def freeze(request: DeskRequest, report_id: UUID) -> HttpResponse:
    """Freeze a report as it stands."""
    form = FreezeForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            made = actions.freeze(
                actor=request.actor,
                report_id=report_id,
                note=form.cleaned_data["note"],
                now=timezone.now(),
            )
            messages.success(
                request,
                _("Frozen as number %s. The same figures will be found here for ever.")
                % made.number,
            )
            return redirect("desk:report", report_id)
    return report_page(request, report_id, status=422, freeze_form=form)


@access(Capability.REPORTS_FREEZE)
@require_POST
def reopen(request: DeskRequest, report_id: UUID) -> HttpResponse:
    """Let a frozen report grow again; its freezes stay."""
    form = ReopenForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            actions.reopen(
                actor=request.actor,
                report_id=report_id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            messages.success(
                request, _("The report follows the records again; its freezes stay as they are.")
            )
            return redirect("desk:report", report_id)
    return report_page(request, report_id, status=422, reopen_form=form)


@access(Capability.REPORTS_VIEW)
@require_GET
def compare(request: DeskRequest, report_id: UUID) -> HttpResponse:
    """Show what lies between two freezes: the figures that moved, and the facts by reason."""
    found = queries.get_report(request.actor, report_id)
    try:
        first, second = (UUID(request.GET.get(name, "")) for name in ("first", "second"))
    except ValueError:
        raise Invalid(_("Choose two freezes to compare.")) from None
    found_between = queries.compare(request.actor, report_id, first, second)
    context = {
        "report": found,
        "comparison": found_between,
        "rows": comparison.rows(request.actor, found_between),
        "title": in_language(found.template.title, found.template.title_en),
    }
    return render_page(request, "desk/reports/compare.html", context)


@access(Capability.REPORTS_VIEW)
@require_GET
def document(request: DeskRequest, report_id: UUID, freeze_id: UUID | None = None) -> HttpResponse:
    """Send the report, or one of its freezes, as an official document."""
    return exported(request, Kind.DOCUMENT, WORD, report_id, freeze_id)


@access(Capability.REPORTS_VIEW)
@require_GET
def annex(request: DeskRequest, report_id: UUID, freeze_id: UUID | None = None) -> HttpResponse:
    """Send the annex: each figure with its definition, period, value and count of records."""
    return exported(request, Kind.ANNEX, EXCEL, report_id, freeze_id)


def exported(
    request: DeskRequest, kind: Kind, media_type: str, report_id: UUID, freeze_id: UUID | None
) -> HttpResponse:
    """Return a file of a report, to be kept."""
    file = actions.export(actor=request.actor, report_id=report_id, kind=kind, freeze_id=freeze_id)
    headers = {"Content-Disposition": content_disposition_header(True, file.name) or ""}
    return HttpResponse(file.data, content_type=media_type, headers=headers)
