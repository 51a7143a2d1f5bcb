"""When one enrols in an activity, changed after it was planned; and of a draft, on what terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.actions import Terms
from jinguo.activities.models import Activity
from jinguo.activities.rulesets import Condition, Ruleset
from jinguo.activities.sentences import sentences
from jinguo.core import money
from jinguo.core.language import as_clauses
from jinguo.core.web import posted
from jinguo.desk.activities.audience_form import ticked
from jinguo.desk.activities.change_forms import EnrolmentForm, TermsForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(["GET", "POST"])
def enrolment(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Change when one enrols; of a draft also for whom it is, how many it needs and what it costs."""
    activity = queries.get_activity(request.actor, activity_id)
    policies.check_plan(request.actor, activity.area_id)
    policies.check_activity(activity, "change")
    ruleset = queries.ruleset_of(activity, timezone.localdate())
    form = form_of(request, activity, ruleset)
    if form.is_valid():
        with refused_into(form, request):
            opens_at, closes_at = form.times()
            actions.change_enrolment(
                actor=request.actor,
                activity_id=activity.id,
                opens_at=opens_at,
                closes_at=closes_at,
                terms=terms_in(form),
                now=timezone.now(),
            )
            messages.success(request, _("It is changed."))
            return redirect("desk:activity", activity.id)
    context = {
        "activity": activity,
        "form": form,
        "rules": form.rules() if isinstance(form, TermsForm) else [],
        "limits": ruleset.limits,
        "sentences": as_clauses(sentences(ruleset.audience)),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/activities/enrolment.html", context, status)


def form_of(request: DeskRequest, activity: Activity, ruleset: Ruleset) -> EnrolmentForm:
    """Return the form as the activity is; what was sent as of a draft is read so, whatever it is by now."""
    data = posted(request)
    is_draft = activity.state == Activity.State.DRAFT if data is None else "audience" in data
    opens = timezone.localtime(activity.opens_at)
    closes = timezone.localtime(activity.closes_at)
    initial: dict[str, Any] = {
        "opens_on": opens.date(),
        "opens": opens.time(),
        "closes_on": closes.date(),
        "closes": closes.time(),
    }
    if not is_draft:
        return EnrolmentForm(data, initial=initial)
    initial |= {
        "waiting_capacity": activity.waiting_capacity,
        "minimum": activity.minimum,
        "fee": money.exact(activity.fee_fen) if activity.fee_fen else "",
    }
    return TermsForm(data, initial=initial | audience_in(activity, ruleset))


def audience_in(activity: Activity, ruleset: Ruleset) -> dict[str, Any]:
    """Return how the form shows for whom an activity is: as the plan says, or by rules of its own."""
    if activity.audience == [one.as_data() for one in ruleset.audience]:
        return {"audience": "plan"}
    return ticked([Condition(one["rule"], one["parameters"]) for one in activity.audience])


def terms_in(form: EnrolmentForm) -> Terms | None:
    """Return the terms a form gives; None where it asks for times alone."""
    if not isinstance(form, TermsForm):
        return None
    data = form.cleaned_data
    return Terms(
        fee_fen=data["fee"],
        minimum=data["minimum"],
        waiting_capacity=data["waiting_capacity"],
        audience=form.conditions(),
    )
