"""What the five lists have in common: their rows, what narrows and begins them, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise

from jinguo.desk.http import DeskRequest, render_page
from jinguo.desk.members import narrowing, pages
from jinguo.desk.members.narrowing import Narrowed, Rows
from jinguo.desk.saved.filters import List, saved_here
from jinguo.org.roles import Capability

Text = str | Promise


@dataclass(frozen=True)
class Cell:
    """One value of a row under its heading."""

    title: Text
    text: str
    is_number: bool = False
    is_day: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a list: what it is called, the page it opens, its values and its state."""

    name: str
    href: str
    cells: Sequence[Cell]
    state: str
    tag: str


@dataclass(frozen=True)
class Select:
    """One choice that narrows a list."""

    name: str
    label: Text
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Act:
    """What is begun from a list; ``refusal`` says why this reader cannot."""

    title: Text
    href: str
    icon: str
    refusal: str | None = None


@dataclass(frozen=True)
class Listing:
    """What one list says of itself."""

    of: List
    title: Text
    lede: Text
    first: Text
    rows: Rows
    states: Mapping[str, Narrowed]
    shown: Callable[[Sequence[Any]], list[Row]]
    export: str
    empty: Text
    how: Text
    icon: str
    acts: Sequence[Act] = ()
    selects: Sequence[Select] = field(default=())


def show(request: DeskRequest, listing: Listing) -> HttpResponse:
    """Show a list as its address narrows it, a page at a time."""
    state = narrowing.chosen_state(request, listing.states)
    kept = listing.rows.filter(listing.states[state].keep) if state else listing.rows
    page = narrowing.page_of(request, kept)
    rows = listing.shown(page.rows)
    context = {
        "listing": listing,
        "saved": saved_here(request, listing.of),
        "rows": rows,
        "headings": rows[0].cells if rows else (),
        "chips": narrowing.chips(listing.rows, listing.states, state),
        "next": page.next,
        "chosen": {name: value for name, value in request.GET.items() if name != "after"},
        "towns": pages.towns_offered(request.actor, timezone.localdate()),
        "can_find": narrowing.can_look_for_names(request),
        "export": reverse(listing.export),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
    }
    return render_page(request, "desk/members/list.html#list", context)


def day(value: Any) -> str:
    """Return a day in words; empty for none."""
    return date_format(value) if value else ""


def programme_of(request: DeskRequest) -> str:
    """Return the part of an address that keeps the programme in which something is begun."""
    key = request.GET.get("programme", "")
    return f"?programme={key}" if key else ""
