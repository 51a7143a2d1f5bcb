"""What people agreed to."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.people.models.memberships import Relation
from jinguo.people.models.persons import Person

GUARDIANS = (Relation.PARENT, Relation.GRANDPARENT, Relation.SIBLING, Relation.OTHER)


class Consent(models.Model):
    """
    A dated consent (个人信息保护法 arts 13–15, 29, 31): what text, for what, how given, withdrawn when.

    ``guardian`` is who consented for a child under 14, and ``guardian_relation`` what she is to the child.
    """

    class How(models.TextChoices):
        PAPER = "paper", _("on paper")
        SCREEN = "screen", _("on screen")
        SPOKEN = "spoken", _("spoken, witnessed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    text_version = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    recipient = models.CharField(max_length=100, blank=True)
    guardian = models.CharField(max_length=40, blank=True)
    guardian_relation = models.CharField(
        max_length=1, choices=[(one.value, one.label) for one in GUARDIANS], blank=True
    )
    given_on = models.DateField()
    given_how = models.CharField(max_length=10, choices=How)
    recorded_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    withdrawn_on = models.DateField(null=True, help_text="First day it no longer holds.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "recipient"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_consent_in_force_a_purpose_and_recipient",
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_is_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
            ),
            models.CheckConstraint(
                name="consent_of_a_guardian_says_her_relation",
                condition=Q(guardian="", guardian_relation="")
                | (~Q(guardian="") & Q(guardian_relation__in=GUARDIANS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_on}"

    def holds_on(self, day: date) -> bool:
        """Say whether it has been given and not been withdrawn on a day."""
        return self.given_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)
