"""Lists of points and goods, taken out as workbooks."""

from __future__ import annotations

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.http import DeskRequest, access
from jinguo.desk.points.pages import place
from jinguo.exchange.export import Column, Kind
from jinguo.ledger import queries
from jinguo.org.models import Level
from jinguo.org.roles import Capability
from jinguo.people import queries as people
from jinguo.people.queries import HouseholdFilter


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_points(request: DeskRequest) -> FileResponse:
    """Send the households of an area with their points, in the order of their numbers."""
    area = exporting.area_taken_out(request.actor, request.GET.get("area", ""))
    place(request.actor, area)
    households = people.filtered_households(
        request.actor, HouseholdFilter(area=area), capability=Capability.EXCHANGE_EXPORT
    )
    has = queries.balances(households)
    found = households.order_by("code").values_list(
        "code", "area__name", "head_name", "id", "area_id"
    )
    return exporting.taken_out(
        request,
        name="points",
        title=_("Household points"),
        columns=[
            Column("code", _("Number"), width=20),
            Column("area", _("Village"), width=28),
            Column("head_name", _("Head"), Kind.NAME),
            Column("points", _("Household points"), Kind.NUMBER),
        ],
        rows=((*row[:3], has.get(row[3], 0), row[4]) for row in found.iterator(exporting.AT_ONCE)),
        area=area,
        object_type="ledger.entry",
        area_of=lambda row: str(row[-1]),
    )


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_goods(request: DeskRequest, code: str) -> FileResponse:
    """Send the goods of a store with what is left of them."""
    area = place(request.actor, code, Level.VILLAGE, Level.TOWNSHIP)
    goods = queries.goods_in(request.actor, code)
    return exporting.taken_out(
        request,
        name="goods",
        title=_("Store of %s") % area.name,
        columns=[
            Column("title", _("Goods"), width=28),
            Column("price", _("Points for one"), Kind.NUMBER),
            Column("stock", _("Left"), Kind.NUMBER),
            Column("is_offered", _("Offered")),
        ],
        rows=(
            (one.title, one.price, one.stock, _("yes") if one.is_offered else _("no"))  # type: ignore[attr-defined]
            for one in goods
        ),
        area=code,
        object_type="ledger.good",
    )
