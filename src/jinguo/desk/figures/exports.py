"""The records behind a figure, taken out as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jinguo.core.errors import NotFound
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.figures import pages
from jinguo.desk.figures.addresses import FigureAddress, address_asked
from jinguo.desk.figures.gathering import point_of
from jinguo.desk.figures.labels import links_to
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange.export import Column, Kind
from jinguo.facts import queries as facts
from jinguo.facts.models import Measure
from jinguo.facts.queries import Record
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_figure(request: DeskRequest, measure: str) -> FileResponse:
    """Send every record behind a figure, seen from the point its page is seen from."""
    actor, address = request.actor, address_asked(request, measure)
    facts.check_reach(actor, address.area)
    known = facts.measures_for(address.area)
    if measure not in known:
        raise NotFound(_("There is no such figure in this area."))
    counted = facts.counted_measure(address.area, measure)
    records = facts.all_records(
        actor,
        measure,
        area=address.area,
        period=address.period,
        as_of=point_of(actor, address).as_of,
        tree_on=address.cut_on,
    )
    return exporting.taken_out(
        request,
        name=measure,
        title=pages.title_of(known[measure]),
        columns=[
            Column("record", _("Record"), width=36),
            Column("area", _("Village"), width=28),
            Column("occurred_on", _("Day"), Kind.DATE),
            Column("quantity", _("Counts"), Kind.NUMBER),
        ],
        rows=rows(actor, address, counted, records),
        area=address.area,
        object_type="facts.record",
    )


def rows(
    actor: Actor, address: FigureAddress, counted: Measure, records: Iterator[Record]
) -> Iterator[Sequence[Any]]:
    """Yield the cells of each record: named as on the figure's page, many at a time."""
    while some := list(islice(records, exporting.AT_ONCE)):
        names = org.names_of([one.area for one in some], address.cut_on)
        links = links_to(actor, [one.object_id for one in some])
        for one in some:
            row = pages.record_row(one, names, links, counted)
            yield (
                row.label,
                row.area,
                row.on,
                float(facts.in_unit(one.quantity, one.amount, counted)),
            )
