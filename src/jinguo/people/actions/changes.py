"""The history of a household's record, written in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from jinguo.people.models import Change

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def keep(
    changes: Sequence[Change], *, actor: Actor, on: date, now: datetime, reason: str = ""
) -> None:
    """
    Write what one act changed, in the order given.

    ``on`` is the day from which it counts, ``now`` when it was recorded, ``reason`` why it was done.
    """
    for change in changes:
        change.on, change.at, change.reason = on, now, reason
        change.account, change.actor = actor.account_id, actor.name
    Change.objects.bulk_create(changes)
