"""People on the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from jinguo.core.codes import code_table
from jinguo.core.ids import new_id
from jinguo.people.models.residents import own_records

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


SEX = code_table("sex")


class Sex(models.TextChoices):
    """GB/T 2261.1-2003."""

    UNKNOWN = SEX.choice("0")
    MALE = SEX.choice("1")
    FEMALE = SEX.choice("2")
    NOT_STATED = SEX.choice("9")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep those within reach; for a resident her own record and those of her wards."""
        if actor.is_resident:
            return self.own_to(actor)
        return self.in_use().filter(actor.reach("people.view").as_q("area__code"))

    def in_use(self) -> Self:
        """Leave out who was erased, and whose data may only be kept."""
        return self.filter(erased_on__isnull=True, restricted_on__isnull=True)

    def own_to(self, actor: Actor) -> Self:
        """Keep the records in use of whoever acts and of her wards; none for a job."""
        if actor.account_id is None or actor.on is None:
            return self.none()
        return self.filter(own_records(actor.account_id, actor.on))


class Person(models.Model):
    """A woman or another member of a family on the register."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=40)
    pinyin = models.CharField(max_length=120, db_collation="C")
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    born_on = models.DateField(null=True)
    id_number = models.BinaryField(null=True, help_text="Sealed.")
    id_index = models.UUIDField(null=True, help_text="Keyed blind index of the ID number.")
    phone = models.BinaryField(null=True, help_text="Sealed.")
    phone_index = models.UUIDField(null=True, help_text="Keyed blind index of the phone.")
    phone_tail = models.CharField(max_length=4, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    erased_on = models.DateField(null=True, help_text="Nothing of hers is left in the row.")
    restricted_on = models.DateField(
        null=True, help_text="Since when her data are kept and not used; her name is sealed away."
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(merged_into__isnull=True, id_index__isnull=False),
                name="one_living_record_per_id_number",
            ),
            models.CheckConstraint(
                name="an_erased_person_is_nobody",
                condition=Q(erased_on__isnull=True)
                | Q(
                    name="***",
                    pinyin="",
                    phone_tail="",
                    born_on__isnull=True,
                    id_number__isnull=True,
                    id_index__isnull=True,
                    phone__isnull=True,
                    phone_index__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="a_restricted_person_is_sealed_away",
                condition=Q(restricted_on__isnull=True)
                | Q(
                    name="***",
                    pinyin="",
                    phone_tail="",
                    id_number__isnull=True,
                    phone__isnull=True,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["phone_index"], name="person_by_phone"),
            models.Index(
                fields=["area", "pinyin"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
                name="person_by_area_prefix_and_name",
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="person_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def age_on(self, day: date) -> int | None:
        """
        Return her age in full years on a day, None where her date of birth is not known.

        Who was born on 29 February is a year older on 1 March of a common year.
        """
        if self.born_on is None:
            return None
        is_before_birthday = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - is_before_birthday
