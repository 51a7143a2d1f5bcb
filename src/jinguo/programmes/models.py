from __future__ import annotations

from django.db import models

from jinguo.core.ids import new_id


class Pack(models.Model):
    """One applied version of a pack. The newest version of a key is in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    area = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64)
    files = models.JSONField(help_text="Name → text, as applied; what export writes back.")
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="pack_version_once")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Line(models.Model):
    """A line of the plan, as the pack names it; the desk's navigation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "key"], name="line_once_a_pack")]

    def __str__(self) -> str:
        return self.title


class Programme(models.Model):
    """A programme of the plan, as its file declares it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    line = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()
    codes = models.JSONField(default=list, help_text="Code lists: {id, title, source, items}.")
    primitives = models.JSONField(default=list, help_text="Names of the primitives it uses.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "key"], name="programme_once_a_pack")
        ]

    def __str__(self) -> str:
        return self.title
