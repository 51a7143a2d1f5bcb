"""What every row of an act tells of itself."""

from __future__ import annotations

from django.db import models


class Recorded(models.Model):
    """A row that says when it was recorded and by whom; ``account`` is none where the system acted."""

    at = models.DateTimeField(help_text="Instant it was recorded.")
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=80)

    class Meta:
        abstract = True
