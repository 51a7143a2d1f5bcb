from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jinguo.assess.models.recognitions import Recognition
from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded


class Delisting(Recorded):
    """A delisting was proposed, and the household told so. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="delistings"
    )
    proposed_on = models.DateField()
    reason = models.CharField(max_length=300)
    told_on = models.DateField(help_text="Day the household was told.")
    told_how = models.CharField(max_length=100, help_text="In which way it was told.")
    appeal_until = models.DateField(help_text="Inclusive.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_household_has_time_to_appeal", condition=Q(appeal_until__gt=F("told_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.recognition_id} ({self.proposed_on})"


class Appeal(Recorded):
    """A household appealed against a proposed delisting. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delisting = models.OneToOneField(Delisting, on_delete=models.PROTECT, related_name="appeal")
    on = models.DateField(help_text="Day it was made.")
    grounds = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.delisting_id} ({self.on})"
