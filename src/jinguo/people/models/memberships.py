"""Who lives in which household, in which relation to its head, from a day to a day."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.codes import code_table
from jinguo.core.ids import new_id
from jinguo.people.models.households import Household
from jinguo.people.models.persons import Person

KINSHIP = code_table("kinship")


class Relation(models.TextChoices):
    """Relation to the head of the household, first digit of GB/T 4761-2008."""

    HEAD = KINSHIP.choice("0")
    SPOUSE = KINSHIP.choice("1")
    SON = KINSHIP.choice("2")
    DAUGHTER = KINSHIP.choice("3")
    GRANDCHILD = KINSHIP.choice("4")
    PARENT = KINSHIP.choice("5")
    GRANDPARENT = KINSHIP.choice("6")
    SIBLING = KINSHIP.choice("7")
    OTHER = KINSHIP.choice("8")


class LeftBecause(models.TextChoices):
    """Why someone left her household without moving to another on the register."""

    DIED = "died", _("died")
    MOVED_AWAY = "moved-away", _("moved away")
    MARRIED_OUT = "married-out", _("married and moved away")


class Membership(models.Model):
    """
    A person belongs to a household, in a relation to its head, from a day to a day.

    A person lives in one household at a time. Two constraints say so of the memberships that last and of
    those that have ended; a trigger says it of one that lasts beside one that has ended. One exclusion
    constraint for all would be checked again, row by row, whenever a district's roster is brought in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=1, choices=Relation)
    period = DateRangeField(help_text="From inclusive, to exclusive.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(period__endswith__isnull=True),
                name="a_person_lives_in_one_household_now",
            ),
            ExclusionConstraint(
                name="a_person_lived_in_one_household_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(period__endswith__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="0", period__endswith__isnull=True),
                name="household_has_one_head_now",
            ),
            models.CheckConstraint(
                name="membership_period_is_not_empty", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"

    @property
    def is_head(self) -> bool:
        """Say whether this is the place of the head."""
        return self.relation == Relation.HEAD
