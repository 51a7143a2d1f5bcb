"""An assessor's own visits: where to, what was found, or that nobody was met."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.assess import actions, policies, queries
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Finding, Visit
from jinguo.core.web import posted, refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.rounds import pages
from jinguo.desk.assess.rounds.forms import MissedForm, VisitForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.roles import Capability
from jinguo.people.actions import Place

TELLING = ("vetoes", "note")
"""What an assessor types that tells of people: it waits in no session while her password is asked for."""


@access(Capability.ASSESS_VISIT)
@require_GET
def tasks(request: DeskRequest) -> HttpResponse:
    """List the assessor's own visits, round by round, those still to be done first."""
    today = timezone.localdate()
    rows = list(queries.own_visits(request.actor))
    towns = org.area_names({row.sampled.area_id[:9] for row in rows})
    shown = [
        {
            "visit": row,
            "tag": pages.TAGS[row.state],
            "town": towns.get(row.sampled.area_id[:9], ""),
            "is_late": row.state in Visit.DUE and row.round.due_on < today,
        }
        for row in rows
    ]
    context = {
        "rows": [one for one in shown if one["visit"].state in Visit.DUE],  # type: ignore[attr-defined]
        "done": [one for one in shown if one["visit"].state not in Visit.DUE],  # type: ignore[attr-defined]
    }
    return render_page(request, "desk/assess/rounds/tasks.html", context)


@access(Capability.ASSESS_VISIT)
@require_http_methods(["GET", "POST"])
def task(request: DeskRequest, visit_id: UUID) -> HttpResponse:
    """Fill one visit."""
    found = queries.get_own_visit(request.actor, visit_id)
    form = form_for(found, request)
    if form.is_valid():
        with refused_into(form, request):
            actions.fill_visit(
                actor=request.actor,
                visit_id=visit_id,
                finding=form.as_finding(),
                on=timezone.localdate(),
                now=timezone.now(),
            )
            messages.success(request, _("Visit %s is recorded.") % found.code)
            return redirect("desk:own-visits")
    return task_page(request, found, form)


def form_for(found: Visit, request: DeskRequest) -> VisitForm:
    """Return the form of a visit, filled with what was sent, else with what was recorded before."""
    return VisitForm(posted(request), sheet=as_sheet(found.round.sheet), former=former_of(found))


def former_of(found: Visit) -> Finding | None:
    """Return what was recorded before a visit was sent back; never what another assessor recorded."""
    return queries.latest_finding(found) if found.state == Visit.State.RETURNED else None


def task_page(
    request: DeskRequest,
    found: Visit,
    form: VisitForm,
    *,
    missed: MissedForm | None = None,
    place: Place | None = None,
) -> HttpResponse:
    """Show a visit to be filled, what was recorded on it, or why it cannot be filled now."""
    is_done = found.state == Visit.State.FILLED
    context = {
        "visit": found,
        **pages.recorded(found, queries.latest_finding(found) if is_done else None),
        "town": org.area_names([found.sampled.area_id[:9]]).get(found.sampled.area_id[:9], ""),
        "is_late": found.round.due_on < timezone.localdate(),
        "returned": queries.sent_back_because(found),
        "refusal": refusal(policies.check_visit, request.actor, "fill", found),
        "form": form,
        "parts": form.beauties(),
        "missed": missed or MissedForm(),
        "place": place,
    }
    is_faulty = bool(form.errors) or bool(missed and missed.errors)
    status = 422 if is_faulty else 200
    return render_page(request, "desk/assess/rounds/task.html", context, status)


@access(Capability.ASSESS_VISIT)
@require_POST
@proven(gettext_lazy("Show where it is"), without=TELLING)
def way(request: DeskRequest, visit_id: UUID) -> HttpResponse:
    """
    Show on this page only whom a visit is to and where she lives; it is on the trail.

    What was typed in the sheet before comes back with it, unchecked.
    """
    found = queries.get_own_visit(request.actor, visit_id)
    sheet = as_sheet(found.round.sheet)
    form = VisitForm(sheet=sheet, former=former_of(found), typed=request.POST)
    place = actions.show_the_way(actor=request.actor, visit_id=visit_id, now=timezone.now())
    return task_page(request, found, form, place=place)


@access(Capability.ASSESS_VISIT)
@require_POST
def missed(request: DeskRequest, visit_id: UUID) -> HttpResponse:
    """Give up a visit where nobody was met; the next reserve is called upon by itself."""
    found = queries.get_own_visit(request.actor, visit_id)
    form = MissedForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            reserve = actions.miss_visit(
                actor=request.actor, visit_id=visit_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, told(found, reserve))
            return redirect("desk:own-visits")
    sheet = VisitForm(sheet=as_sheet(found.round.sheet), former=former_of(found))
    return task_page(request, found, sheet, missed=form)


def told(found: Visit, reserve: Visit | None) -> str:
    """Say what follows from meeting nobody."""
    if reserve is None:
        return _("Recorded. No reserve is left here; the place stays empty.")
    if reserve.assessor_id == found.assessor_id:
        return _("Recorded. Visit %s takes its place.") % reserve.code
    return _("Recorded. Another assessor visits the reserve.")
