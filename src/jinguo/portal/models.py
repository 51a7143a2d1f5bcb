"""What the portal keeps for somebody's own convenience; no record of work is among it."""

from __future__ import annotations

from django.db import models

from jinguo.core.ids import new_id


class CalendarFeed(models.Model):
    """
    That an account has an address at which calendar programs read its bookings.

    The address carries the id, signed; it ends when the row goes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField("org.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at}"
