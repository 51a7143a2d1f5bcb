"""Inspection plans: drawn for a period, seen town by town and visit by visit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.assess import actions, queries
from jinguo.assess.models import InspectionPlan, PlannedVisit
from jinguo.assess.queries.inspections import ENDED, OVERDUE, TO_VISIT, VISITED
from jinguo.core.errors import NotFound
from jinguo.core.web import posted
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.areas import place_asked, places
from jinguo.desk.assess.offered import Offered, offered
from jinguo.desk.assess.pages import Chip
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.exchange.export import Column, Kind
from jinguo.org import queries as org
from jinguo.org.roles import Capability
from jinguo.people.masking import shown_name

HALF = 6  # months of a plan, unless others are chosen
FILTER = ("area", "state")


class DrawForm(DeskForm):
    """The period of a plan, and the seed its lots are drawn from."""

    starts_on = date_field(label=gettext_lazy("From"))
    ends_on = date_field(label=gettext_lazy("To"))
    seed = forms.CharField(
        label=gettext_lazy("Seed"), max_length=200,
        help_text=gettext_lazy("Whoever has the seed and the register of today draws the same households."),
    )  # fmt: skip


def half_year(today: date) -> dict[str, Any]:
    """Return what the form proposes: from today to the end of the half-year, and a new seed."""
    ends_on = date(today.year, 6, 30) if today.month <= HALF else date(today.year, 12, 31)
    return {"starts_on": today, "ends_on": ends_on, "seed": secrets.token_hex(8)}


def programme_asked(request: DeskRequest, home: str) -> Offered | None:
    """Return the programme an address names, the first of the plan where it names none."""
    wanted = request.GET.get("programme", "")
    some = offered(request.actor, home, timezone.localdate())
    return next((one for one in some if wanted in ("", one.key)), None)


@access(Capability.ASSESS_VIEW)
@require_GET
def inspection_plans(request: DeskRequest) -> HttpResponse:
    """List the plans of a programme, the latest period first."""
    programme = programme_asked(request, request.actor.home_for(Capability.ASSESS_VIEW))
    context = {
        "programme": programme,
        "plans": plans_asked(request),
        "can_draw": programme is not None and request.actor.can(Capability.ASSESS_INSPECT),
    }
    return render_page(request, "desk/assess/inspection_plans.html", context)


def plans_asked(request: DeskRequest) -> QuerySet[InspectionPlan]:
    """Return the plans of the programme the address asks for, the latest period first."""
    programme = programme_asked(request, request.actor.home_for(Capability.ASSESS_VIEW))
    return queries.inspection_plans(request.actor, programme=programme.key if programme else "")


@access(Capability.ASSESS_INSPECT)
@require_http_methods(["GET", "POST"])
def draw_inspections(request: DeskRequest) -> HttpResponse:
    """Draw a plan for an area in which she orders inspections: where she has several, the one chosen."""
    area = place_asked(request, Capability.ASSESS_INSPECT)
    programme = programme_asked(request, area)
    if programme is None:
        raise NotFound(_("No programme of the plan here has levels. They come with a pack."))
    form = DrawForm(posted(request), initial=half_year(timezone.localdate()))
    if form.is_valid():
        with refused_into(form, request):
            plan = actions.draw_inspections(
                actor=request.actor,
                programme=programme.key,
                area=area,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Drawn. The work lists go by its days."))
            return redirect("desk:inspection-plan", plan)
    context = {
        "programme": programme,
        "form": form,
        "place": org.get_area(area).name,
        "places": places(request, Capability.ASSESS_INSPECT, area, keep=["programme"]),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/assess/draw_inspections.html", context, status)


@access(Capability.ASSESS_VIEW)
@require_GET
def inspection_plan(request: DeskRequest, plan_id: UUID) -> HttpResponse:
    """Show one plan: how far each town is, by code, and its visits, the earliest day first."""
    today = timezone.localdate()
    plan = queries.get_inspection_plan(request.actor, plan_id)
    chosen = {key: request.GET.get(key, "") for key in FILTER}
    page = queries.page_of(
        visits(request, plan, chosen, today), "due_on", after=request.GET.get("after", "")
    )
    towns = queries.progress_by_town(request.actor, plan, on=today)
    context = {
        "plan": plan,
        "towns": towns,
        "chosen": chosen,
        "chips": chips(request, plan, chosen, today),
        "rows": [
            (row, shown_name(request.actor, row.recognition.household.head_name, row.area_id))
            for row in page.rows
        ],
        "reasons": dict(PlannedVisit.Reason.choices),
        "after": page.after,
        "today": today,
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
    }
    return render_page(request, "desk/assess/inspection_plan.html", context)


def visits(
    request: DeskRequest, plan: InspectionPlan, chosen: Mapping[str, str], today: date
) -> QuerySet[PlannedVisit]:
    """Return the visits of a plan as its list is narrowed."""
    found = queries.planned_visits(
        request.actor, plan, on=today, area=chosen["area"], state=chosen["state"]
    )
    return found.select_related("recognition__household", "area")


def chips(
    request: DeskRequest, plan: InspectionPlan, chosen: Mapping[str, str], today: date
) -> list[Chip]:
    """Return the states as filters, each with how many visits it holds in the area chosen."""
    titles = {
        "": _("All"), TO_VISIT: _("To visit"), OVERDUE: _("Overdue"), VISITED: _("Visited"),
        ENDED: _("Ended before"),
    }  # fmt: skip
    return [
        Chip(
            title,
            state,
            visits(request, plan, {**chosen, "state": state}, today).count(),
            chosen["state"] == state,
        )
        for state, title in titles.items()
    ]


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_inspection_plan(request: DeskRequest, plan_id: UUID) -> FileResponse:
    """Send the visits of a plan as a workbook, narrowed as the list stands."""
    today = timezone.localdate()
    plan = queries.get_inspection_plan(request.actor, plan_id)
    chosen = {key: request.POST.get(key, "") for key in FILTER}
    found = exporting.within(visits(request, plan, chosen, today), request.actor)
    reasons = dict(PlannedVisit.Reason.choices)
    return exporting.taken_out(
        request,
        name="inspection-plan",
        title=_("Inspection plan"),
        columns=[
            Column("code", _("Household"), width=20),
            Column("head_name", _("Head"), Kind.NAME),
            Column("area", _("Village"), width=28),
            Column("plaque", _("Plaque"), width=20),
            Column("due_on", _("To visit by"), Kind.DATE),
            Column("reasons", _("Why"), width=30),
            Column("visited_on", _("Visited on"), Kind.DATE),
        ],
        rows=(cells(row, reasons) for row in found.iterator(exporting.AT_ONCE)),
        area=exporting.area_taken_out(request.actor, chosen["area"]),
        object_type="assess.inspection_plan",
        area_of=lambda row: str(row[-1]),
    )


def cells(row: Any, reasons: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the cells of a visit, and the code of its area behind them."""
    home = row.recognition.household
    why = ", ".join(str(reasons[one]) for one in row.reasons)
    return (
        home.code, home.head_name, row.area.name, row.recognition.plaque, row.due_on, why,
        row.visited_on, row.area_id,
    )  # fmt: skip
