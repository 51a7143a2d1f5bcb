"""What every row of an act tells of itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

NAME_LENGTH = 80
PROGRAM = "system:"


class Recorded(models.Model):
    """A row that says when it was recorded and by whom; ``account`` is none where the system acted."""

    at = models.DateTimeField(help_text="Instant it was recorded.")
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        abstract = True


def signed(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return when and by whom a row is recorded, by the columns of :class:`Recorded`."""
    return {"at": now, "account": actor.account_id, "actor": actor.name[:NAME_LENGTH]}


def by_whom(actor: str) -> str:
    """Return who did something as a page says it: what the program does by the day has no name."""
    return _("the program") if actor.startswith(PROGRAM) else actor
