"""
What there is to say of one area on one page, to be read or printed: figures, targets, work, villages.

Villages and programmes of which there is nothing to say are named in one line each: the rest is legible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.assess import queries as assess
from jinguo.assess import states
from jinguo.core.language import in_language
from jinguo.desk.areas import places
from jinguo.desk.assess.narrowing import list_address
from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.cards import CardGroup, card_groups
from jinguo.desk.figures.pages import Bar, area_bars, title_of
from jinguo.desk.figures.screen import measures_shown
from jinguo.desk.figures.targets import TargetBar, target_bars
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.facts import queries as facts
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes
from jinguo.programmes.models import Programme
from jinguo.reports import actions as reports
from jinguo.reports.documents import Brief, Part

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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

    @property
    def is_quiet(self) -> bool:
        """Say whether all of it is nought."""
        cards = (card for group in self.groups for card in group.cards)
        waits = self.open_faults or any(step.count for step in self.work)
        return not waits and not any(card.has_value for card in cards)


@dataclass(frozen=True)
class Below:
    """
    The areas directly below with their value of one figure, in the order of their names.

    ``quiet`` are those where it is nought, or there is nothing it could be of.
    """

    title: str
    bars: Sequence[Bar]
    quiet: Sequence[Bar]


@access(Capability.FIGURES_VIEW)
@require_GET
def brief(request: DeskRequest, area: str) -> HttpResponse:
    """Show an area on one page that can be printed."""
    own = places(request, Capability.FIGURES_VIEW, area, address=address)
    return render_page(
        request, "desk/figures/brief.html", {**gathered(request.actor, area), "places": own}
    )


def address(area: str) -> str:
    """Return the page of an area."""
    return reverse("desk:brief", args=[area])


@access(Capability.FIGURES_VIEW)
@require_GET
def brief_document(request: DeskRequest, area: str) -> HttpResponse:
    """Send the same page as a document to be worked on."""
    page = gathered(request.actor, area)
    made = reports.take_brief(
        actor=request.actor, area=area, brief=as_document(page), now=timezone.now()
    )
    name = content_disposition_header(True, f"{page['area'].name}-{page['today']}.docx") or ""
    return HttpResponse(made, content_type=DOCX, headers={"Content-Disposition": name})


def gathered(actor: Actor, area: str) -> dict[str, Any]:
    """
    Return what the page of an area says.

    :raises NotFound: the actor sees no figures of it
    """
    today = timezone.localdate()
    facts.check_reach(actor, area)
    targets = target_bars(actor, area, today)
    measures = list(measures_shown(targets, area))
    found = sections(actor, area, today)
    return {
        "area": org.get_area(area),
        "today": today,
        "targets": targets,
        "sections": [one for one in found if not one.is_quiet],
        "quiet": [one for one in found if one.is_quiet],
        "below": below(actor, FigureAddress(measures[0], area, today)) if measures else None,
    }


def as_document(page: Mapping[str, Any]) -> Brief:
    """Return what the page says as the parts of a document."""
    targets = [target_text(one) for one in page["targets"]]
    quiet = [one.title for one in page["quiet"]]
    return Brief(
        title=page["area"].name,
        day=_("as of %(day)s") % {"day": date_format(page["today"], "DATE_FORMAT")},
        above=[Part(_("Targets"), targets)] if targets else [],
        columns=[part for one in page["sections"] for part in section_parts(one)],
        below=[*nothing_yet(quiet), *(area_parts(page["below"]) if page["below"] else [])],
    )


def section_parts(section: Section) -> list[Part]:
    """Return one programme as parts of a document."""
    parts = [Part(section.title, ())]
    for group in section.groups:
        figures = [f"{card.title} {card.value.text} {card.value.unit}" for card in group.cards]
        parts.append(Part(group.title, figures, is_inner=True))
    if section.work:
        waits = [f"{step.title} {number_format(step.count)}" for step in section.work]
        faults = f"{_('Not yet put right')} {number_format(section.open_faults)}"
        parts.append(Part(_("What waits"), [*waits, faults], is_inner=True))
    return parts


def area_parts(found: Below) -> list[Part]:
    """Return the areas below as parts of a document."""
    if not found.bars and not found.quiet:
        return []
    values = [f"{bar.label} {bar.text}" for bar in found.bars]
    heading = Part(f"{_('By area')} · {found.title}", values)
    return [heading, *nothing_yet([bar.label for bar in found.quiet])]


def nothing_yet(names: Sequence[str]) -> list[Part]:
    """Return in one line of what there is nothing to say yet; none where there is no such thing."""
    heading = _("Nothing yet (%(count)s)") % {"count": number_format(len(names))}
    return [Part(heading, names, is_inner=True)] if names else []


def target_text(target: TargetBar) -> str:
    """Return a target in words, as the page sets it."""
    of = _("of %(wanted)s %(unit)s") % {"wanted": target.wanted.text, "unit": target.wanted.unit}
    by = _("by %(day)s") % {"day": date_format(target.by, "DATE_FORMAT")}
    value = f"{target.value.text} {target.value.unit}"
    return f"{target.title} {value} {of} · {by} · {target.status}"


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
    found = org.names_of([child.area.code for child in children], address.on)
    names = {code: org.short_name(name) for code, name in found.items()}
    bars = area_bars(children, names, address, measure)
    return Below(
        title=title_of(measure),
        bars=[bar for bar in bars if bar.value],
        quiet=[bar for bar in bars if not bar.value],
    )
