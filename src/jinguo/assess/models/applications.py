from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.assess.models.plans import Ladder, Sheet
from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("assess.view").as_q("area__code"))


class Application(models.Model):
    """
    One household's way to a level, from the application to the decision.

    Its days on notice are those of the line about it in :mod:`jinguo.notices`.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        RECOMMENDED = "recommended", _("Recommended by the village")
        SCORED = "scored", _("Scored by the town")
        PASSED = "passed", _("Passed by the town")
        LISTED = "listed", _("Notice drafted")
        ON_NOTICE = "on-notice", _("On public notice")
        RECHECK = "recheck", _("Objection, being checked again")
        CERTIFIED = "certified", _("Certified")
        REJECTED = "rejected", _("Not passed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (
        State.APPLIED,
        State.RECOMMENDED,
        State.SCORED,
        State.PASSED,
        State.LISTED,
        State.ON_NOTICE,
        State.RECHECK,
    )

    OBJECT_TYPE = "assess.application"  # its name in notices and facts

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="applications"
    )
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    ladder = models.ForeignKey(
        Ladder,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The levels and limits it was made under, to its end.",
    )
    level = models.CharField(max_length=40, help_text="The level asked for.")
    state = models.CharField(max_length=12, choices=State)
    state_on = models.DateField(help_text="Day the state was reached.")
    due_on = models.DateField(null=True, help_text="Day the next step is due, inclusive.")
    applied_on = models.DateField()
    total = models.PositiveSmallIntegerField(null=True, help_text="Points of the score in force.")
    is_vetoed = models.BooleanField(default=False, help_text="The score in force names a veto.")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "household"],
                condition=~Q(state__in=["certified", "rejected", "withdrawn"]),
                name="one_open_application_per_household",
            )
        ]
        indexes = [
            models.Index(fields=["programme", "state", "area"], name="application_worklist"),
            models.Index(fields=["state", "due_on"], name="application_due"),
            models.Index(fields=["programme", "state", "due_on", "id"], name="application_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.level} {self.state}"
