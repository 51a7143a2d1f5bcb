from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.assess.models.applications import Application
from jinguo.assess.models.plans import Sheet
from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded


def of_one(*names: str) -> Q:
    """Return the condition that exactly one of some keys is set."""
    condition = Q()
    for one in names:
        condition |= Q(**{f"{name}__isnull": name != one for name in names})
    return condition


class Transition(Recorded):
    """
    A change of state of an application, a recognition, a round or a visit. Append-only.

    The key counts up and every change is made under the lock of its row, so that the highest key
    is the last change whatever the clocks said.
    """

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="transitions"
    )
    recognition = models.ForeignKey(
        "assess.Recognition", null=True, on_delete=models.PROTECT, related_name="transitions"
    )
    round = models.ForeignKey(
        "assess.Round",
        null=True,
        on_delete=models.PROTECT,
        related_name="transitions",
        db_index=False,
    )
    visit = models.ForeignKey(
        "assess.Visit",
        null=True,
        on_delete=models.PROTECT,
        related_name="transitions",
        db_index=False,
    )
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    on = models.DateField(help_text="Day it took effect.")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transition_is_of_one_thing",
                condition=of_one("application", "recognition", "round", "visit"),
            )
        ]
        # Nearly all changes are of applications; those of rounds have indexes of their own size.
        indexes = [
            models.Index(fields=["account", "at"], name="transition_of_an_act"),
            BrinIndex(fields=["at"], name="transition_by_time"),  # rows come in the order of time
            models.Index(
                fields=["round"], name="transition_of_round", condition=Q(round__isnull=False)
            ),
            models.Index(
                fields=["visit"], name="transition_of_visit", condition=Q(visit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state} ({self.on})"


class Score(Recorded):
    """One filled score sheet. Points stand in the order of the sheet's items. Append-only."""

    class Kind(models.TextChoices):
        TOWN = "town", _("Town check")
        DISTRICT = "district", _("District check")
        RECHECK = "recheck", _("Re-check after an objection")
        INSPECTION = "inspection", _("Re-inspection")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="scores"
    )
    recognition = models.ForeignKey(
        "assess.Recognition", null=True, on_delete=models.PROTECT, related_name="scores"
    )
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    points = ArrayField(models.PositiveSmallIntegerField())
    total = models.PositiveSmallIntegerField()
    vetoes = ArrayField(models.CharField(max_length=40), default=list)
    scored_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="score_is_of_one_thing",
                condition=Q(application__isnull=False, recognition__isnull=True)
                | Q(application__isnull=True, recognition__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.total} ({self.scored_on})"
