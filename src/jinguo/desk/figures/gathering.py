"""What a figure's page shows, gathered within what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.core.web import refusal
from jinguo.desk.figures import pages
from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.labels import RecordLink, links_to
from jinguo.desk.figures.pages import FigurePage, Known, Tree
from jinguo.desk.figures.tiles import tiles
from jinguo.facts import policies
from jinguo.facts import queries as facts
from jinguo.facts.models import STANDING, Measure
from jinguo.facts.queries import AsOf, Period, Record, TakenBack
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes
from jinguo.reports import queries as reports
from jinguo.reports.rendered import Value

RECORDS_A_PAGE = 50
MONTHS = 12


class Seen(TypedDict):
    """From where every number of one page is read: handed whole to each query, so that none differs."""

    area: str
    period: Period
    as_of: AsOf | None
    tree_on: date


@dataclass(frozen=True)
class Point:
    """The point of knowledge of a page, and what a freeze kept of the very figure it shows."""

    as_of: AsOf | None = None
    known: Known | None = None
    kept: Value | None = None


def figure_page(
    actor: Actor, address: FigureAddress, *, after: str | None, today: date
) -> FigurePage:
    """
    Return the page of a figure.

    A figure the plan no longer has shows what a freeze kept of it, if one did.

    :raises NotFound: the area, the freeze or the figure is not there, or not for this actor
    """
    facts.check_reach(actor, address.area)
    point = point_of(actor, address)
    measure = facts.measures_for(address.area).get(address.measure)
    if measure is not None:
        return defined(actor, address, point, measure, after, today)
    if point.kept is not None:
        return FigurePage(**frame(actor, address, point), **pages.said(point.kept))
    raise NotFound(_("There is no such figure in this area."))


def defined(
    actor: Actor,
    address: FigureAddress,
    point: Point,
    measure: Measure,
    after: str | None,
    today: date,
) -> FigurePage:
    """Return the page of a figure the plan has."""
    seen = Seen(area=address.area, period=address.period, as_of=point.as_of, tree_on=address.cut_on)
    wanted = [one for one in (measure.id, measure.numerator, measure.denominator) if one]
    found = facts.figures(actor, wanted, **seen)
    counted = found[measure.numerator].measure if measure.numerator else measure
    children = facts.by_child(actor, measure.id, **seen)
    names = org.names_of([child.area.code for child in children], address.cut_on)
    layout = programmes.map_layout(address.area)
    charted = Seen(**{**seen, "period": last_months(address.period)})
    points = facts.series(actor, measure.id, **charted)
    return FigurePage(
        **frame(actor, address, point),
        **pages.said(point.kept or found[measure.id]),
        afresh=pages.afresh(point.kept, found[measure.id]),
        is_flow=counted.how not in STANDING,
        parts=[pages.part(found[one], address) for one in wanted[1:]],
        months=pages.month_bars(points, measure),
        charted=pages.charted(points),
        children=pages.area_bars(children, names, address, measure),
        tiles=tiles(children, names, layout, address, measure),
        trees=trees(address, today),
        **rows(actor, address, seen, counted, after),
    )


def frame(actor: Actor, address: FigureAddress, point: Point) -> pages.Frame:
    """Return where a page stands: its address, its area with the way up to it, its point of knowledge."""
    reach = actor.reach("figures.view")
    above = org.area_path(address.area)
    path = [
        pages.Link(area.name, replace(address, area=area.code).url)
        for area in above
        if reach.covers(area.code)
    ]
    return pages.Frame(address=address, place=above[-1].name, path=path, known=point.known)


def point_of(actor: Actor, address: FigureAddress) -> Point:
    """
    Return the point of knowledge an address names.

    :raises NotFound: it names a freeze that is not there, or of a report the actor may not see
    """
    if address.as_of:
        return Point(AsOf.at(address.as_of), Known(address.as_of))
    if address.freeze:
        freeze = reports.get_freeze(actor, address.freeze)
        kept = reports.find_value(freeze, address.measure, address.area, address.period)
        return Point(AsOf.from_json(freeze.as_of), pages.known_by(freeze), kept)
    return Point()


def last_months(period: Period) -> Period:
    """Return the part of a period that its chart shows: the last twelve months it touches."""
    return Period(max(period.starts_on, period.months()[-MONTHS:][0]), period.ends_on)


def trees(address: FigureAddress, today: date) -> list[Tree]:
    """Return the ways to cut the areas, where the tree has changed since the figure's last day."""
    if not address.tree_on and not org.was_redrawn(address.area, after=address.on, until=today):
        return []
    return [
        Tree(
            _("as they are today") if day == today else _("as they were on %s") % day,
            replace(address, tree_on=None if day == address.on else day).url,
            day == address.cut_on,
        )
        for day in sorted({address.on, address.cut_on, today})
    ]


def rows(
    actor: Actor, address: FigureAddress, seen: Seen, counted: Measure, after: str | None
) -> pages.Rows:
    """Return what stands behind a figure; of what counts now, with the way to take an entry back."""
    found = facts.records(actor, counted.id, **seen, limit=RECORDS_A_PAGE + 1, after=after)
    shown = found[:RECORDS_A_PAGE]
    back = facts.taken_back(actor, counted.id, **seen)
    everything: list[Record | TakenBack] = [*shown, *back]
    names = org.names_of([one.area for one in everything], address.cut_on)
    links = links_to(actor, [one.object_id for one in everything if one.object_id])
    refused = refusal(policies.check_correct, actor, kind=counted.kind, area=address.area)
    may_take_back = refused is None and seen["as_of"] is None

    def way(record: Record) -> str:
        return address.take_back(record.fact_id) if may_take_back and record.fact_id else ""

    def link(one: Record | TakenBack) -> RecordLink:
        return links[one.object_id] if one.object_id else pages.area_link(one, address, counted)

    return pages.Rows(
        records=[pages.record_row(one, names, link(one), counted, way(one)) for one in shown],
        next=address.after(shown[-1].key) if len(found) > RECORDS_A_PAGE else "",
        taken_back=[pages.record_row(one, names, link(one), counted) for one in back],
        can_take_back=may_take_back,
        can_export=actor.can(Capability.EXCHANGE_EXPORT, address.area),
        correcting=(refused or "") if actor.can(Capability.FIGURES_CORRECT, address.area) else "",
    )
