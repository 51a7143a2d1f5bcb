"""The one place from which this module tells people something: what is told stands on the trail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from jinguo.activities.models import Enrolment, Session
from jinguo.core import trail

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def tell(
    actor: Actor,
    template: str,
    enrolments: Collection[Enrolment],
    *,
    now: datetime,
    session: Session | None = None,
    **values: int | datetime,
) -> None:
    """
    Note that who enrolled, or the guardian who enrolled a child, is told what became of their entry.

    All entries are of one activity, and are read with it, their person and guardian.
    """
    if enrolments:
        activity = next(iter(enrolments)).activity
        trail.note(
            actor, f"activities.tell-{template}", object_type="activities.activity",
            object_id=activity.id, area=activity.area_id, count=len(enrolments),
        )  # fmt: skip
