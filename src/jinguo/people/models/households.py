"""Households, and the conditions by which lists of them are answered by their indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.org.moves import Reach


TOWN, VILLAGE = 9, 12  # digits of their codes


def name_signs(column: str) -> Func:
    """Return the expression for the signs of a name, one by one, as the index holds them."""
    return Func(
        F(column),
        template="string_to_array(%(expressions)s, NULL)",
        output_field=ArrayField(models.TextField()),
    )


def area_condition(prefix: str, in_order: bool = False) -> Q:
    """
    Return the condition that keeps the households of one area, in the form the indexes answer.

    ``in_order`` says that the rows are wanted by area, or counted. Codes hold digits only, so a range of them
    is the same under every collation.
    """
    if len(prefix) == VILLAGE:
        return Q(area_id=prefix)
    if len(prefix) == TOWN and not in_order:
        return Q(Exact(Left(F("area_id"), TOWN), Value(prefix)))
    return Q(area_id__gte=prefix, area_id__lt=str(int(prefix) + 1).zfill(len(prefix)))


def reach_condition(reach: Reach, in_order: bool = False) -> Q:
    """Return the condition that keeps what lies within reach, in the form of :func:`area_condition`."""
    condition = Q(pk__in=[])
    for prefix in reach.prefixes:
        part = area_condition(prefix, in_order)
        for code in reach.taken_out_of(prefix):
            part &= ~area_condition(code, in_order)
        condition |= part
    return condition


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(
        self,
        actor: Actor,
        *,
        within: str = "",
        in_order: bool = False,
        capability: str = "people.view",
    ) -> Self:
        """
        Keep what the actor may see of the area ``within``; empty means everywhere.

        ``in_order`` helps when the rows are then sorted by area. ``capability`` is the right she
        exercises, where that is another than seeing.
        """
        reach = actor.reach(capability)
        if within:
            reach = reach.within(actor.moves.takes_in(within))
        if "" in reach.prefixes:
            return self.all()
        return self.filter(reach_condition(reach, in_order))

    def open(self) -> Self:
        """Keep the households still on the register; a merged one is closed too."""
        return self.filter(closed_on__isnull=True)


class Household(models.Model):
    """
    One rural courtyard and those who live there.

    ``code`` is the code of the village that registered it and a serial of five digits; it stays when
    the village is merged into another. ``head_name``, ``head_pinyin``, ``head_initials`` and
    ``phone_tail`` repeat the head's for lists of 165,570 rows; people.actions keeps them.
    """

    class Yard(models.TextChoices):
        YARD = "yard", _("Single-storey yard")
        FLAT = "flat", _("Flat with balcony")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+", db_index=False)
    head_name = models.CharField(max_length=40)
    head_pinyin = models.CharField(
        max_length=120, db_collation="C", help_text="Sort and search key, lower case."
    )
    head_initials = models.CharField(
        max_length=40, db_collation="C", help_text="First letters of the pinyin."
    )
    phone_tail = models.CharField(max_length=4, blank=True)
    member_count = models.PositiveSmallIntegerField(default=1, help_text="Head included.")
    is_resident = models.BooleanField(default=True, help_text="常住")
    yard = models.CharField(max_length=8, choices=Yard, default=Yard.YARD)
    lane = models.CharField(
        max_length=30,
        blank=True,
        default="",
        help_text="街巷: street, lane or group in the village.",
    )
    address = models.BinaryField(null=True, help_text="Sealed.")
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, help_text="First day off the register.")
    closed_reason = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="household_code_is_given_once"),
            models.CheckConstraint(
                name="household_code_is_a_village_and_five_digits",
                condition=Q(code__regex=r"^\d{17}$"),
            ),
            models.CheckConstraint(
                name="household_counts_its_head", condition=Q(member_count__gte=1)
            ),
            models.CheckConstraint(
                name="household_closes_after_it_is_registered",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("registered_on")),
            ),
            models.CheckConstraint(
                name="merged_household_is_closed",
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
            ),
        ]
        # The list shows open households, so its indexes hold only those. ``C`` collation and explicit
        # operator classes keep prefix searches on an index whatever the database's own collation is.
        indexes = [
            models.Index(
                fields=["area"], opclasses=["varchar_pattern_ops"], name="household_by_area_prefix"
            ),
            # Slim, so that counting all of an area is cheaper on it than on the table.
            models.Index(
                fields=["area"], condition=Q(closed_on__isnull=True), name="household_open_by_area"
            ),
            models.Index(
                fields=["head_pinyin", "id"],
                condition=Q(closed_on__isnull=True),
                name="household_by_name",
            ),
            models.Index(
                fields=["area", "head_pinyin", "id"],
                condition=Q(closed_on__isnull=True),
                name="household_by_area_and_name",
            ),
            models.Index(
                Left("area_id", 9),
                "head_pinyin",
                "id",
                condition=Q(closed_on__isnull=True),
                name="household_by_town_and_name",
            ),
            models.Index(
                Left("area_id", 9),
                "code",
                condition=Q(closed_on__isnull=True),
                name="household_by_town_and_code",
            ),
            models.Index(
                Left("head_name", 1),
                "head_pinyin",
                "id",
                condition=Q(closed_on__isnull=True),
                name="household_by_surname",
            ),
            models.Index(
                fields=["head_initials", "head_pinyin", "id"],
                condition=Q(closed_on__isnull=True),
                name="household_by_initials",
            ),
            models.Index(
                fields=["head_pinyin", "id"],
                condition=Q(closed_on__isnull=True, is_resident=False),
                name="household_not_resident_by_name",
            ),
            GinIndex(name_signs("head_name"), name="household_by_signs_of_name"),
            models.Index(fields=["phone_tail"], name="household_by_phone_tail"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="household_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.code
