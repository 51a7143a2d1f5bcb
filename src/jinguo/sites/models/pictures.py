from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded
from jinguo.sites.models.sites import Site

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class SitePictureQuerySet(models.QuerySet["SitePicture"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(site__in=Site.objects.visible_to(actor))

    def kept(self) -> Self:
        """Keep those that were not taken off; the pictures of a closed site are gone."""
        return self.filter(gone_at__isnull=True).exclude(site__state=Site.State.CLOSED)


class SitePicture(Recorded):
    """
    A picture of a site for its public page. There is none without ``consent``, recorded by who sent it.

    The picture and its thumbnail are sealed files under this id (:mod:`jinguo.sites.files`). Taking it off
    erases the files and leaves the row.
    """

    class Consent(models.TextChoices):
        NOBODY = "nobody", _("Nobody on it can be recognised")
        AGREED = "agreed", _("Everybody on it has agreed, for a child the guardian")

    class Why(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Somebody on it no longer agrees")
        OUTDATED = "outdated", _("The place no longer looks like this")
        MISTAKE = "mistake", _("It should not be shown")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="pictures")
    shows = models.CharField(max_length=60, help_text="What is on it, in words, without names.")
    consent = models.CharField(max_length=7, choices=Consent)
    width = models.PositiveSmallIntegerField(help_text="Pixels.")
    height = models.PositiveSmallIntegerField(help_text="Pixels.")
    digest = models.CharField(
        max_length=64, help_text="Keyed digest of the file as it came, hexadecimal."
    )
    gone_because = models.CharField(max_length=9, choices=Why, blank=True)
    gone_at = models.DateTimeField(null=True)
    gone_by = models.CharField(max_length=80, blank=True)

    objects = SitePictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="site_picture_is_there_by_consent",
                condition=Q(consent__in=["nobody", "agreed"]),
            ),
            models.CheckConstraint(
                name="site_picture_is_gone_for_a_reason",
                condition=Q(gone_at__isnull=True, gone_because="", gone_by="")
                | (Q(gone_at__isnull=False) & ~Q(gone_because="")),
            ),
        ]
        indexes = [models.Index(fields=["site", "at"], name="site_picture_by_site")]

    def __str__(self) -> str:
        return f"{self.shows} ({self.at:%Y-%m-%d})"
