"""Who visits in a round, and who comes in for one that cannot go on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.assess import actions, queries
from jinguo.assess.models import Round, Visit
from jinguo.core.web import posted, refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.rounds.forms import AssessorForm, PassOnForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page, workbook_response
from jinguo.exchange import actions as exchange
from jinguo.org import queries as org
from jinguo.org.roles import Capability


@access(Capability.ASSESS_RUN_ROUNDS)
@require_http_methods(["GET", "POST"])
def assessors(request: DeskRequest, round_id: UUID) -> HttpResponse:
    """Show who visits, and name one more."""
    found = queries.get_round(request.actor, round_id)
    actions.check_namable(request.actor, found)
    form = form_for(found, request)
    if form.is_valid():
        with refused_into(form, request):
            made = actions.name_assessor(
                actor=request.actor, round_id=round_id, now=timezone.now(), **form.as_assessor()
            )
            messages.success(request, _("%s is named.") % made.name)
            return redirect("desk:round-assessors", round_id)
    named = queries.progress_of_assessors(found, timezone.localdate())
    names = org.area_names({tie for one in named for tie in one.ties})
    context = {
        "round": found,
        "form": form,
        "is_out": found.state == Round.State.IN_FIELD,
        "named": [(one, [names.get(tie, tie) for tie in one.ties]) for one in named],
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/assess/rounds/assessors.html", context, status)


def form_for(found: Round, request: DeskRequest) -> AssessorForm:
    """Return the form with the accounts that can still be named and the places of the round."""
    today = timezone.localdate()
    there = found.assessors.filter(account__isnull=False).values("account")
    able = org.holders(Capability.ASSESS_VISIT, found.area_id, today).exclude(id__in=there)
    granting = set(queries.grants_levels(found, today).values_list("id", flat=True))
    named = [(one.id, one.name or one.username) for one in able]
    return AssessorForm(
        posted(request),
        accounts=[(str(id_), name) for id_, name in named if id_ not in granting],
        granting=[name for id_, name in named if id_ in granting],
        towns=[(one.code, one.name) for one in org.children(found.area_id, today)],
    )


@access(Capability.ASSESS_RUN_ROUNDS)
@require_POST
def drop(request: DeskRequest, round_id: UUID, assessor_id: UUID) -> HttpResponse:
    """Take one off the assessors."""
    actions.drop_assessor(
        actor=request.actor, round_id=round_id, assessor_id=assessor_id, now=timezone.now()
    )
    messages.success(request, _("Taken off. Nothing was assigned to her."))
    return redirect("desk:round-assessors", round_id)


@access(Capability.ASSESS_RUN_ROUNDS)
@require_http_methods(["GET", "POST"])
def pass_on(request: DeskRequest, round_id: UUID, assessor_id: UUID) -> HttpResponse:
    """Say what passing an assessor's visits on means and ask why; pass them on when confirmed."""
    found = queries.get_round(request.actor, round_id)
    one, today = queries.get_assessor(found, assessor_id), timezone.localdate()
    form = PassOnForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            count = actions.pass_visits_on(
                actor=request.actor,
                round_id=round_id,
                assessor_id=assessor_id,
                now=timezone.now(),
                **form.cleaned_data,
            )
            said = ngettext("%d visit is passed on.", "%d visits are passed on.", count)
            messages.success(request, said % count)
            return redirect("desk:round", round_id)
    context = {
        "round": found,
        "assessor": one,
        "count": queries.visits_of(found).filter(assessor=one, state__in=Visit.DUE).count(),
        "others": queries.still_visiting(found, today).exclude(id=assessor_id),
        "refusal": refusal(actions.check_passable, request.actor, found, one, today),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/assess/rounds/pass-on.html", context, status)


@access(Capability.ASSESS_RUN_ROUNDS)
@require_POST
@proven(gettext_lazy("Workbook of her visits"))
def workbook(request: DeskRequest, round_id: UUID, assessor_id: UUID) -> HttpResponse:
    """Send the visits of an assessor without an account as a workbook to be filled."""
    data = exchange.visit_workbook(
        actor=request.actor, round_id=round_id, assessor_id=assessor_id, now=timezone.now()
    )
    return workbook_response(data, f"visits-{timezone.localdate()}.xlsx")
