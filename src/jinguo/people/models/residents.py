"""How people come in themselves: their accounts, and the children they speak for."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jinguo.core.codes import code_table
from jinguo.core.dates import months_after
from jinguo.core.ids import new_id

KINSHIP = code_table("kinship")
GUARDIAN_OF = [KINSHIP.choice(code) for code in "5678"]
"""What a guardian may be to a child."""
OF_AGE = 18  # full years (民法典 art. 17)


class Resident(models.Model):
    """
    A person's own way in: her account and her record, one each.

    ``phone`` is the number whose codes she signs in with. It is hers alone, and apart from the phone of
    her record: whoever corrects that one does not change who comes in. Another one is an act of its own,
    ``actions.change_sign_in_phone``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField("org.Account", on_delete=models.PROTECT, related_name="resident")
    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, related_name="resident"
    )
    phone = models.BinaryField(help_text="Sealed.")
    phone_index = models.UUIDField(unique=True, help_text="Keyed blind index of the phone.")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    def in_force(self, day: date) -> Self:
        """Keep those that hold on a day: of children who are not of age then."""
        born_after = months_after(day, -12 * OF_AGE)
        return self.filter(period__contains=day, child__born_on__gt=born_after)


class Guardianship(models.Model):
    """
    An adult speaks for a child (民法典 art. 27), from a day to a day, at most until the child is of age.

    ``relation`` is what the guardian is to the child, a code of GB/T 4761.
    """

    class Verified(models.TextChoices):
        DECLARED = "declared", _("by her own word")
        HOUSEHOLD = "household", _("of one household on the register")
        PAPER = "paper", _("papers were seen")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guardian = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="wardships"
    )
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="guardians")
    relation = models.CharField(max_length=1, choices=GUARDIAN_OF)
    period = DateRangeField(help_text="From inclusive, to exclusive; open end = in force.")
    verified = models.CharField(max_length=10, choices=Verified)
    recorded_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    recorded_at = models.DateTimeField()

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "child"],
                condition=Q(period__endswith__isnull=True),
                name="a_guardian_has_a_child_once",
            ),
            models.CheckConstraint(
                name="nobody_is_her_own_guardian", condition=~Q(guardian=F("child"))
            ),
            models.CheckConstraint(
                name="guardianship_period_is_not_empty", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.child_id}"


def own_records(account: UUID, day: date) -> Q:
    """Return the condition that keeps an account's own record in use, and those of its wards on a day."""
    mine = in_use(Resident.objects.filter(account=account), "person")
    held = Guardianship.objects.in_force(day).filter(
        Q(guardian__in=mine) | Q(guardian__merged_into__in=mine)
    )
    return Q(pk__in=mine) | Q(pk__in=in_use(held, "child"))


def in_use(rows: models.QuerySet, person: str) -> models.QuerySet:  # type: ignore[type-arg]
    """Return the ids of the persons rows name, of merged ones that of the record they were merged into."""
    return rows.values(found=Coalesce(f"{person}__merged_into", person))
