from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded
from jinguo.members.models.reach import InAreaQuerySet
from jinguo.members.models.schemes import Scheme


class Agreement(models.Model):
    """What a federation and bodies outside it have agreed to do together, for a term."""

    class State(models.TextChoices):
        IN_FORCE = "in-force", _("In force")
        EXPIRED = "expired", _("Term is over")
        ENDED = "ended", _("Ended early")

    OBJECT_TYPE = "members.agreement"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", help_text="Our side."
    )
    title = models.CharField(max_length=100)
    place = models.CharField(max_length=80, help_text="Where it was signed.")
    signed_on = models.DateField()
    starts_on = models.DateField(help_text="Inclusive.")
    ends_on = models.DateField(help_text="Inclusive; later after a renewal.")
    warn_on = models.DateField(help_text="Day from which its end is a to-do.")
    state = models.CharField(max_length=8, choices=State, default=State.IN_FORCE)
    ended_on = models.DateField(null=True, help_text="Of one ended early.")

    objects = InAreaQuerySet["Agreement"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_has_a_term",
                condition=Q(ends_on__gt=F("starts_on"), warn_on__lte=F("ends_on")),
            ),
            models.CheckConstraint(
                name="agreement_ends_early_on_a_day",
                condition=Q(state="ended", ended_on__isnull=False)
                | (~Q(state="ended") & Q(ended_on__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_on"], name="agreement_by_end")]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """A body outside the federation that signed an agreement, and whom to ask there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    name = models.CharField(max_length=80)
    uscc = models.CharField(max_length=18, blank=True)
    contact_name = models.CharField(max_length=40, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True, help_text="Of an office.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="party_signs_once")
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """What one side of an agreement owes by a day; without a party it is ours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="duties")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="duties")
    item = models.CharField(max_length=40, help_text="Id of an item of co-operation.")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    warn_on = models.DateField(help_text="Day from which it is a to-do.")
    done_on = models.DateField(null=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="duty_has_a_result_once_done",
                condition=Q(done_on__isnull=False) | Q(result=""),
            )
        ]
        indexes = [
            models.Index(fields=["warn_on"], condition=Q(done_on__isnull=True), name="duty_open")
        ]

    def __str__(self) -> str:
        return self.text


class JointActivity(Recorded):
    """Something done under an agreement. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="activities")
    on = models.DateField()
    title = models.CharField(max_length=100, blank=True, help_text="Empty of a session held.")
    people = models.PositiveIntegerField(null=True, help_text="Who took part, where it is known.")
    session = models.UUIDField(null=True, help_text="Of a session held, which wrote this itself.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "session"], name="session_stands_in_an_agreement_once"
            ),
            models.CheckConstraint(
                name="joint_activity_has_a_title_or_a_session",
                condition=~Q(title="") | Q(session__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.on})"
