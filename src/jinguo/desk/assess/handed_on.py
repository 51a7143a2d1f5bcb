"""The plans of inspections and the villages without a level, taken out as workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from jinguo.desk import exporting
from jinguo.desk.assess.inspections import plans_asked
from jinguo.desk.assess.lasting import villages_asked
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.exchange.export import Kind
from jinguo.org.roles import Capability


@exporting.as_workbook(
    "inspection-plans",
    title=_("Inspection plans"),
    sees=Capability.ASSESS_VIEW,
    object_type="assess.inspection_plan",
    headings=[
        Heading("starts_on", _("From"), attrgetter("starts_on"), Kind.DATE),
        Heading("ends_on", _("To"), attrgetter("ends_on"), Kind.DATE),
        Heading("area", _("Area"), attrgetter("area.name"), width=28),
        Heading("drawn_on", _("Drawn on"), attrgetter("drawn_on"), Kind.DATE),
        Heading("actor", _("By"), attrgetter("actor"), width=20),
    ],
)
def export_inspection_plans(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield the plans of a programme, the latest period first."""
    found = exporting.within(plans_asked(request), request.actor, area=area)
    for one in found.iterator(exporting.AT_ONCE):
        yield one.area_id, one


@exporting.as_workbook(
    "gaps",
    title=_("Gaps"),
    sees=Capability.ASSESS_VIEW,
    object_type="org.area",
    headings=[
        Heading("code", _("Village code"), attrgetter("code"), width=16),
        Heading("name", _("Village"), attrgetter("name"), width=28),
        Heading("households", _("Lived-in courtyards"), attrgetter("households"), Kind.NUMBER),
        Heading("held", _("Hold the level"), attrgetter("held"), Kind.NUMBER),
        Heading("seen_on", _("Last visited on"), attrgetter("seen_on"), Kind.DATE),
    ],
)
def export_gaps(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield the villages of the list as it is narrowed, by code."""
    reach = exporting.reach_in(request.actor, area)
    for village in villages_asked(request):
        if reach.covers(village.code):
            yield village.code, village
