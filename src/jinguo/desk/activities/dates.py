"""More dates of an activity that goes on longer than it was planned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Session
from jinguo.core.web import posted
from jinguo.desk.activities import offered
from jinguo.desk.activities.plan_form import MeetingsForm
from jinguo.desk.activities.planning import instructor_in, sessions_in, site_groups
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(["GET", "POST"])
def add_dates(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Add dates to an activity that is not over; the form begins as its last session was."""
    activity = queries.get_activity(request.actor, activity_id)
    policies.check_plan(request.actor, activity.area_id)
    policies.check_activity(activity, "change")
    kind = offered.kind_of(activity)
    last = queries.sessions_of(activity).going_on().last()
    form = MeetingsForm(
        posted(request),
        sites=site_groups(request.actor, set(kind.held_at) if kind else (), timezone.localdate()),
        is_online=kind is not None and kind.is_online,
        initial=like(last) if last else {},
    )
    if form.is_valid():
        name, person = instructor_of(request, form, last, activity.area_id)
        with refused_into(form, request, field="on"):
            made = actions.add_sessions(
                actor=request.actor,
                activity_id=activity.id,
                sessions=sessions_in(form, name, person),
                now=timezone.now(),
            )
            said = ngettext("%d date is added.", "%d dates are added.", len(made))
            messages.success(request, said % len(made))
            return redirect("desk:activity", activity.id)
    context = {"activity": activity, "form": form}
    status = 422 if form.errors else 200
    return render_page(request, "desk/activities/add-dates.html", context, status)


def like(last: Session) -> dict[str, Any]:
    """Return what the form proposes: the same as the last session, a week after it."""
    starts, ends = timezone.localtime(last.starts_at), timezone.localtime(last.ends_at)
    return {
        "on": starts.date() + timedelta(weeks=1),
        "starts": starts.time(),
        "ends": ends.time(),
        "site": str(last.site_id or ""),
        "room": last.room,
        "place": last.place,
        "instructor": last.instructor_name,
        "stream_url": last.stream_url,
    }


def instructor_of(
    request: DeskRequest, form: DeskForm, last: Session | None, area: str
) -> tuple[str, UUID | None]:
    """Return who teaches: with her record where she taught last, or name and phone say who she is."""
    text = form.cleaned_data["instructor"]
    if last is not None and text == last.instructor_name:
        return text, last.instructor_id
    return instructor_in(request, text, area)
