"""What follows from an activity: what was said of it, and what became of who attended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Outcome
from jinguo.activities.queries import records, work
from jinguo.activities.queries.work import FollowUp
from jinguo.core.web import posted
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import OutcomeForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

SHOWN = 200
AHEAD = timedelta(days=30)
BOTH = ["GET", "POST"]


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def feedback(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show what was said of an activity, once enough have said something; never by whom."""
    activity = queries.get_activity(request.actor, activity_id)
    today = timezone.localdate()
    ratings = queries.ratings_of(activity, today)
    context = {
        "activity": activity,
        "ratings": ratings,
        "least": queries.limits_of(activity, today).ratings_least,
        "words": records.feedback_of(activity)[:SHOWN] if ratings else [],
    }
    return render_page(request, "desk/activities/feedback.html", context)


@access(Capability.ACTIVITIES_ATTEND)
@require_GET
def follow_ups(request: DeskRequest) -> HttpResponse:
    """List who is to be asked what became of her, by the months that have passed, and who soon is."""
    today = timezone.localdate()
    found = work.follow_ups(request.actor, on=today + AHEAD)
    due = [one for one in found if one.due_on <= today]
    months = sorted({one.after_months for one in due})
    context = {
        "parts": [
            part_of(request, [one for one in due if one.after_months == after]) for after in months
        ],
        "coming": part_of(request, [one for one in found if one.due_on > today]),
        "count": len(due),
        "days": AHEAD.days,
    }
    return render_page(request, "desk/activities/follow-ups.html", context)


@dataclass(frozen=True)
class Part:
    """Who is asked after the same months; of many the first are shown, of ``count`` in all."""

    months: int
    count: int
    rows: list[tuple[FollowUp, pages.Entry]]


def part_of(request: DeskRequest, found: Sequence[FollowUp]) -> Part:
    """Return some of those who are to be asked as the page shows them."""
    shown = pages.entries(request.actor, [one.enrolment for one in found[:SHOWN]])
    months = found[0].after_months if found else 0
    return Part(months, len(found), list(zip(found, shown, strict=False)))


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
