"""The figures of an area for the wall of a meeting room: large, few, fresh, and each opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.core.web import TILES, allow
from jinguo.desk.areas import area_in
from jinguo.desk.areas import places as own_places
from jinguo.desk.figures import pages
from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.cards import Card, card
from jinguo.desk.figures.pages import Bar, Tile
from jinguo.desk.figures.places import PlacesMap, places_of
from jinguo.desk.figures.targets import TargetBar, target_bars
from jinguo.desk.figures.tiles import tiles
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.facts import queries as facts
from jinguo.facts.models import Measure
from jinguo.facts.queries import Period
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes

LIGHT, DARK = "light", "dark"
MONTHS = 12


@dataclass(frozen=True)
class Shown:
    """One figure on the wall: its value, its months, its areas on the schematic map."""

    title: str
    text: str
    href: str
    months: Sequence[Bar]
    tiles: Sequence[Tile]


@access(Capability.FIGURES_VIEW)
@require_GET
def screen(request: DeskRequest) -> HttpResponse:
    """Show the targets of an area, and one figure by month and by place; it fetches itself anew."""
    now, actor = timezone.localtime(), request.actor
    area = area_in(request) or actor.home_for(Capability.FIGURES_VIEW)
    facts.check_reach(actor, area)
    targets = target_bars(actor, area, now.date())
    choices = measures_shown(targets, area)
    asked = request.GET.get("measure", "")
    chosen = asked if asked in choices else next(iter(choices), "")
    aimed_at = {bar.measure for bar in targets}
    figure = shown(actor, FigureAddress(chosen, area, now.date())) if chosen else None
    key = settings.JINGUO_TIANDITU_KEY
    context = {
        "place": org.get_area(area).name,
        "own_places": own_places(request, Capability.FIGURES_VIEW, area, keep=["look"]),
        "now": now,
        "targets": targets,
        "choices": [(key, title, key == chosen) for key, title in choices.items()],
        "cards": cards(actor, area, now.date(), [one for one in choices if one not in aimed_at]),
        "shown": figure,
        "map": places(actor, area, now.date(), request.GET.get("kind", ""), figure),
        "streets": key,
        "look": DARK if request.GET.get("look") == DARK else LIGHT,
    }
    response = render_page(request, "desk/figures/screen.html#board", context)
    return allow(response, "img-src", TILES) if key else response


def measures_shown(targets: Sequence[TargetBar], area: str) -> dict[str, str]:
    """Return the measures one can choose among and their titles: those with a target, then what stands."""
    known = facts.measures_for(area)
    standing = [one.id for one in known.values() if one.how == Measure.How.BALANCE]
    return {
        one: pages.title_of(known[one]) for one in [*(bar.measure for bar in targets), *standing]
    }


def cards(actor: Actor, area: str, today: date, measures: Sequence[str]) -> list[Card]:
    """Return some figures with their values; those with a target show theirs beside it."""
    found = facts.figures(actor, measures, area=area, period=Period.up_to(today))
    return [card(found[one], area, today) for one in measures]


def shown(actor: Actor, address: FigureAddress) -> Shown:
    """Return one figure as the wall shows it."""
    measure, area, today = address.measure, address.area, address.on
    figure = facts.figure(actor, measure, area=area, period=address.period)
    points = facts.series(actor, measure, area=area, period=year_to(today))
    children = facts.by_child(actor, measure, area=area, period=address.period)
    names = org.names_of([child.area.code for child in children], today)
    layout = programmes.map_layout(area)
    return Shown(
        title=pages.title_of(figure.measure),
        text=pages.said(figure)["text"],
        href=address.url,
        months=pages.month_bars(points, figure.measure),
        tiles=tiles(children, names, layout, address, figure.measure),
    )


def places(
    actor: Actor, area: str, today: date, kind: str, figure: Shown | None
) -> PlacesMap | None:
    """Return the map with the figure of each town; None to whoever may not see sites."""
    if not actor.can(Capability.SITES_VIEW):
        return None
    title, tiles = (figure.title, figure.tiles) if figure else ("", ())
    return places_of(actor, area, today, kind, title, tiles)


def year_to(day: date) -> Period:
    """Return the twelve months that end with the month of a day, up to that day."""
    first = Period(date(day.year - 1, 1, 1), day).months()[-MONTHS]
    return Period(first, day)
