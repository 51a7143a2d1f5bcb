from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.assess.models.applications import Application
from jinguo.core.ids import new_id
from jinguo.people.masking import SEES_NAMES

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

PLACE = "application__area__code"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, actor: Actor) -> Self:
        """A picture shows where and how a family lives: who sees no full name sees no picture."""
        names = reduce(or_, (actor.reach(one).as_q(PLACE) for one in SEES_NAMES))
        return self.filter(actor.reach("assess.view").as_q(PLACE), names)

    def kept(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Photo(models.Model):
    """
    A picture of a household, sent for its application or for the level it holds.

    The picture and its thumbnail are sealed files under this id (:mod:`jinguo.assess.files`). Withdrawing
    erases the files and leaves the row.
    """

    class Role(models.TextChoices):
        PLAIN = "plain", _("As it is")
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="photos")
    recognition = models.ForeignKey(
        "assess.Recognition",
        null=True,
        on_delete=models.PROTECT,
        related_name="photos",
        help_text="The level held when it was taken; none while the application ran.",
    )
    item = models.CharField(
        max_length=40, blank=True, help_text="Item of the sheet; empty for the yard as a whole."
    )
    role = models.CharField(max_length=6, choices=Role, default=Role.PLAIN)
    width = models.PositiveSmallIntegerField(help_text="Pixels.")
    height = models.PositiveSmallIntegerField(help_text="Pixels.")
    fingerprint = models.BigIntegerField(
        help_text="Tells alike pictures, see jinguo.core.pictures.likeness."
    )
    digest = models.CharField(
        max_length=64, help_text="Keyed digest of the file as it came, hexadecimal."
    )
    at = models.DateTimeField(help_text="Instant it was uploaded.")
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=80, help_text="Who uploaded it.")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="photo_is_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.at:%Y-%m-%d})"
