"""Marking what stands in an inbox as read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from jinguo.notices.messages import queries

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person


def mark_read(*, person: Person, message_ids: Collection[UUID], now: datetime) -> int:
    """
    Mark messages in a person's inbox as read; return how many were not.

    The portal gives the person who is signed in. It leaves nothing on the trail: it is her own inbox.
    """
    rows = queries.inbox_of(person).filter(id__in=message_ids, read_at__isnull=True)
    return rows.update(read_at=now)


def mark_own_read(*, actor: Actor, now: datetime) -> int:
    """Mark everything in the actor's inbox on the desk as read; return how many were not."""
    return queries.inbox_of_account(actor).filter(read_at__isnull=True).update(read_at=now)
