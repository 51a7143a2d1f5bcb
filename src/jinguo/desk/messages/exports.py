"""The list of messages, taken out as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from jinguo.desk import exporting
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.desk.messages import pages
from jinguo.desk.messages.views import listed
from jinguo.exchange.export import Kind
from jinguo.org.roles import Capability


@exporting.as_workbook(
    "messages",
    title=_("Messages"),
    sees=Capability.NOTICES_VIEW_MESSAGES,
    object_type="notices.message",
    headings=[
        Heading("template", _("Message"), attrgetter("title"), width=28),
        Heading("person", _("Name"), attrgetter("person")),
        Heading("way", _("Way"), attrgetter("way"), width=20),
        Heading("state", _("State"), attrgetter("state")),
        Heading("why", _("Why"), attrgetter("why"), width=30),
        Heading("queued_at", _("When"), attrgetter("at"), Kind.DATE, width=18),
    ],
)
def export_messages(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield the messages of a filter, the newest first."""
    found = exporting.within(listed(request), request.actor, area=area)
    for one in found.iterator(exporting.AT_ONCE):
        yield one.area_id, pages.row(request.actor, one)
