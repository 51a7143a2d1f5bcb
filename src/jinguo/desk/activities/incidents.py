"""Incidents among the children minded: a list, and the record of each, whose words are read with a trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.activities import actions, queries
from jinguo.activities.models import Incident
from jinguo.activities.telling import place_of
from jinguo.core.web import posted
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import masking

A_PAGE = 50


@dataclass(frozen=True)
class Row:
    """An incident as this reader may see it; ``child`` is empty where it was no one child."""

    incident: Incident
    child: str
    place: str


def rows(actor: Actor, found: Iterable[Incident]) -> list[Row]:
    """Return incidents with the names of the children as this reader may see them."""
    return [Row(one, child_of(actor, one), place_of(one.session)) for one in found]


def child_of(actor: Actor, incident: Incident) -> str:
    """Return the name of the child of an incident as this reader may see it; empty for no one child."""
    if incident.charge is None:
        return ""
    child = incident.charge.enrolment.person
    return masking.shown_name(actor, child.name, child.area_id)


@access(Capability.ACTIVITIES_ATTEND)
@require_GET
def incidents(request: DeskRequest) -> HttpResponse:
    """List what happened while children were minded, the latest first."""
    found = queries.incidents(request.actor)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows(request.actor, page.object_list)}
    return render_page(request, "desk/activities/incidents.html", context)


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(["GET", "POST"])
def incident(request: DeskRequest, incident_id: UUID) -> HttpResponse:
    """Show an incident; when asked, what happened in words. That it was read stands on the trail."""
    found = queries.get_incident(request.actor, incident_id)
    said = None
    if posted(request) is not None:
        said = actions.read_incident(
            actor=request.actor, incident_id=incident_id, now=timezone.now()
        )
    return incident_page(request, found, said)


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def guardian_told(request: DeskRequest, incident_id: UUID) -> HttpResponse:
    """Note that the guardian was told by now."""
    actions.note_guardian_told(actor=request.actor, incident_id=incident_id, now=timezone.now())
    messages.success(request, _("Noted: the guardian was told."))
    return redirect("desk:incident", incident_id)


def incident_page(request: DeskRequest, found: Incident, said: str | None) -> HttpResponse:
    """Return the page of an incident, with its words where they were asked for."""
    [row] = rows(request.actor, [found])
    context = {
        "row": row,
        "session": found.session,
        "activity": found.session.activity,
        "said": said,
    }
    return render_page(request, "desk/activities/incident.html", context)
