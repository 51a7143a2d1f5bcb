"""What follows from an activity: what was said of it, and what became of who attended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.queries import records, work
from jinguo.activities.queries.work import FollowUp
from jinguo.core.web import posted
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import OutcomeForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

A_PAGE = 50
AHEAD = timedelta(days=30)
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
    """List who is to be asked what became of her, by the months that have passed, and who soon is."""
    today = timezone.localdate()
    found = work.follow_ups(request.actor, on=today + AHEAD)
    found.sort(key=lambda one: (part_of(one, today), one.due_on))
    counts = Counter(part_of(one, today) for one in found)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = pages.entries(request.actor, [one.enrolment for one in page])
    rows = zip(page.object_list, shown, strict=True)
    context = {
        "parts": [
            Part(*key, counts[key], list(some))
            for key, some in groupby(rows, lambda row: part_of(row[0], today))
        ],
        "page": page,
        "count": sum(one.due_on <= today for one in found),
        "days": AHEAD.days,
        "today": today,
    }
    return render_page(request, "desk/activities/follow-ups.html", context)


@dataclass(frozen=True)
class Part:
    """Who is asked after the same months, or soon is; of ``count`` in all those of one page."""

    is_coming: bool
    months: int
    count: int
    rows: list[tuple[FollowUp, pages.Entry]]


def part_of(one: FollowUp, today: date) -> tuple[bool, int]:
    """Return in which part of the list somebody stands: who is due by months, then who soon is."""
    is_coming = one.due_on > today
    return is_coming, 0 if is_coming else one.after_months


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(BOTH)
def outcome(request: DeskRequest, enrolment_id: UUID, months: int) -> HttpResponse:
    """Record what became of somebody."""
    entry = queries.get_enrolment(request.actor, enrolment_id)
    policies.check_attend_activity(request.actor, entry.activity)
    today = timezone.localdate()
    form = OutcomeForm(
        posted(request),
        initial={"on": today},
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
