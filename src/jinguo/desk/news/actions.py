"""What was new is seen: a matter of one's own convenience, so nothing of it stands on the trail."""

from __future__ import annotations

from datetime import datetime

from jinguo.desk.models import LastLook
from jinguo.notices import messages
from jinguo.org.actor import Actor


def mark_seen(*, actor: Actor, now: datetime) -> None:
    """Remember that the actor has seen what was new until ``now``, and read what stood in her inbox."""
    messages.mark_own_read(actor=actor, now=now)
    LastLook.objects.update_or_create(account_id=actor.own_account, defaults={"at": now})
