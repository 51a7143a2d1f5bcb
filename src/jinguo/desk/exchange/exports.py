"""The list of imports, taken out as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter, methodcaller

from django.utils.translation import gettext_lazy as _

from jinguo.desk import exporting
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.exchange import queries
from jinguo.exchange.export import Kind
from jinguo.org.roles import Capability


@exporting.as_workbook(
    "imports",
    title=_("Imports"),
    sees=Capability.EXCHANGE_IMPORT,
    object_type="exchange.batch",
    headings=[
        Heading("file_name", _("File"), attrgetter("file_name"), width=36),
        Heading("kind", _("What it holds"), methodcaller("get_kind_display"), width=24),
        Heading("created_at", _("When"), attrgetter("created_at"), Kind.DATE, width=18),
        Heading("rows", _("Rows"), attrgetter("rows"), Kind.NUMBER),
        Heading("good", _("Good"), attrgetter("good"), Kind.NUMBER),
        Heading("bad", _("Wrong"), attrgetter("bad"), Kind.NUMBER),
        Heading("state", _("State"), methodcaller("get_state_display")),
    ],
)
def export_imports(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield what was brought in, the newest first."""
    found = exporting.within(queries.batches(request.actor), request.actor, "area", area=area)
    for one in found.iterator(exporting.AT_ONCE):
        yield one.area, one
