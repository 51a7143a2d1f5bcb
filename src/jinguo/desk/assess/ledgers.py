"""The two ledgers: faults found, one line each, and households that put things right, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.assess import queries
from jinguo.assess.models import Fault, Recognition
from jinguo.assess.queries import Narrowing
from jinguo.assess.queries.ledgers import ALONE, DONE, HELPED, LOST, OPEN, OVERDUE
from jinguo.core.errors import NotFound
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess import pages
from jinguo.desk.assess.narrowing import LEDGER_FILTER
from jinguo.desk.assess.offered import offered
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import saved_here
from jinguo.exchange.export import Column, Kind
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.masking import shown_name

FAULTS, RECTIFICATIONS = "faults", "rectifications"


@dataclass(frozen=True)
class Ledger:
    """One of the two: its rows, the day they are ordered by, and how it goes out as a workbook."""

    title: Any
    lede: Any
    rows: Callable[[Actor, Narrowing], QuerySet[Any]]
    day: str
    area: str
    columns: Callable[[], list[Column]]
    cells: Callable[[Any], tuple[Any, ...]]


def ledger_called(name: str) -> Ledger:
    """
    Return a ledger.

    :raises NotFound: there is none of that name
    """
    if name not in LEDGERS:
        raise NotFound(_("There is no such list."))
    return LEDGERS[name]


def narrowing(request: DeskRequest, values: Mapping[str, str], today: date) -> Narrowing:
    """Return what a ledger is narrowed to: the first programme of the plan where no other is asked for."""
    chosen = {key: values.get(key, "") for key in LEDGER_FILTER}
    if not chosen["programme"]:
        home = request.actor.home_for(Capability.ASSESS_VIEW)
        chosen["programme"] = next((one.key for one in offered(request.actor, home, today)), "")
    return Narrowing(on=today, **chosen)


@access(Capability.ASSESS_VIEW)
@require_GET
def ledger(request: DeskRequest, name: str) -> HttpResponse:
    """Show one ledger: the earliest deadline first, a page at a time."""
    today, kind = timezone.localdate(), ledger_called(name)
    asked = narrowing(request, request.GET.dict(), today)
    page = queries.page_of(
        kind.rows(request.actor, asked), kind.day, after=request.GET.get("after", "")
    )
    context = {
        "name": name,
        "kind": kind,
        "asked": asked,
        "today": today,
        "rows": [(row, head_of(request.actor, row)) for row in page.rows],
        "after": page.after,
        "chips": chips(request, kind, asked),
        "helps": help_titles(),
        "towns": org.areas_to_choose(request.actor, Capability.ASSESS_VIEW, today),
        "saved": saved_here(request, name),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "can_strike_off": request.actor.can(Capability.ASSESS_INSPECT),
    }
    return render_page(request, "desk/assess/ledger.html", context)


def head_of(actor: Actor, row: Fault | Recognition) -> str:
    """Return the name of the head of a row's household as this reader may see it."""
    held = row.recognition if isinstance(row, Fault) else row
    return shown_name(actor, held.household.head_name, held.area_id)


def chips(request: DeskRequest, kind: Ledger, asked: Narrowing) -> list[pages.Chip]:
    """Return the states as filters, each with how many it holds in the area chosen."""
    titles = {
        "": _("All"), OPEN: _("Not put right yet"), OVERDUE: _("Overdue"), DONE: _("Seen put right"),
        LOST: _("Ended before"),
    }  # fmt: skip
    return [
        pages.Chip(
            title,
            state,
            kind.rows(
                request.actor, Narrowing(asked.programme, asked.on, asked.area, state)
            ).count(),
            asked.state == state,
        )
        for state, title in titles.items()
    ]


def help_titles() -> dict[str, str]:
    """Return whether somebody helps, by its key in the filter."""
    return {HELPED: _("Somebody helps"), ALONE: _("Nobody helps")}


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_ledger(request: DeskRequest, name: str) -> FileResponse:
    """Send a ledger as a workbook, narrowed as it stands."""
    kind = ledger_called(name)
    asked = narrowing(request, request.POST.dict(), timezone.localdate())
    found = exporting.within(kind.rows(request.actor, asked), request.actor, kind.area)
    return exporting.taken_out(
        request,
        name=name,
        title=str(kind.title),
        columns=kind.columns(),
        rows=(kind.cells(row) for row in found.iterator(exporting.AT_ONCE)),
        area=exporting.area_taken_out(request.actor, asked.area),
        object_type=f"assess.{name}",
        area_of=lambda cells: str(cells[-1]),
    )


def household_columns() -> list[Column]:
    return [
        Column("code", _("Household"), width=20),
        Column("head_name", _("Head"), Kind.NAME),
        Column("area", _("Village"), width=28),
        Column("plaque", _("Plaque"), width=20),
    ]


def household_cells(held: Recognition) -> tuple[Any, ...]:
    home = held.household
    return (home.code, home.head_name, held.area.name, held.plaque)


def fault_columns() -> list[Column]:
    """Return the columns of the ledger of faults."""
    return [
        *household_columns(),
        Column("problem", _("What has to be put right"), width=36),
        Column("helper", _("Helper")),
        Column("found_on", _("Found on"), Kind.DATE),
        Column("due_on", _("To be put right by"), Kind.DATE),
        Column("repaired_on", _("Seen put right on"), Kind.DATE),
    ]


def fault_cells(fault: Fault) -> tuple[Any, ...]:
    """Return the cells of a fault, and the code of its area behind them."""
    repair = getattr(fault, "repair", None)
    return (
        *household_cells(fault.recognition), fault.problem, fault.helper, fault.found_on,
        fault.due_on, repair and repair.on, fault.recognition.area_id,
    )  # fmt: skip


def rectification_columns() -> list[Column]:
    """Return the columns of the ledger of rectifications."""
    return [
        *household_columns(),
        Column("found_on", _("Found on"), Kind.DATE),
        Column("faults", _("Faults"), Kind.NUMBER),
        Column("repaired", _("Seen put right"), Kind.NUMBER),
        Column("helpers", _("Helper")),
        Column("due_on", _("To be put right by"), Kind.DATE),
        Column("state", _("State")),
    ]


def rectification_cells(row: Any) -> tuple[Any, ...]:
    """Return the cells of a household, and the code of its area behind them."""
    return (
        *household_cells(row), row.found_on, row.faults_found, row.repaired, row.helpers or "",
        row.due_on_last, row.get_state_display(), row.area_id,
    )  # fmt: skip


LEDGERS: Mapping[str, Ledger] = {
    FAULTS: Ledger(
        gettext_lazy("Ledger of faults"),
        gettext_lazy(
            "Every fault found at a household that holds a level; each is struck off by itself."
        ),
        queries.fault_ledger,
        "due_on",
        "recognition__area__code",
        fault_columns,
        fault_cells,
    ),
    RECTIFICATIONS: Ledger(
        gettext_lazy("Ledger of rectifications"),
        gettext_lazy("Households told to put things right: how many faults, how many struck off."),
        queries.rectification_ledger,
        "due_on_last",
        "area__code",
        rectification_columns,
        rectification_cells,
    ),
}
