"""The work lists of courtyards, taken out as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jinguo.assess import queries
from jinguo.assess.models import Application, Recognition
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.chosen import listed
from jinguo.desk.assess.narrowing import asked, is_recognition
from jinguo.desk.assess.offered import offered
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange.export import Column, Kind
from jinguo.org.roles import Capability


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_courtyards(request: DeskRequest) -> FileResponse:
    """Send the list of a filter as a workbook: names by role, noted on the trail."""
    today = timezone.localdate()
    programmes = offered(request.actor, request.actor.home_for(Capability.ASSESS_VIEW), today)
    chosen = asked(request.POST, programmes)
    levels = next((one.levels for one in programmes if one.key == chosen["programme"]), {})
    kept = is_recognition(chosen["state"])
    found: QuerySet[Any] = exporting.within(listed(request, chosen, today), request.actor)
    found = found.select_related("household", "area").order_by("household__code")
    row: Callable[[Any, Mapping[str, str], Collection[UUID]], Sequence[Any]]
    row = recognition_row if kept else application_row
    blind = queries.blind_to(request.actor)
    return exporting.taken_out(
        request,
        name="courtyards",
        title=_("Applications"),
        columns=recognition_columns() if kept else application_columns(),
        rows=(row(one, levels, blind) for one in found.iterator(exporting.AT_ONCE)),
        area=exporting.area_taken_out(request.actor, chosen["area"]),
        object_type="assess.recognition" if kept else "assess.application",
        area_of=lambda cells: str(cells[-1]),
    )


def first_columns() -> list[Column]:
    return [
        Column("code", _("Household"), width=20),
        Column("head_name", _("Head"), Kind.NAME),
        Column("area", _("Village"), width=28),
        Column("level", _("Level")),
        Column("total", _("Score"), Kind.NUMBER),
    ]


def application_columns() -> list[Column]:
    """Return the columns of a list of applications."""
    return [
        *first_columns(),
        Column("state", _("State")),
        Column("state_on", _("Since"), Kind.DATE),
        Column("due_on", _("Due"), Kind.DATE),
    ]


def recognition_columns() -> list[Column]:
    """Return the columns of a list of recognitions."""
    return [
        *first_columns(),
        Column("plaque", _("Plaque"), width=20),
        Column("certified_on", _("Recognised on"), Kind.DATE),
        Column("state", _("State")),
        Column("rectify_by", _("Put right by"), Kind.DATE),
    ]


def application_row(
    one: Application, levels: Mapping[str, str], blind: Collection[UUID]
) -> tuple[Any, ...]:
    """Return the cells of an application, and the code of its area behind them."""
    return (
        *first_cells(one, levels, blind),
        one.get_state_display(),
        one.state_on,
        one.due_on,
        one.area_id,
    )


def recognition_row(
    one: Recognition, levels: Mapping[str, str], blind: Collection[UUID]
) -> tuple[Any, ...]:
    """Return the cells of a recognition, and the code of its area behind them."""
    return (
        *first_cells(one, levels, blind), one.plaque, one.certified_on, one.get_state_display(),
        one.rectify_by, one.area_id,
    )  # fmt: skip


def first_cells(
    one: Application | Recognition, levels: Mapping[str, str], blind: Collection[UUID]
) -> tuple[Any, ...]:
    home, total = one.household, None if one.household_id in blind else one.total
    return (
        home.code, home.head_name, one.area.name, levels.get(one.level, one.level), total,
    )  # fmt: skip
