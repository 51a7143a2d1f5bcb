from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.core.language import Labelled
from jinguo.org.models import Level

LANE = "lane"
"""What may hold a level inside a village: a street, lane or group of it, by its name."""


class Sheet(models.Model):
    """
    One version of a score sheet, as its pack published it. Never changed once published.

    ``items`` is a list of ``{id, beauty, beauty_en, title, title_en, max, deduct, deduct_en, evidence}``
    in printed order; ``vetoes`` a list of ``{id, title, title_en}``. ``asks_ledger`` is read by rounds only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    full = models.PositiveSmallIntegerField(help_text="Points.")
    items = models.JSONField()
    vetoes = models.JSONField(default=list)
    asks_ledger = models.BooleanField(
        default=False, help_text="A visit of a round asks whether the ledger agrees with the yard."
    )
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition, hexadecimal.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "key", "valid_from"], name="sheet_version_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.valid_from})"


class Ladder(models.Model):
    """
    The levels and limits of one programme in one pack, in force from a day.

    ``levels``: ``{id, title, title_en, rank, min_score, certified_by}``, lowest rank first.
    ``rules``: days and options of the procedure (see :class:`jinguo.assess.ladders.Rules`).
    ``eligibility``: ``{rule, source, levels, parameters}``, the named rules of
    :mod:`jinguo.assess.rules` that hold for levels; one without ``levels`` holds for all.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    levels = models.JSONField()
    rules = models.JSONField(default=dict)
    eligibility = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "valid_from"], name="ladder_version_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} ({self.valid_from})"


class AreaLevel(Labelled, models.Model):
    """
    One version of a level that villages, towns or the lanes of a village may hold, as its pack published it.

    ``conditions``: ``{measure, at_least}``, a measure of the plan and the least value it must have in the
    area on the day, as text in the measure's unit. Of a lane ``{levels, at_least}``: the least share, in
    per cent, of its lived-in courtyards that hold one of these levels of the programme on the day.
    ``least_households`` is how many lived-in courtyards a lane must have.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    of = models.CharField(
        max_length=10,
        choices=[*Level.choices, (LANE, _("Lane or group"))],
        help_text="Which areas may hold it.",
    )
    conferred_by = models.CharField(
        max_length=10, choices=Level, help_text="Whose federation confers it."
    )
    conditions = models.JSONField()
    least_households = models.PositiveSmallIntegerField(default=0, help_text="Of a lane.")
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "key", "valid_from"],
                name="area_level_version_begins_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.valid_from})"
