"""One series: what of it is still to come, and what is done to all of it at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Activity, Series
from jinguo.activities.queries import records
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import pages
from jinguo.desk.activities.acts import (
    BOTH,
    Subject,
    Verb,
    act_page,
    children_inside,
    first_times,
    verb_of,
    when,
)
from jinguo.desk.activities.change_forms import MoveAllForm
from jinguo.desk.activities.forms import PlainForm, ReasonForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

MOST = 60
"""How many activities the page of a series shows; as many as are planned at once."""
SERIES_VERBS = {
    "publish": Verb(
        actions.publish_series,
        PlainForm,
        gettext_lazy("Publish all drafts"),
        gettext_lazy(
            "Everybody sees them, and they can be booked from the time enrolment opens. What enrolment has"
            " closed for stays a draft."
        ),
        gettext_lazy("The drafts are published."),
    ),
    "move": Verb(
        actions.move_series,
        MoveAllForm,
        gettext_lazy("Move all that are still to come"),
        gettext_lazy(
            "All sessions still to come move by the same time as the first. Whoever enrolled keeps her seat."
        ),
        gettext_lazy("The sessions are moved, and everybody is told."),
        tells=True,
    ),
    "cancel": Verb(
        actions.cancel_series,
        ReasonForm,
        gettext_lazy("Cancel the whole series"),
        gettext_lazy(
            "All its activities that are not over are cancelled, and all their entries end."
        ),
        gettext_lazy("The series is cancelled, and everybody is told."),
        is_grave=True,
        tells=True,
    ),
}


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def series(request: DeskRequest, series_id: UUID) -> HttpResponse:
    """Show a series with its activities that are not over, the soonest first."""
    found = queries.get_series(request.actor, series_id)
    now = timezone.now()
    rows = list(queries.not_over_in(found, now)[: MOST + 1])
    context = {
        "series": found,
        "rows": [(one, pages.ACTIVITY_TAGS[Activity.State(one.state)]) for one in rows[:MOST]],
        "has_more": len(rows) > MOST,
        "refusal": refusal(policies.check_plan, request.actor, found.area_id),
        "can_publish": queries.drafts_in(found, now).exists(),
        "can_move": queries.to_come_in(found, now).exists(),
    }
    return render_page(request, "desk/activities/series.html", context)


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(BOTH)
def series_act(request: DeskRequest, series_id: UUID, verb: str) -> HttpResponse:
    """Publish, move or cancel all of a series that is still to come."""
    known = verb_of(SERIES_VERBS, verb)
    found = queries.get_series(request.actor, series_id)
    policies.check_plan(request.actor, found.area_id)
    now = timezone.now()
    initial = {}
    if known.form is MoveAllForm:
        initial = first_times(queries.to_come_in(found, now).first())
    form = known.form(posted(request), initial=initial)
    subject = subject_of(found, verb, now)
    return act_page(request, known, form, subject, {"series_id": found.id})


def subject_of(found: Series, verb: str, now: datetime) -> Subject:
    """Return a series as the subject of an act: how many of its activities it concerns, and the first."""
    not_over = queries.not_over_in(found, now)
    first = queries.to_come_in(found, now).first()
    about = [
        (_("Its activities that are not over"), str(not_over.count())),
        (_("Drafts"), str(queries.drafts_in(found, now).count())),
        (_("First session"), when(first.starts_at) if first else "—"),
    ]
    back = reverse("desk:series", args=[found.id])
    inside = children_inside(verb, records.inside_in(not_over))
    return Subject(found.title, back, about, queries.taken_in(not_over), inside)
