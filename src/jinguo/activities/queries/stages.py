"""What residents said themselves of the stage their families are in, as long as it holds."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jinguo.activities.models import StatedStage
from jinguo.core import crypto

TABLE, COLUMN = "activities_statedstage", "stated"
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Stated:
    """A day on which a child is due, None for none, and ids of stages no birthday tells."""

    due_on: date | None = None
    stages: tuple[str, ...] = ()
    stated_on: date | None = None


def stated_by(persons: Collection[UUID], on: date) -> dict[UUID, Stated]:
    """Return what some persons said of themselves, by person, as long as it holds; one query."""
    rows = StatedStage.objects.filter(person__in=persons, stated_on__gt=on - KEPT)
    return {row.person_id: read(row) for row in rows}


def read(row: StatedStage) -> Stated:
    """Return what a row says."""
    said = json.loads(crypto.unseal(TABLE, COLUMN, row.pk, bytes(row.stated)))
    due = date.fromisoformat(said["due_on"]) if said["due_on"] else None
    return Stated(due, tuple(said["stages"]), row.stated_on)
