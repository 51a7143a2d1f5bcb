"""The list of reports: what narrows it, its rows, and how it is taken out as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinguo.core.language import in_language
from jinguo.desk import areas, exporting
from jinguo.desk.assess.pages import chips_of
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.exchange.export import Kind
from jinguo.org import queries as org
from jinguo.org.roles import Capability
from jinguo.reports import queries
from jinguo.reports.models import Report, Template


@dataclass(frozen=True)
class Row:
    """A report in a list, with the names of its template and its area."""

    report: Report
    title: str
    area: str


def chosen_in(request: DeskRequest) -> dict[str, str]:
    """Return what the address filters by; a state there is not and a year that is none are left out."""
    state, year = request.GET.get("state", ""), request.GET.get("year", "")
    return {
        "state": state if state in Report.State.values else "",
        "template": request.GET.get("template", ""),
        "year": year if year.isdecimal() and len(year) == 4 else "",
    }


def listed(request: DeskRequest) -> QuerySet[Report]:
    """Return the reports the address asks for, the latest period first."""
    chosen = chosen_in(request)
    wanted = {
        "state": chosen["state"],
        "template__key": chosen["template"],
        "ends_on__year": chosen["year"],
    }
    kept = {name: value for name, value in wanted.items() if value}
    return reports_there(request).filter(**kept)


def reports_there(request: DeskRequest) -> QuerySet[Report]:
    """Return the reports of the area the address asks for, the latest period first."""
    return areas.kept(queries.reports(request.actor), request, "area")


def rows(reports: Iterable[Report]) -> list[Row]:
    """Return reports as the list shows them; one statement, whatever their number."""
    found = list(reports)
    names = org.names_of([one.area for one in found], timezone.localdate())
    return [Row(one, title_of(one.template), names.get(one.area, one.area)) for one in found]


def title_of(template: Template) -> str:
    """Return the title of a template in the reader's language."""
    return in_language(template.title, template.title_en)


def filters(request: DeskRequest) -> dict[str, Any]:
    """Return what the list can be narrowed by: the states with their counts, the templates, the years."""
    every, chosen = reports_there(request), chosen_in(request)
    counts = dict(every.order_by().values_list("state").annotate(Count("id")))
    used = Template.objects.filter(id__in=every.order_by().values("template"))
    return {
        "chosen": chosen,
        "areas": areas.area_filter(request, Capability.REPORTS_VIEW),
        "chips": chips_of(
            Report.State,
            {state: counts.get(state, 0) for state in Report.State.values},
            chosen["state"],
        ),
        "templates": {one.key: title_of(one) for one in used.order_by("id")},
        "years": [day.year for day in every.order_by().dates("ends_on", "year", order="DESC")],
    }


@exporting.as_workbook(
    "reports",
    title=_("Reports"),
    sees=Capability.REPORTS_VIEW,
    object_type="reports.report",
    headings=[
        Heading("title", _("Report"), attrgetter("title"), width=36),
        Heading("area", _("Area"), attrgetter("area"), width=28),
        Heading("starts_on", _("From"), attrgetter("report.starts_on"), Kind.DATE),
        Heading("ends_on", _("To"), attrgetter("report.ends_on"), Kind.DATE),
        Heading("state", _("State"), lambda row: row.report.get_state_display()),
    ],
)
def export_reports(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield the reports of a filter, the latest period first."""
    found = exporting.within(listed(request), request.actor, "area", area=area)
    for row in rows(found):
        yield row.report.area, row
