"""The rounds and the visits of one, taken out as workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter, methodcaller
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinguo.assess import queries
from jinguo.desk import exporting
from jinguo.desk.assess.rounds.records import listed
from jinguo.desk.assess.rounds.visits import visits_asked
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.exchange.export import Kind
from jinguo.org.roles import Capability


@exporting.as_workbook(
    "rounds",
    title=_("Evaluation"),
    sees=Capability.ASSESS_VIEW_ROUNDS,
    object_type="assess.round",
    headings=[
        Heading("title", _("Title"), attrgetter("title"), width=36),
        Heading("purpose", _("Purpose"), methodcaller("get_purpose_display"), width=24),
        Heading("area", _("Area"), attrgetter("area.name"), width=28),
        Heading("frame_on", _("Day of the list"), attrgetter("frame_on"), Kind.DATE),
        Heading("due_on", _("Visits are due by"), attrgetter("due_on"), Kind.DATE),
        Heading("state", _("State"), methodcaller("get_state_display")),
    ],
)
def export_rounds(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield the rounds of a state, the newest first."""
    found = exporting.within(listed(request), request.actor, area=area)
    for one in found.iterator(exporting.AT_ONCE):
        yield one.area_id, one


def area_of_round(request: DeskRequest, round_id: UUID) -> str:
    """Return where a round is held."""
    return queries.get_round(request.actor, round_id).area_id


@exporting.as_workbook(
    "visits",
    title=_("Visits"),
    sees=Capability.ASSESS_RUN_ROUNDS,
    object_type="assess.round",
    area=area_of_round,
    headings=[
        Heading("code", _("Code"), attrgetter("code")),
        Heading("area", _("Village"), attrgetter("sampled.area.name"), width=28),
        Heading("assessor", _("Assessor"), attrgetter("assessor.name"), width=20),
        Heading("state", _("State"), methodcaller("get_state_display")),
    ],
)
def export_visits(request: DeskRequest, area: str, round_id: UUID) -> Iterator[Placed]:
    """Yield the visits of a round as its list is narrowed, by their codes; not what they found."""
    found = visits_asked(request, queries.get_round(request.actor, round_id), timezone.localdate())
    within = exporting.within(found, request.actor, "sampled__area__code", area=area)
    for one in within.iterator(exporting.AT_ONCE):
        yield one.sampled.area_id, one
