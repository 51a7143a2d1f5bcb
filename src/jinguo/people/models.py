from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class Sex(models.TextChoices):
    """GB/T 2261.1-2003."""

    UNKNOWN = "0", _("Unknown")
    MALE = "1", _("Male")
    FEMALE = "2", _("Female")
    NOT_STATED = "9", _("Not stated")


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("people.view").as_q("area_id"))


class Household(models.Model):
    """
    One rural courtyard and those who live there.

    ``code`` is the village code and a serial, as the field keeps it. ``head_name`` and
    ``head_pinyin`` repeat the head's name for lists of 165,570 rows; people.actions keeps them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    head_name = models.CharField(max_length=40)
    head_pinyin = models.CharField(max_length=120, help_text="Sort and search key, lower case.")
    phone_tail = models.CharField(max_length=4, blank=True)
    member_count = models.PositiveSmallIntegerField(default=1)
    is_resident = models.BooleanField(default=True, help_text="常住")
    yard = models.CharField(
        max_length=8,
        choices=[("yard", _("Single-storey yard")), ("flat", _("Flat with balcony"))],
        default="yard",
    )
    address = models.BinaryField(null=True, help_text="Sealed.")
    registered_on = models.DateField()
    closed_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area", "head_pinyin", "id"], name="household_by_area_and_name"),
            models.Index(fields=["head_pinyin", "id"], name="household_by_name"),
            models.Index(fields=["phone_tail"], name="household_by_phone_tail"),
        ]

    def __str__(self) -> str:
        return self.code


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("people.view").as_q("area_id"))


class Person(models.Model):
    """A woman or another member of a family on the register."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    pinyin = models.CharField(max_length=120)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    born_on = models.DateField(null=True)
    id_number = models.BinaryField(null=True, help_text="Sealed.")
    id_index = models.UUIDField(null=True, help_text="Keyed blind index of the ID number.")
    phone = models.BinaryField(null=True, help_text="Sealed.")
    phone_index = models.UUIDField(null=True, help_text="Keyed blind index of the phone.")
    phone_tail = models.CharField(max_length=4, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(merged_into__isnull=True, id_index__isnull=False),
                name="one_living_record_per_id_number",
            )
        ]
        indexes = [models.Index(fields=["phone_index"], name="person_by_phone")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to a household, in a relation to its head, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=1, help_text="GB/T 4761, first digit; 0 = head.")
    period = DateRangeField(help_text="From inclusive, to exclusive.")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_person_lives_in_one_household_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class Consent(models.Model):
    """A dated consent (个人信息保护法 arts 13–15, 29): what text, for what, how given, withdrawn when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    text_version = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    recipient = models.CharField(max_length=100, blank=True)
    given_on = models.DateField()
    given_how = models.CharField(
        max_length=10,
        choices=[
            ("paper", _("on paper")),
            ("screen", _("on screen")),
            ("spoken", _("spoken, witnessed")),
        ],
    )
    recorded_by = models.UUIDField()
    withdrawn_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_on}"


class Merge(models.Model):
    """Two records were found to be one. Both stay; the loser points at the winner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(
        max_length=10, choices=[("person", _("Person")), ("household", _("Household"))]
    )
    winner = models.UUIDField()
    loser = models.UUIDField()
    reason = models.CharField(max_length=200)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.loser} → {self.winner}"
