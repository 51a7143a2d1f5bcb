"""The mails that carry the roots of the trail out of the house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jinguo.core.ids import new_id


class RootMail(models.Model):
    """
    The mail with the root of one finished day to one witness; it goes out at most once.

    ``why`` says why the last attempt failed, as a code. One that is ``unknown`` may have gone out: a later
    day's root stands for the earlier ones too, so it is left at that.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    address = models.EmailField(help_text="Of the witness, as the setting names her.")
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    why = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="It is not sent before.")
    changed_at = models.DateTimeField(help_text="Instant of its present state.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "day"], name="a_root_is_mailed_to_a_witness_once"
            ),
            models.CheckConstraint(
                name="root_mail_unknown_says_why", condition=~Q(state="unknown") | ~Q(why="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"
