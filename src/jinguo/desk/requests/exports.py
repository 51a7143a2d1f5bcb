"""The list of requests about data, taken out as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter, methodcaller

from django.utils.translation import gettext_lazy as _

from jinguo.desk import exporting
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.desk.requests.views import listed
from jinguo.exchange.export import Kind
from jinguo.org.roles import Capability


@exporting.as_workbook(
    "requests",
    title=_("Requests about data"),
    sees=Capability.PEOPLE_ANSWER_REQUESTS,
    object_type="people.request",
    headings=[
        Heading("kind", _("What is asked"), methodcaller("get_kind_display"), width=28),
        Heading("person", _("Name"), attrgetter("person.name"), Kind.NAME),
        Heading("area", _("Area"), attrgetter("area.name"), width=28),
        Heading("received_on", _("Received"), attrgetter("received_on"), Kind.DATE),
        Heading("due_on", _("Due on"), attrgetter("due_on"), Kind.DATE),
        Heading("handler", _("Dealt with by"), attrgetter("handler"), width=20),
        Heading("state", _("State"), methodcaller("get_state_display")),
        Heading("ended_on", _("Ended on"), attrgetter("ended_on"), Kind.DATE),
    ],
)
def export_requests(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield the requests of a state, those that wait first; their words stay sealed."""
    found = exporting.within(listed(request), request.actor, area=area)
    for one in found.iterator(exporting.AT_ONCE):
        yield one.area_id, one
