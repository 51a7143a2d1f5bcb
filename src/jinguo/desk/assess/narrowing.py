"""The filter of the work lists: as it stands in an address or form, and as the queries take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jinguo.assess.queries import BELOW, LATER, OVERDUE, OWN, WEEK, Due, Todo
from jinguo.desk.assess.offered import Offered
from jinguo.desk.assess.pages import RECOGNITION_STATES

FILTER = ("programme", "state", "area", "level", "due", "duty")
LEDGER_FILTER = ("programme", "state", "area", "help")


def asked(values: QueryDict, offered: Sequence[Offered]) -> dict[str, str]:
    """Return the filter asked for, every part named; without a programme, of the first offered."""
    chosen = {key: values.get(key, "") for key in FILTER}
    first = offered[0].key if offered else ""
    return {**chosen, "programme": chosen["programme"] or first}


def list_url(todo: Todo) -> str:
    """Return the address of the list that shows what a to-do counts."""
    duty = OWN if todo.is_own else BELOW
    return list_address(programme=todo.programme, state=todo.state, due=todo.urgency, duty=duty)


def list_address(**chosen: str) -> str:
    """Return the address of the work list of a filter; what is empty is left out."""
    kept = {key: chosen[key] for key in FILTER if chosen.get(key)}
    return f"{reverse('desk:courtyards')}?{urlencode(kept)}"


def narrowing(chosen: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the filter as the queries of the lists take it."""
    kept = {key: chosen[key] for key in ("programme", "state", "area", "level")}
    is_narrowed = chosen["due"] or chosen["duty"]
    return {**kept, "due": Due(today, chosen["due"], chosen["duty"]) if is_narrowed else None}


def due_titles() -> dict[str, str]:
    """Return how soon the next step may be due, by its key in the filter."""
    return {OVERDUE: _("Overdue"), WEEK: _("This week"), LATER: _("Later")}


def duty_titles() -> dict[str, str]:
    """Return whose the next step may be, by its key in the filter."""
    return {OWN: _("Of my own body"), BELOW: _("Of the bodies below")}


def is_recognition(state: str) -> bool:
    """Say whether a state of the list is one of recognitions."""
    return state in RECOGNITION_STATES
