from __future__ import annotations

from uuid import UUID

from jinguo.members.models import Change


def history_of(object_id: UUID) -> list[Change]:
    """Return what was done to a thing, the newest first. The caller got it from here."""
    return list(Change.objects.filter(object_id=object_id).order_by("-id"))
