"""The plan as its pack names it: its lines, and each programme with its figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.desk.figures.pages import figure_url, title_of
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.language import in_language
from jinguo.facts import queries as facts
from jinguo.facts.queries import Period
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes
from jinguo.programmes.models import Programme


@dataclass(frozen=True)
class Card:
    """A figure in small: what it is, its value now, where it opens."""

    title: str
    value: str
    href: str


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in a list, in the reader's language."""

    key: str
    title: str
    summary: str
    has_records: bool


@access(Capability.PROGRAMMES_VIEW)
@require_GET
def line(request: DeskRequest, key: str) -> HttpResponse:
    """Show one line of the plan with its programmes."""
    found = programmes.get_line(request.actor, key)
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
        has_records=bool(programme.primitives),
    )


@access(Capability.PROGRAMMES_VIEW)
@require_GET
def programme(request: DeskRequest, key: str) -> HttpResponse:
    """Show one programme: what is done, who says so, its figures and its work."""
    found = programmes.get_programme(request.actor, key)
    line = programmes.get_line(request.actor, found.line)
    context = {
        "programme": found,
        "title": in_language(found.title, found.title_en),
        "summary": in_language(found.summary, found.summary_en),
        "line": line.line,
        "line_title": in_language(line.line.title, line.line.title_en),
        "cards": cards(request, found),
        "has_courtyards": "ladder" in found.primitives,
    }
    return render_page(request, "desk/plan/programme.html", context)


def cards(request: DeskRequest, programme: Programme) -> list[Card]:
    """Return the programme's figures for the actor's area, this year to today."""
    area, today = request.actor.home_area, timezone.localdate()
    if not area or not request.actor.can(Capability.FIGURES_VIEW):
        return []
    known = facts.measures_for(area)
    wanted = [measure for measure in known.values() if measure.programme == programme.key]
    found = facts.figures(
        request.actor, [m.id for m in wanted], area=area, period=Period.up_to(today)
    )
    return [
        Card(title_of(measure), found[measure.id].text, figure_url(measure.id, area, today))
        for measure in wanted
    ]
