"""The records that may be one person, taken out as a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from jinguo.desk import exporting
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.desk.people.pages import shown_pairs
from jinguo.org.roles import Capability
from jinguo.people import queries


@exporting.as_workbook(
    "duplicates",
    title=_("Possible duplicates"),
    sees=Capability.PEOPLE_MERGE,
    object_type="people.person",
    headings=[
        Heading("why", _("Why"), lambda pair: str(pair.why), width=36),
        Heading("first", _("One record"), lambda pair: pair.first.place, width=44),
        Heading("second", _("The other"), lambda pair: pair.second.place, width=44),
    ],
)
def export_duplicates(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield the pairs its page has, the surest first; more come when these are decided."""
    pairs = queries.possible_duplicates(request.actor, area=area)
    reach = exporting.reach_in(request.actor, area)
    for pair, shown in zip(pairs, shown_pairs(request.actor, pairs), strict=True):
        if reach.covers(pair.first.area_id) and reach.covers(pair.second.area_id):
            yield pair.first.area_id, shown
