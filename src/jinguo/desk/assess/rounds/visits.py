"""The visits of a round for whoever runs it: how far they are, and sending one back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.assess import actions, policies, queries
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Finding, Round, Visit
from jinguo.core.errors import Invalid
from jinguo.core.web import posted, refusal
from jinguo.desk.assess.pages import Chip
from jinguo.desk.assess.rounds import pages
from jinguo.desk.assess.rounds.forms import ReturnForm, VetoesForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

A_PAGE = 100
LATE = "late"  # no state: what waits past the last day of the round


@access(Capability.ASSESS_RUN_ROUNDS)
@require_GET
def visits(request: DeskRequest, round_id: UUID) -> HttpResponse:
    """List the visits of a round by their codes."""
    found, today = queries.get_round(request.actor, round_id), timezone.localdate()
    state, after = asked_state(request), request.GET.get("after", "")
    every, late = queries.visits_of(found), queries.late_visits(found, today)
    rows = list(visits_asked(request, found, today).filter(code__gt=after)[: A_PAGE + 1])
    context = {
        "round": found,
        "rows": [(one, pages.TAGS[one.state]) for one in rows[:A_PAGE]],
        "after": rows[A_PAGE - 1].code if len(rows) > A_PAGE else "",
        "is_first_page": not after,
        "chips": [
            Chip(_("All"), "", every.count(), not state),
            *(
                Chip(str(one.label), one.value, every.filter(state=one).count(), one == state)
                for one in Visit.State
            ),
            Chip(_("Late"), LATE, late.count(), state == LATE),
        ],
        "is_late": found.due_on < today,
    }
    return render_page(request, "desk/assess/rounds/visits.html#list", context)


def asked_state(request: DeskRequest) -> str:
    """Return the state the address asks for, or lateness; empty for all."""
    state = request.GET.get("state", "")
    return state if state in (*Visit.State.values, LATE) else ""


def visits_asked(request: DeskRequest, found: Round, today: date) -> QuerySet[Visit]:
    """Return the visits of a round the address asks for, by their codes."""
    state = asked_state(request)
    if state == LATE:
        return queries.late_visits(found, today)
    every = queries.visits_of(found)
    return every.filter(state=state) if state else every


def vetoes_form(request: DeskRequest, found: Visit, finding: Finding | None) -> VetoesForm | None:
    """Return the form for the vetoes of a visit that a workbook brought; None where none can be entered."""
    if finding is None or refusal(actions.check_vetoes, request.actor, found):
        return None
    return VetoesForm(sheet=as_sheet(found.round.sheet), initial={"vetoes": finding.vetoes})


@access(Capability.ASSESS_RUN_ROUNDS)
@require_POST
def vetoes(request: DeskRequest, visit_id: UUID) -> HttpResponse:
    """Record which vetoes a visit found whose workbook has no room for them."""
    found = queries.get_visit(request.actor, visit_id)
    form = VetoesForm(request.POST, sheet=as_sheet(found.round.sheet))
    if not form.is_valid():
        raise Invalid(_("The sheet has no such veto."))
    actions.enter_vetoes(
        actor=request.actor, visit_id=visit_id, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("Recorded."))
    return redirect("desk:round-visit", visit_id)


@access(Capability.ASSESS_RUN_ROUNDS)
@require_http_methods(["GET", "POST"])
def visit(request: DeskRequest, visit_id: UUID) -> HttpResponse:
    """Show what a visit recorded, and send it back with a reason."""
    found = queries.get_visit(request.actor, visit_id)
    form = ReturnForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.return_visit(
                actor=request.actor, visit_id=visit_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Sent back. Its assessor fills it anew."))
            return redirect("desk:round-visits", found.round_id)
    is_own = found.assessor.account_id == request.actor.account_id
    is_blind = not is_own and found.sampled.household_id in queries.blind_to(request.actor)
    finding = None if is_blind else queries.latest_finding(found)
    context = {
        "visit": found,
        "tag": pages.TAGS[found.state],
        **pages.recorded(found, finding),
        "is_blind": is_blind,
        "passings": queries.passings_of_visit(found),
        "vetoes_form": vetoes_form(request, found, finding),
        "refusal": refusal(policies.check_visit, request.actor, "return", found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/assess/rounds/visit.html", context, status)
