from __future__ import annotations

from django.db import models

from jinguo.core.ids import new_id


class Scheme(models.Model):
    """
    One version of what a programme gives points for, as its pack published it.

    ``rules``: ``{id, title, title_en, points, most, every, starts, recorded_by}`` in the pack's order; see
    :class:`jinguo.ledger.schemes.Rule`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    rules = models.JSONField()
    expire_months = models.PositiveSmallIntegerField(
        null=True, help_text="Months after which points no longer count; none for never."
    )
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition, hexadecimal.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "valid_from"], name="scheme_version_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} ({self.valid_from})"
