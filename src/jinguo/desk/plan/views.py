"""The plan as its pack names it: its lines, and each programme with its figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.assess import queries as assess
from jinguo.assess.models import Application
from jinguo.core.language import in_language
from jinguo.desk.assess.pages import Chip
from jinguo.desk.figures.cards import card_groups
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.members.pages import links_of
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes
from jinguo.programmes.models import Programme
from jinguo.sites import queries as sites


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in a list, in the reader's language."""

    key: str
    title: str
    summary: str
    is_running: bool


@access(Capability.PROGRAMMES_VIEW)
@require_GET
def line(request: DeskRequest, key: str) -> HttpResponse:
    """Show one line of the plan with its programmes."""
    found = programmes.get_line(request.plan, key)
    context = {
        "title": in_language(found.line.title, found.line.title_en),
        "summary": in_language(found.line.summary, found.line.summary_en),
        "rows": [programme_row(one) for one in found.programmes],
    }
    return render_page(request, "desk/plan/line.html", context)


def programme_row(programme: Programme) -> ProgrammeRow:
    """Return a programme as lists show it."""
    return ProgrammeRow(
        key=programme.key,
        title=in_language(programme.title, programme.title_en),
        summary=in_language(programme.summary, programme.summary_en),
        is_running=bool(programme.primitives),
    )


@access(Capability.PROGRAMMES_VIEW)
@require_GET
def programme(request: DeskRequest, key: str) -> HttpResponse:
    """Show one programme: what is done, who says so, its figures and its work."""
    found, line = programmes.get_programme(request.plan, key)
    has_work = "ladder" in found.primitives and request.actor.can(Capability.ASSESS_VIEW)
    context = {
        "programme": found,
        "title": in_language(found.title, found.title_en),
        "summary": in_language(found.summary, found.summary_en),
        "line": line,
        "line_title": in_language(line.title, line.title_en),
        "groups": card_groups(
            request.actor,
            request.actor.home_for(Capability.FIGURES_VIEW),
            timezone.localdate(),
            programme=found.key,
        ),
        "has_work": has_work,
        "has_points": "points" in found.primitives and request.actor.can(Capability.POINTS_VIEW),
        "has_activities": "activities" in found.primitives
        and request.actor.can(Capability.ACTIVITIES_VIEW),
        "members": links_of(request.actor, found, timezone.localdate()),
        "steps": steps(request, found.key) if has_work else [],
        "sites": site_counts(request, found.key) if "sites" in found.primitives else [],
    }
    return render_page(request, "desk/plan/programme.html", context)


def steps(request: DeskRequest, programme: str) -> list[Chip]:
    """Return how many applications stand at each step, each the address of its list."""
    counts = assess.count_by_state(request.actor, programme=programme, area="")
    return [
        Chip(str(state.label), state.value, counts[state.value], False)
        for state in Application.State
        if state in Application.OPEN
    ]


def site_counts(request: DeskRequest, programme: str) -> list[Chip]:
    """Return how many sites there are of each kind of a programme, each the address of its list."""
    home = request.actor.home_for(Capability.SITES_VIEW)
    if not home:
        return []
    found = sites.kinds_of_programme(programme, home, timezone.localdate())
    counts = sites.count_by_kind(request.actor)
    return [Chip(kind.label, kind.key, counts[kind.key], False) for kind in found]
