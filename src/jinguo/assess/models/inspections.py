from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from jinguo.assess.models.recognitions import Recognition
from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class InspectionPlanQuerySet(models.QuerySet["InspectionPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep the plans of which the actor sees a visit, or whose area she sees."""
        visits = PlannedVisit.objects.visible_to(actor).filter(plan=OuterRef("pk"))
        return self.filter(actor.reach("assess.view").as_q("area__code") | Q(Exists(visits)))


class InspectionPlan(Recorded):
    """
    Which households of an area are to be inspected in a period, drawn on a day. Never changed.

    Whoever has the seed and the register of that day draws the same households.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(help_text="Inclusive.")
    ends_on = models.DateField(help_text="Inclusive.")
    seed = models.CharField(max_length=200)
    draw_share = models.FloatField(help_text="Share drawn of those that are not due.")
    risk_share = models.FloatField(help_text="Most of those not due that are added for risk.")
    drawn_on = models.DateField()

    objects = InspectionPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "area", "starts_on"], name="inspection_plan_begins_once"
            ),
            models.CheckConstraint(
                name="inspection_plan_is_not_empty", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.area_id} {self.starts_on} – {self.ends_on}"


class PlannedVisitQuerySet(models.QuerySet["PlannedVisit"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("assess.view").as_q("area__code"))


class PlannedVisit(models.Model):
    """One household of a plan, the day it is to be visited, and why it is in the plan. Append-only."""

    class Reason(models.TextChoices):
        DUE = "due", _("due")
        FAULTS = "faults", _("faults before")
        SEASON = "season", _("faults in this season before")
        OBJECTION = "objection", _("an objection before")
        COMPLAINT = "complaint", _("a complaint since the last visit")
        LONG_AGO = "long-ago", _("last visit long ago")
        DRAWN = "drawn", _("drawn by lot")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(InspectionPlan, on_delete=models.PROTECT, related_name="visits")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="visits")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(help_text="Inclusive.")
    reasons = ArrayField(models.CharField(max_length=10, choices=Reason))

    objects = PlannedVisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "recognition"], name="a_plan_visits_a_household_once"
            )
        ]
        indexes = [models.Index(fields=["plan", "due_on", "id"], name="planned_visit_by_day")]

    def __str__(self) -> str:
        return f"{self.recognition_id} ({self.due_on})"
