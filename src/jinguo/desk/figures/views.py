"""A figure's page: the number, what it means, where it comes from, and the records behind it."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.core.errors import Invalid, NotFound
from jinguo.desk.figures import pages
from jinguo.desk.figures.labels import links_to
from jinguo.desk.figures.tiles import tiles
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.language import in_language
from jinguo.facts import queries as facts
from jinguo.facts.queries import AsOf, Period
from jinguo.org import queries as org
from jinguo.org.models import Area, Level
from jinguo.programmes import queries as programmes

RECORDS_A_PAGE = 50


@access("figures.view")
@require_GET
def figure(request: DeskRequest, measure: str) -> HttpResponse:
    """Show one figure of one area on one day, as it is known now or was known at an instant."""
    home = request.actor.home_for("figures.view")
    area = org.get_area(request.GET.get("area") or home)
    on = day_asked(request)
    as_of = instant_asked(request)
    page = figure_page(request, measure, area, on, as_of)
    context = {"page": page, "path": area_links(request, measure, area, on)}
    return render_page(request, "desk/figures/figure.html", context)


def day_asked(request: DeskRequest) -> date:
    """
    Return the day in the address, today when there is none.

    :raises Invalid: it is not a day
    """
    asked = request.GET.get("on", "")
    try:
        day = parse_date(asked) if asked else timezone.localdate()
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("The day must be written like 2020-12-31."), on=asked)
    return day


def instant_asked(request: DeskRequest) -> AsOf | None:
    """
    Return the point of knowledge in the address, or None for now.

    :raises Invalid: it is not an instant
    """
    asked = request.GET.get("as_of", "")
    if not asked:
        return None
    try:
        instant = parse_datetime(asked)
    except ValueError:
        instant = None
    if instant is None:
        raise Invalid(_("The instant must be written like 2020-12-31T18:00."), as_of=asked)
    return AsOf.at(timezone.make_aware(instant) if timezone.is_naive(instant) else instant)


def figure_page(
    request: DeskRequest, measure_id: str, area: Area, on: date, as_of: AsOf | None
) -> pages.FigurePage:
    """Gather what the page shows, within what the actor may see."""
    period = Period.up_to(on)
    known = facts.measures_for(area.code)
    if measure_id not in known:
        raise NotFound(_("There is no such figure in this area."))
    measure = known[measure_id]
    wanted = [measure_id, *(part for part in (measure.numerator, measure.denominator) if part)]
    found = facts.figures(request.actor, wanted, area=area.code, period=period, as_of=as_of)
    children = (
        []
        if area.level == Level.VILLAGE
        else facts.by_child(request.actor, measure_id, area=area.code, period=period, as_of=as_of)
    )
    records, after = record_rows(request, measure_id, area, period, as_of)
    return pages.FigurePage(
        measure=measure,
        title=pages.title_of(measure),
        definition=in_language(measure.definition, measure.definition_en),
        area=area,
        on=on,
        as_of=as_of,
        figure=found[measure_id],
        parts=[found[part] for part in wanted[1:]],
        months=pages.month_bars(
            facts.series(request.actor, measure_id, area=area.code, year=on.year), measure.unit
        ),
        children=pages.area_bars(children, measure_id, on, measure.unit),
        tiles=tiles(
            children, programmes.map_layout(area.code), measure=measure_id, on=on, unit=measure.unit
        ),
        records=records,
        after=after,
    )


def area_links(request: DeskRequest, measure: str, area: Area, on: date) -> list[dict[str, str]]:
    """Return the way up from the area, as far as the actor's reach goes."""
    reach = request.actor.reach("figures.view")
    return [
        {"name": one.name, "href": pages.figure_url(measure, one.code, on)}
        for one in org.area_path(area.code)
        if reach.covers(one.code)
    ]


def record_rows(
    request: DeskRequest, measure: str, area: Area, period: Period, as_of: AsOf | None
) -> tuple[list[pages.RecordRow], str]:
    """Return the next page of records behind the figure, and what opens the page after it."""
    found = facts.records(
        request.actor,
        measure,
        area=area.code,
        period=period,
        as_of=as_of,
        limit=RECORDS_A_PAGE + 1,
        after=request.GET.get("after") or None,
    )
    shown = found[:RECORDS_A_PAGE]
    names = dict(
        Area.objects.filter(code__in={one.area for one in shown}).values_list("code", "name")
    )
    links = links_to(request.actor, [record.object_id for record in shown])
    rows = [pages.record_row(record, names, links) for record in shown]
    return rows, shown[-1].key if len(found) > RECORDS_A_PAGE else ""
