from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.assess.models.applications import Application
from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def new_code() -> str:
    """Return a new verification code: 64 random bits in 16 hexadecimal signs."""
    return secrets.token_hex(8)


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("assess.view").as_q("area__code"))

    def in_force(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Recognition(models.Model):
    """A household holds a level, with a plaque, from a day until it ends."""

    class State(models.TextChoices):
        CERTIFIED = "certified", _("Certified")
        RECTIFYING = "rectifying", _("Putting right")
        PROPOSED = "proposed", _("Delisting proposed")
        APPEALED = "appealed", _("Appeal to be decided")
        DELISTED = "delisted", _("Delisted")
        CLOSED = "closed", _("Recognition ended")
        SUPERSEDED = "superseded", _("Superseded by another level")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="recognitions"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="recognitions"
    )
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State)
    certified_on = models.DateField()
    plaque = models.CharField(max_length=40)
    verification_code = models.CharField(
        max_length=16,
        unique=True,
        default=new_code,
        editable=False,
        help_text="Random; names the plaque on its public page.",
    )
    rectify_by = models.DateField(null=True, help_text="Inclusive.")
    next_check_on = models.DateField(
        null=True, help_text="Day the next re-inspection is due, inclusive; none once it has ended."
    )
    appeal_until = models.DateField(
        null=True, help_text="Inclusive; while a delisting is proposed or appealed against."
    )
    decide_by = models.DateField(
        null=True, help_text="Inclusive; when a proposed delisting or an appeal is to be decided."
    )
    ended_on = models.DateField(null=True)
    total = models.PositiveSmallIntegerField(help_text="Points it was certified with.")

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "household"],
                condition=Q(ended_on__isnull=True),
                name="one_level_in_force_per_household",
            ),
            models.UniqueConstraint(
                fields=["programme", "plaque"], name="plaque_number_is_given_once"
            ),
            models.CheckConstraint(
                name="recognition_ends_with_its_state",
                condition=Q(
                    ended_on__isnull=True,
                    state__in=["certified", "rectifying", "proposed", "appealed"],
                )
                | Q(ended_on__isnull=False, state__in=["delisted", "closed", "superseded"]),
            ),
            models.CheckConstraint(
                name="recognition_ends_no_earlier_than_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("certified_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "level", "area"], name="recognition_by_level"),
            models.Index(
                fields=["rectify_by"],
                name="recognition_to_put_right",
                condition=Q(state="rectifying"),
            ),
            models.Index(
                fields=["programme", "next_check_on", "id"],
                name="recognition_by_next_check",
                condition=Q(state="certified"),
            ),
            models.Index(
                fields=["programme", "state", "decide_by", "id"],
                name="recognition_by_decision",
                condition=Q(state__in=["proposed", "appealed"]),
            ),
            models.Index(
                fields=["programme", "state", "plaque", "id"], name="recognition_by_plaque"
            ),
            models.Index(
                fields=["programme", "state", "rectify_by", "id"],
                name="recognition_by_deadline",
                condition=Q(state="rectifying"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.plaque}"

    @property
    def due_on(self) -> date | None:
        """The day the next step is due, inclusive: to decide, else to put right, else to inspect."""
        return self.decide_by or self.rectify_by or self.next_check_on


class PlaqueCounter(models.Model):
    """The last plaque number given out in one county and year; its row is the lock."""

    area = models.CharField(max_length=6)
    programme = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "programme", "year"], name="one_plaque_counter")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}: {self.last}"
