"""What there is to say of one area on one page, to be read or printed: figures, targets, work, villages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.assess import queries as assess
from jinguo.assess import states
from jinguo.core.language import in_language
from jinguo.desk.assess.narrowing import list_address
from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.cards import CardGroup, card_groups
from jinguo.desk.figures.pages import Bar, area_bars, title_of
from jinguo.desk.figures.screen import measures_shown
from jinguo.desk.figures.targets import target_bars
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.facts import queries as facts
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes
from jinguo.programmes.models import Programme


@dataclass(frozen=True)
class Work:
    """What waits at one step in the area, and the list it opens."""

    title: str
    count: int
    href: str


@dataclass(frozen=True)
class Section:
    """One programme of the plan: its figures, and what waits at its steps."""

    title: str
    groups: Sequence[CardGroup]
    work: Sequence[Work]
    open_faults: int


@dataclass(frozen=True)
class Below:
    """The areas directly below with their value of one figure, in the order of their names."""

    title: str
    bars: Sequence[Bar]


@access(Capability.FIGURES_VIEW)
@require_GET
def brief(request: DeskRequest, area: str) -> HttpResponse:
    """Show an area on one page that can be printed."""
    today = timezone.localdate()
    facts.check_reach(request.actor, area)
    targets = target_bars(request.actor, area, today)
    measures = list(measures_shown(targets, area))
    context = {
        "area": org.get_area(area),
        "today": today,
        "targets": targets,
        "sections": sections(request.actor, area, today),
        "below": below(request.actor, FigureAddress(measures[0], area, today))
        if measures
        else None,
    }
    return render_page(request, "desk/figures/brief.html", context)


def sections(actor: Actor, area: str, today: date) -> list[Section]:
    """Return the programmes of the plan that have figures or work in the area."""
    plan = programmes.plan(actor, area)
    made = [section(actor, area, today, one) for line in plan for one in line.programmes]
    return [one for one in made if one.groups or one.work]


def section(actor: Actor, area: str, today: date, programme: Programme) -> Section:
    """Return one programme in the area."""
    has_work = "ladder" in programme.primitives and actor.can(Capability.ASSESS_VIEW, area)
    return Section(
        title=in_language(programme.title, programme.title_en),
        groups=card_groups(actor, area, today, programme=programme.key),
        work=work(actor, area, programme.key) if has_work else [],
        open_faults=assess.count_open_faults(actor, programme=programme.key, area=area)
        if has_work
        else 0,
    )


def work(actor: Actor, area: str, programme: str) -> list[Work]:
    """Return how many applications wait at each step, by what is done with them next."""
    counts = assess.count_by_state(actor, programme=programme, area=area)
    return [
        Work(
            str(step.title),
            counts[step.source],
            list_address(programme=programme, state=step.source, area=area),
        )
        for step in states.next_steps(states.APPLICATION)
    ]


def below(actor: Actor, address: FigureAddress) -> Below:
    """Return the areas below with one figure."""
    measure = facts.measures_for(address.area)[address.measure]
    children = facts.by_child(actor, address.measure, area=address.area, period=address.period)
    names = org.names_of([child.area.code for child in children], address.on)
    bars = area_bars(children, names, address, measure)
    return Below(title_of(measure), bars)
