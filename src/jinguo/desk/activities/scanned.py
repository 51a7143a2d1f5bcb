"""What the organiser's phone opens when it scans the code of somebody at the door."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, checkin, policies, queries
from jinguo.activities.models import Enrolment, Session
from jinguo.core.errors import NotFound
from jinguo.core.web import refusal
from jinguo.desk.activities import pages
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(["GET", "POST"])
def scanned(request: DeskRequest, enrolment_id: UUID) -> HttpResponse:
    """Show whose code it is, and note that she is here."""
    now = timezone.now()
    found = queries.get_enrolment(request.actor, enrolment_id)
    policies.check_see_roster(request.actor, found.activity)
    session = session_at(found, now)
    [entry] = pages.entries_at(request.actor, session, [found])
    if request.method == "POST":
        policies.check_attend(request.actor, session)
        actions.check_in(
            actor=request.actor,
            session_id=session.id,
            enrolment_id=found.id,
            code=checkin.code_at(session.id, now),
            now=now,
        )
        messages.success(request, _("%s is here.") % entry.person.name)
        return redirect("desk:door", session.id)
    context = {
        "entry": entry,
        "activity": found.activity,
        "session": session,
        "refusal": refusal(policies.check_attend, request.actor, session),
    }
    return render_page(request, "desk/activities/scanned.html", context)


def session_at(found: Enrolment, now: datetime) -> Session:
    """
    Return the session of an entry's activity that is on, else the next.

    :raises NotFound: none is left
    """
    left = queries.sessions_of(found.activity).going_on().filter(ends_at__gt=now)
    session = left.select_related("activity").first()
    if session is None:
        raise NotFound(_("All sessions of this activity are over."))
    return session
