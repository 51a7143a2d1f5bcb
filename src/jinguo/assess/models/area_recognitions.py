from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.assess.models.plans import AreaLevel
from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class AreaRecognitionQuerySet(models.QuerySet["AreaRecognition"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("assess.view").as_q("area__code"))

    def in_force(self) -> Self:
        return self.filter(ended_on__isnull=True)


class AreaRecognition(models.Model):
    """
    A village, a town or a lane of a village holds a level of its own, from a day until it is withdrawn.

    ``area`` is the village of a lane; ``lane`` is empty where the whole area holds the level.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    level = models.CharField(max_length=40, help_text="Key of the level.")
    version = models.ForeignKey(AreaLevel, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    lane = models.CharField(max_length=30, blank=True, default="")
    conferred_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = AreaRecognitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "level", "area", "lane"],
                condition=Q(ended_on__isnull=True),
                name="one_area_recognition_in_force_per_level",
            ),
            models.CheckConstraint(
                name="area_recognition_ends_no_earlier_than_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("conferred_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.area_id}{self.lane} ({self.conferred_on})"


class AreaDecision(Recorded):
    """
    A level of a village, town or lane was conferred or withdrawn. Append-only.

    ``figures`` is what the conditions came to on the day: ``{measure, value, at_least}``, as text. Of a lane
    ``measure`` is ``households`` or ``share:`` with the levels counted.
    """

    class Verb(models.TextChoices):
        CONFERRED = "conferred", _("Conferred")
        WITHDRAWN = "withdrawn", _("Taken away")

    id = models.BigAutoField(primary_key=True)
    recognition = models.ForeignKey(
        AreaRecognition, on_delete=models.PROTECT, related_name="decisions"
    )
    verb = models.CharField(max_length=10, choices=Verb)
    on = models.DateField(help_text="Day it took effect.")
    reason = models.CharField(max_length=300, blank=True)
    figures = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.verb} ({self.on})"
