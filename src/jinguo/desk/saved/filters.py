"""Which parts of a list's address a saved filter keeps, and what the head of the list shows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from jinguo.desk.activities import narrowing as activities
from jinguo.desk.assess.narrowing import FILTER, LEDGER_FILTER
from jinguo.desk.http import DeskRequest
from jinguo.desk.models import SavedFilter
from jinguo.desk.saved import queries

List = SavedFilter.List

# A name, the end of a phone number and the id of a record are typed each time: they name a person.
PARTS: dict[str, Sequence[str]] = {
    List.HOUSEHOLDS: ("area", "village", "lane", "level", "resident", "sort"),
    List.COURTYARDS: FILTER,
    List.ACTIVITIES: activities.FILTER,
    List.MEMBERS: ("state", "programme", "area", "body"),
    List.AGREEMENTS: ("state", "programme", "area"),
    List.VOLUNTEERS: ("state", "programme", "area", "skill"),
    List.APPOINTMENTS: ("state", "programme", "area", "kind"),
    List.ASSIGNMENTS: ("state", "programme", "area"),
    List.NOTICES: ("state",),
    List.MESSAGES: ("state", "template", "area"),
    List.SITES: ("state", "kind", "category", "area"),
    List.FAULTS: LEDGER_FILTER,
    List.RECTIFICATIONS: LEDGER_FILTER,
    List.AREA_LEVELS: ("level", "state", "area"),
    List.RETENTION: ("programme", "area", "level", "year"),
    List.GAPS: ("programme", "state", "area", "level"),
    List.REQUESTS: ("state", "area"),
    List.ROUNDS: ("state", "area"),
    List.REPORTS: ("state", "template", "year", "area"),
    List.TRAIL: ("action", "result"),
}


LEDGERS = (List.FAULTS, List.RECTIFICATIONS)


@dataclass(frozen=True)
class Shown:
    """A saved filter as a link; ``is_on`` says that the list stands narrowed so."""

    name: str
    href: str
    is_on: bool


@dataclass(frozen=True)
class Saved:
    """
    What the head of a list shows: the filters kept, and the one that could be.

    ``query`` is empty where the list is not narrowed, or is kept so already.
    """

    list: str
    filters: Sequence[Shown]
    query: str


def narrowed(of: str, values: QueryDict) -> str:
    """Return what of an address narrows a list, always in the same order; empty for the whole list."""
    kept = [(part, str(values[part])) for part in PARTS[of] if values.get(part)]
    return urlencode(kept)


def saved_here(request: DeskRequest, of: str) -> Saved:
    """Return what the head of this list shows to who asks for it."""
    query = narrowed(of, request.GET)
    kept = queries.filters_of(request.actor).filter(list=of)
    filters = [Shown(one.name, address(one), one.query == query) for one in kept]
    return Saved(of, filters, "" if any(one.is_on for one in filters) else query)


def address(saved: SavedFilter) -> str:
    """Return the address of a list narrowed as it was kept."""
    if saved.list in LEDGERS:
        page = reverse("desk:ledger", args=[saved.list])
    else:
        page = reverse(f"desk:{saved.list}")
    return f"{page}?{saved.query}"
