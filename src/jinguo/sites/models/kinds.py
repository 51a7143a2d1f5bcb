from __future__ import annotations

from django.db import models

from jinguo.core.ids import new_id


class SiteKind(models.Model):
    """
    One version of a kind of site, as its pack published it.

    ``rules`` is what :class:`jinguo.sites.kinds.Kind` holds beside these columns, as data.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    rules = models.JSONField()
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition, hexadecimal.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "key", "valid_from"], name="site_kind_version_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.valid_from})"
