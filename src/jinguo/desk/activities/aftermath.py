"""What follows from an activity: what was said of it, and what became of who attended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Outcome
from jinguo.activities.queries import records, work
from jinguo.core.web import posted
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import OutcomeForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

A_PAGE = 50
BOTH = ["GET", "POST"]


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def feedback(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show what was said of an activity, once enough have said something; never by whom."""
    activity = queries.get_activity(request.actor, activity_id)
    today = timezone.localdate()
    ratings = queries.ratings_of(activity, today)
    words = list(records.feedback_of(activity)) if ratings else []
    page = Paginator(words, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "activity": activity,
        "ratings": ratings,
        "least": queries.limits_of(activity, today).ratings_least,
        "words": page.object_list,
        "page": page,
    }
    return render_page(request, "desk/activities/feedback.html", context)


@access(Capability.ACTIVITIES_ATTEND)
@require_GET
def follow_ups(request: DeskRequest) -> HttpResponse:
    """List who is to be asked what became of her, the longest due first."""
    found = work.follow_ups(request.actor, on=timezone.localdate())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = pages.entries(request.actor, [one.enrolment for one in page])
    rows = list(zip(page.object_list, shown, strict=True))
    context = {"rows": rows, "page": page, "count": len(found)}
    return render_page(request, "desk/activities/follow-ups.html", context)


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(BOTH)
def outcome(request: DeskRequest, enrolment_id: UUID, months: int) -> HttpResponse:
    """Record what became of somebody."""
    entry = queries.get_enrolment(request.actor, enrolment_id)
    policies.check_attend_activity(request.actor, entry.activity)
    today = timezone.localdate()
    form = OutcomeForm(
        posted(request),
        initial={"on": today, "result": Outcome.Result.EMPLOYED},
    )
    if form.is_valid():
        with refused_into(form, request):
            actions.record_outcome(
                actor=request.actor,
                enrolment_id=entry.id,
                after_months=months,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("It is recorded."))
            return redirect("desk:follow-ups")
    [shown] = pages.entries(request.actor, [entry])
    context = {"activity": entry.activity, "row": shown, "months": months, "form": form}
    return render_page(
        request, "desk/activities/outcome.html", context, 422 if form.errors else 200
    )
