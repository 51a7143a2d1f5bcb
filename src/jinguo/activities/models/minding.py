"""Children who are minded after school: who may fetch them, when they came and went, what happened."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jinguo.activities.models.activities import Session
from jinguo.activities.models.enrolments import Enrolment
from jinguo.core.ids import new_id


class Charge(models.Model):
    """
    What whoever minds a child must know: her guardian's code, and what she must not eat.

    The guardian signs the child in and out by the code. Only a keyed digest of it is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="charge")
    code_digest = models.CharField(max_length=64)
    allergies = models.BinaryField(null=True, help_text="Sealed.")
    wrong_codes = models.PositiveSmallIntegerField(
        default=0, help_text="Entered since the last right one."
    )

    def __str__(self) -> str:
        return str(self.enrolment_id)


class PickUp(models.Model):
    """Somebody who may fetch a child, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="pick_ups")
    name = models.CharField(max_length=40)
    relation = models.CharField(max_length=40, help_text="To the child, in words.")
    phone = models.BinaryField(null=True, help_text="Sealed.")
    phone_tail = models.CharField(max_length=4, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, help_text="Exclusive.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pick_up_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Stay(models.Model):
    """One afternoon of a child: when she came, when she left, and with whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="stays")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="stays")
    in_at = models.DateTimeField()
    out_at = models.DateTimeField(null=True)
    fetched_by = models.ForeignKey(
        PickUp, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Null where the guardian came herself.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "charge"], name="one_stay_a_session_and_child"
            ),
            models.CheckConstraint(
                name="a_child_leaves_after_she_came",
                condition=Q(out_at__isnull=True) | Q(out_at__gte=F("in_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id}: {self.in_at:%H:%M}"


class Incident(models.Model):
    """Something that happened while children were minded. What it was is sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="incidents")
    charge = models.ForeignKey(
        Charge, null=True, on_delete=models.PROTECT, related_name="incidents"
    )
    at = models.DateTimeField(help_text="When it happened.")
    what = models.BinaryField(help_text="Sealed: what happened and what was done.")
    told_guardian_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    account = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.session_id}: {self.at:%H:%M}"
