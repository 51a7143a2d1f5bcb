"""Seats given by lot: the hash published before, the draw, its result, and how anybody repeats it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Draw, Enrolment
from jinguo.activities.queries import records, work
from jinguo.activities.queries.draws import code_of
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import PlainForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_PLAN)
@require_GET
def draws(request: DeskRequest) -> HttpResponse:
    """List the activities whose seats are to be drawn, the longest closed first."""
    found = work.to_draw(timezone.now()).filter(
        request.actor.reach(Capability.ACTIVITIES_PLAN).as_q("area__code")
    )
    rows = found.select_related("area").order_by("closes_at", "id")
    return render_page(request, "desk/activities/draws.html", {"rows": rows})


@access(Capability.ACTIVITIES_VIEW)
@require_http_methods(["GET", "POST"])
def draw(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show the draw of an activity; draw once entry has closed."""
    activity = queries.get_activity(request.actor, activity_id)
    drawing = records.get_draw(activity)
    form = PlainForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.draw(actor=request.actor, activity_id=activity.id, now=timezone.now())
            messages.success(request, _("The seats are drawn, and everybody is told."))
            return redirect("desk:activity-draw", activity.id)
    context = {
        "activity": activity,
        "drawing": drawing,
        "waiting": queries.taken_of(activity).waiting,
        "refusal": refusal(policies.check_plan, request.actor, activity.area_id)
        or refusal(policies.check_draw, activity, drawing, timezone.now()),
        "lots": []
        if refusal(policies.check_see_roster, request.actor, activity)
        else lots(request, drawing),
        "form": form,
    }
    return render_page(request, "desk/activities/draw.html", context, 422 if form.errors else 200)


def lots(request: DeskRequest, drawing: Draw) -> list[tuple[str, pages.Entry | None]]:
    """Return the codes of a draw in the order of their lots, each with the entry it stands for."""
    by_code = {
        code_of(one.enrolment.id): one
        for one in pages.entries(request.actor, entries_of(request, drawing))
    }
    return [(code, by_code.get(code)) for code in drawing.order]


def entries_of(request: DeskRequest, drawing: Draw) -> list[Enrolment]:
    """Return the entries that took part in a draw."""
    found = queries.enrolments(request.actor).filter(activity=drawing.activity_id)
    return list(found.select_related("person__area"))
