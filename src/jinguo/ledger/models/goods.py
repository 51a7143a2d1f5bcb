from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class GoodQuerySet(models.QuerySet["Good"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach(Capability.POINTS_VIEW).as_q("area__code"))

    def with_stock(self) -> Self:
        """Count what is left of each: what came in less what went out."""
        return self.annotate(stock=Coalesce(Sum("moves__quantity"), 0))


class Good(models.Model):
    """Something households get for points, in the store of a village or a town."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    price = models.PositiveSmallIntegerField(help_text="Points for one.")
    is_offered = models.BooleanField(default=True)
    changed_at = models.DateTimeField(help_text="Instant the price or the offer was last set.")

    objects = GoodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "title"], name="good_is_named_once_in_a_store"),
            models.CheckConstraint(name="good_has_a_price", condition=Q(price__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title


class HandOver(models.Model):
    """
    Goods given to a household for points, with the member of it who received them. Append-only.

    The points stand in its entry; goods brought back are an entry and a move of stock that take it back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    good = models.ForeignKey(Good, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField()
    price = models.PositiveSmallIntegerField(help_text="Points for one, on the day.")
    received_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="hand_over_is_of_something", condition=Q(quantity__gte=1))
        ]

    def __str__(self) -> str:
        return f"{self.good} × {self.quantity}"

    @property
    def points(self) -> int:
        """The points it cost."""
        return self.quantity * self.price


class StockMove(Recorded):
    """
    Goods that came into a store or left it. Append-only.

    What is left is the sum of the moves; the database refuses one that would take more than there is.
    """

    class Kind(models.TextChoices):
        BROUGHT = "brought", _("Came in")
        WRITTEN_OFF = "written-off", _("Written off")
        HANDED_OVER = "handed-over", _("Given out")
        RETURNED = "returned", _("Brought back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    good = models.ForeignKey(Good, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=12, choices=Kind)
    quantity = models.IntegerField(help_text="Signed.")
    on = models.DateField(help_text="Day it took effect.")
    hand_over = models.ForeignKey(
        HandOver, null=True, on_delete=models.PROTECT, related_name="moves"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Of what is written off.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stock_moves_by_its_kind",
                condition=Q(kind__in=["brought", "returned"], quantity__gt=0)
                | Q(kind__in=["written-off", "handed-over"], quantity__lt=0),
            ),
            models.CheckConstraint(
                name="stock_move_names_its_hand_over",
                condition=Q(kind__in=["handed-over", "returned"], hand_over__isnull=False)
                | Q(kind__in=["brought", "written-off"], hand_over__isnull=True),
            ),
            models.CheckConstraint(
                name="what_is_written_off_has_a_reason",
                condition=~Q(kind="written-off", reason=""),
            ),
            models.UniqueConstraint(
                fields=["hand_over", "kind"], name="hand_over_moves_stock_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity:+d} ({self.on})"
