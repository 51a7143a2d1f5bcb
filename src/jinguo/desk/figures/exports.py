"""The records behind a figure taken out as a workbook: all of them, seen from where the page is seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.figures.addresses import FigureAddress, address_asked
from jinguo.desk.figures.gathering import point_of
from jinguo.desk.figures.labels import links_to
from jinguo.desk.figures.pages import title_of
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange.export import Column, Kind
from jinguo.facts import queries as facts
from jinguo.facts.formats import shown
from jinguo.facts.models import Measure
from jinguo.facts.queries import Record, in_unit
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

Row = tuple[str, str, str, date, float]


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_records(request: DeskRequest, measure: str) -> FileResponse:
    """Send the records behind a figure as a workbook; the trail keeps which figure, and as known when."""
    address = address_asked(request, measure)
    facts.check_reach(request.actor, address.area)
    counted = facts.counted_measure(address.area, measure)
    return exporting.taken_out(
        request,
        name=measure,
        title=title_of(counted),
        columns=[
            Column("record", _("Record"), width=24),
            Column("area-code", _("Village code"), width=16),
            Column("area", _("Village"), width=28),
            Column("day", _("Day"), Kind.DATE),
            Column("counts", _("Counts"), Kind.NUMBER),
        ],
        rows=rows(request.actor, address, counted),
        area=address.area,
        object_type="facts.figure",
        purpose=seen_as(address),
    )


def rows(actor: Actor, address: FigureAddress, counted: Measure) -> Iterator[Row]:
    """Yield every record as its row; a record the actor may not see has the end of its id."""
    pages = facts.record_pages(
        actor,
        counted.id,
        area=address.area,
        period=address.period,
        as_of=point_of(actor, address).as_of,
        tree_on=address.cut_on,
    )
    for page in pages:
        names = org.names_of({one.area for one in page}, address.cut_on)
        links = links_to(actor, [one.object_id for one in page if one.object_id])
        for one in page:
            yield (
                links[one.object_id].label if one.object_id else one.area,
                one.area,
                names.get(one.area, one.area),
                one.occurred_on,
                count(one, counted),
            )


def count(record: Record, of: Measure) -> float:
    """Return what a record adds to the figure, as exact as it is shown."""
    return float(shown(in_unit(record.quantity, record.amount, of), of))


def seen_as(address: FigureAddress) -> str:
    """Return which figure it is and from where it is seen, for the trail; the area stands there already."""
    period = f"{address.period.starts_on}/{address.period.ends_on}"
    place = [f"{name}={value}" for name, value in address.place.items() if name != "area"]
    return " ".join([address.measure, period, *place])
