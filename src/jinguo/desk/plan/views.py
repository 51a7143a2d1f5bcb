"""The plan as its pack names it: its lines, and each programme with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.assess import queries as assess
from jinguo.assess.models import Application
from jinguo.core.language import in_language
from jinguo.desk.assess.pages import Chip
from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.pages import Value, title_of, value_of
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.facts import queries as facts
from jinguo.facts.models import Measure
from jinguo.facts.queries import Figure, Period
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes
from jinguo.programmes.models import Programme

STANDING = {Measure.How.BALANCE, Measure.How.RATIO}


@dataclass(frozen=True)
class Card:
    """A figure in small: what it is, its value, where it opens."""

    title: str
    value: Value
    href: str


@dataclass(frozen=True)
class CardGroup:
    """The figures of a programme that are read the same way."""

    title: str
    cards: Sequence[Card]


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
        "groups": card_groups(request, found),
        "has_work": has_work,
        "has_points": "points" in found.primitives and request.actor.can(Capability.POINTS_VIEW),
        "steps": steps(request, found.key) if has_work else [],
    }
    return render_page(request, "desk/plan/programme.html", context)


def card_groups(request: DeskRequest, programme: Programme) -> list[CardGroup]:
    """Return the programme's figures for the actor's area: what stands today, what this year saw."""
    area, today = request.actor.home_for(Capability.FIGURES_VIEW), timezone.localdate()
    if not area:
        return []
    wanted = [one for one in facts.measures_for(area).values() if one.programme == programme.key]
    found = facts.figures(
        request.actor, [one.id for one in wanted], area=area, period=Period.up_to(today)
    )
    standing = [card(found[one.id], area, today) for one in wanted if one.how in STANDING]
    flowing = [card(found[one.id], area, today) for one in wanted if one.how not in STANDING]
    groups = (
        CardGroup(_("As it stands today"), standing),
        CardGroup(_("This year to date"), flowing),
    )
    return [group for group in groups if group.cards]


def card(figure: Figure, area: str, on: date) -> Card:
    """Return a figure as a card."""
    href = FigureAddress(figure.measure.id, area, on).url
    return Card(title_of(figure.measure), value_of(figure), href)


def steps(request: DeskRequest, programme: str) -> list[Chip]:
    """Return how many applications stand at each step, each the address of its list."""
    counts = assess.count_by_state(request.actor, programme=programme, area="")
    return [
        Chip(str(state.label), state.value, counts[state.value], False)
        for state in Application.State
        if state in Application.OPEN
    ]
