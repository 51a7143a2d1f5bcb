from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models

from jinguo.core.ids import new_id
from jinguo.core.versions import in_force


class RulesetQuerySet(models.QuerySet["Ruleset"]):
    def over(self, areas: Iterable[str], on: date) -> Self:
        """Keep those in force on a day of the packs over any of some areas."""
        codes = {area[:width] for area in areas for width in range(len(area) + 1)}
        return self.filter(in_force(on), area__in=codes).order_by("programme", "pack")


class Ruleset(models.Model):
    """
    One version of what a programme says about its activities, as its pack published it.

    ``kinds``, ``categories`` and ``stages`` are lists of ``{id, title, title_en, …}`` in the pack's order,
    ``audience`` of ``{rule, parameters, source}``, and ``limits`` maps a limit's name to its value; see
    :mod:`jinguo.activities.rulesets`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    kinds = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    stages = models.JSONField(default=list)
    audience = models.JSONField(default=list)
    limits = models.JSONField(default=dict)
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition, hexadecimal.")

    objects = RulesetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "valid_from"], name="ruleset_version_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} ({self.valid_from})"
