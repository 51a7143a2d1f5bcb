"""The duty table of counsellors: who is there when, and half-days made into slots."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, queries
from jinguo.activities.actions import Duty
from jinguo.activities.models import Activity, Series
from jinguo.activities.queries import work
from jinguo.core.web import posted
from jinguo.desk.activities import pages, who
from jinguo.desk.activities.forms import DutyForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(["GET", "POST"])
def duties(request: DeskRequest) -> HttpResponse:
    """Show who is on duty in the coming days; make the half-days of a counsellor into slots."""
    now = timezone.now()
    series = private_series(request)
    form = DutyForm(
        posted(request),
        series=[(str(one.id), one.title) for one in series],
        initial={"on": timezone.localdate(now) + timedelta(days=1)},
    )
    if form.is_valid():
        with refused_into(form, request, field="on"):
            made = planned(request, form)
            messages.success(
                request,
                ngettext("%d slot can be booked.", "%d slots can be booked.", len(made))
                % len(made),
            )
            return redirect("desk:duties")
    context = {
        "form": form,
        "series": series,
        "days": pages.duty_days(request.actor, work.duties(request.actor, now=now)),
    }
    return render_page(request, "desk/activities/duties.html", context, 422 if form.errors else 200)


def private_series(request: DeskRequest) -> list[Series]:
    """Return the series whose slots are private, of those the actor plans."""
    within = request.actor.reach(Capability.ACTIVITIES_PLAN).as_q("area__code")
    return list(queries.series(request.actor).filter(within, is_private=True))


def planned(request: DeskRequest, form: DutyForm) -> list[Activity]:
    """Make what a form says into slots, a half-day a week."""
    data = form.cleaned_data
    series = queries.get_series(request.actor, UUID(data["series"]))
    counsellor = who.get(request.actor, data["counsellor"], series.area_id, field="counsellor")
    return actions.plan_duties(
        actor=request.actor,
        series_id=series.id,
        duties=[
            Duty(
                on=data["on"] + timedelta(weeks=week),
                begins=data["begins"],
                ends=data["ends"],
                counsellor_id=counsellor.pk,
                counsellor_name=counsellor.name,
                room=data["room"],
            )
            for week in range(data["weeks"])
        ],
        minutes=data["minutes"],
        now=timezone.now(),
    )
