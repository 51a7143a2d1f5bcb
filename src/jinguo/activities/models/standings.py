from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id


class StandingQuerySet(models.QuerySet["Standing"]):
    def in_force(self, on: date) -> StandingQuerySet:
        """Return those that have not ended on a day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))


class Standing(models.Model):
    """
    That somebody belongs to a group some activities are for, as a named body confirmed it in a letter.

    Nothing else of it is kept: of a military family neither unit, post, rank, task nor the soldier's phone
    (互联网军事信息传播管理办法; domain.md §10.4).
    """

    class Group(models.TextChoices):
        MILITARY_FAMILY = "military-family", _("Military family")
        IN_DIFFICULTY = "in-difficulty", _("In difficulty")

    class Ended(models.TextChoices):
        NO_LONGER = "no-longer", _("She no longer belongs to it.")
        WITHDRAWN = "withdrawn", _("Who confirmed it withdrew the letter.")
        RENEWED = "renewed", _("A new letter takes its place.")
        ASKED = "asked", _("She asked for it.")
        MISTAKEN = "mistaken", _("It was recorded by mistake.")
        MERGED = "merged", _("Two records of hers were made one.")

    class Role(models.TextChoices):
        SPOUSE = "spouse", _("spouse")
        PARENT = "parent", _("parent")
        CHILD = "child", _("child")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=15, choices=Group)
    role = models.CharField(max_length=6, choices=Role, blank=True)
    letter = models.CharField(max_length=60, help_text="Number of the letter that confirms it.")
    from_on = models.DateField()
    until_on = models.DateField(
        null=True, help_text="Exclusive. Ahead of its day: until when the letter holds."
    )
    ended_because = models.CharField(
        max_length=10, choices=Ended, blank=True, help_text="Why it ended before its day."
    )
    account = models.UUIDField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"],
                condition=Q(until_on__isnull=True),
                name="one_standing_in_force_a_person_and_group",
            ),
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.from_on}"
