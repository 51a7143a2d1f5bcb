from __future__ import annotations

from django.db import models

from jinguo.core.ids import new_id


class Scheme(models.Model):
    """
    One version of what a programme says on bodies, agreements, volunteers and appointments, as its pack
    published it.

    ``definition`` holds what the pack says, without days and source; see
    :class:`jinguo.members.schemes.Scheme`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    definition = models.JSONField()
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition, hexadecimal.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "valid_from"], name="members_scheme_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} ({self.valid_from})"
