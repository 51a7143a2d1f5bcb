from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded
from jinguo.ledger.models.goods import HandOver
from jinguo.ledger.models.schemes import Scheme

if TYPE_CHECKING:
    from jinguo.people.models import Household

    Households = Collection[UUID] | QuerySet[Household]


HOLDER = Coalesce("household__merged_into", "household")
"""The household an entry's account is now of: after a merger, the winner."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, households: Households) -> Self:
        """Keep the accounts of some households, by id; those merged into one belong to its account."""
        return self.filter(Q(household__in=households) | Q(household__merged_into__in=households))


class Entry(Recorded):
    """
    One change of a household's points. Append-only.

    A balance is the sum of the entries and is never stored, so it cannot drift from them; the database
    refuses an entry that would bring a balance below zero. What was wrong is taken back by an entry that
    names it.
    """

    class Kind(models.TextChoices):
        EARN = "earn", _("Points earned")
        SPEND = "spend", _("Points exchanged")
        REVERSE = "reverse", _("Taken back")
        EXPIRE = "expire", _("Points expired")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        "org.Area", on_delete=models.PROTECT, related_name="+", help_text="The village on the day."
    )
    kind = models.CharField(max_length=8, choices=Kind)
    points = models.IntegerField(help_text="Signed.")
    on = models.DateField(help_text="Day it took effect.")
    scheme = models.ForeignKey(
        Scheme, null=True, on_delete=models.PROTECT, related_name="+", help_text="Of points earned."
    )
    rule = models.CharField(max_length=40, blank=True, help_text="Id of a rule of the scheme.")
    expires_on = models.DateField(
        null=True,
        help_text="First day on which points earned no longer count; of what takes them back, too.",
    )
    hand_over = models.OneToOneField(
        HandOver, null=True, on_delete=models.PROTECT, related_name="entry"
    )
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversal"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Of what is taken back.")

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_adds_or_takes_by_its_kind",
                condition=Q(kind="earn", points__gt=0)
                | Q(kind__in=["spend", "expire"], points__lt=0)
                | (Q(kind="reverse") & ~Q(points=0)),
            ),
            models.CheckConstraint(
                name="points_are_earned_by_a_rule",
                condition=(Q(kind="earn", scheme__isnull=False) & ~Q(rule=""))
                | (~Q(kind="earn") & Q(scheme__isnull=True, rule="")),
            ),
            models.CheckConstraint(
                name="points_are_spent_on_a_hand_over",
                condition=Q(kind="spend", hand_over__isnull=False)
                | (~Q(kind="spend") & Q(hand_over__isnull=True)),
            ),
            models.CheckConstraint(
                name="reversal_names_an_entry_and_a_reason",
                condition=(Q(kind="reverse", reverses__isnull=False) & ~Q(reason=""))
                | (~Q(kind="reverse") & Q(reverses__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_on"],
                condition=Q(kind="earn", expires_on__isnull=False),
                name="entry_by_expiry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.points:+d} ({self.on})"
