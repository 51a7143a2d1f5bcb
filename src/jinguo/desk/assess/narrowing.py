"""The filter of the work lists: as it stands in an address or form, and as the queries take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from jinguo.assess.queries import Todo
from jinguo.desk.assess.offered import Offered
from jinguo.desk.assess.pages import RECOGNITION_STATES

FILTER = ("programme", "state", "area", "level", "due")


def asked(values: QueryDict, offered: Sequence[Offered]) -> dict[str, str]:
    """Return the filter asked for, every part named; without a programme, of the first offered."""
    chosen = {key: values.get(key, "") for key in FILTER}
    first = offered[0].key if offered else ""
    return {**chosen, "programme": chosen["programme"] or first}


def list_url(todo: Todo) -> str:
    """Return the address of the list that shows what a to-do counts."""
    return list_address(programme=todo.programme, state=todo.state, due=todo.urgency)


def list_address(**chosen: str) -> str:
    """Return the address of the work list of a filter; what is empty is left out."""
    kept = {key: chosen[key] for key in FILTER if chosen.get(key)}
    return f"{reverse('desk:courtyards')}?{urlencode(kept)}"


def narrowing(chosen: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the filter as the queries of the lists take it."""
    kept = {key: chosen[key] for key in ("programme", "state", "area", "level")}
    return {**kept, "due_before": due_before(chosen["due"], today)}


def due_before(due: str, today: date) -> date | None:
    """Return the day before which work of this urgency is due."""
    monday = today + timedelta(days=7 - today.weekday())
    return {"overdue": today, "week": monday}.get(due)


def is_recognition(state: str) -> bool:
    """Say whether a state of the list is one of recognitions."""
    return state in RECOGNITION_STATES
