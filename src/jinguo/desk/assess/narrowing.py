"""The filter of the work lists: as it stands in an address or form, and as the queries take it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from jinguo.desk.assess.pages import RECOGNITION_STATES

PROGRAMME = "courtyards"
FILTER = ("programme", "state", "area", "level", "due")


def asked(values: QueryDict) -> dict[str, str]:
    """Return the filter asked for, every part named."""
    chosen = {key: values.get(key, "") for key in FILTER}
    return {**chosen, "programme": chosen["programme"] or PROGRAMME}


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
