from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from jinguo.core.ids import new_id
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def new_code() -> str:
    """Return a new public code: 40 random bits in 10 hexadecimal signs."""
    return secrets.token_hex(5)


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach(Capability.SITES_VIEW).as_q("area__code"))

    def open(self) -> Self:
        """Keep the sites that work now."""
        return self.filter(state=Site.State.ACTIVE)


class Site(models.Model):
    """
    A place where women meet or are helped: 阵地. What its kind asks for stands in the pack.

    ``name``, ``feature``, ``address``, ``contact`` and ``opening_hours`` are for everybody once it is open
    and its kind is a public one. What happened there is its log; how it came to its state is its history.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("of a site", "Proposed")
        CULTIVATED = "cultivated", pgettext_lazy("of a site", "Being built up")
        MATURE = "mature", pgettext_lazy("of a site", "Checklist complete")
        APPROVED = "approved", pgettext_lazy("of a site", "Approved")
        ACTIVE = "active", pgettext_lazy("of a site", "Open")
        DORMANT = "dormant", pgettext_lazy("of a site", "Dormant")
        CLOSED = "closed", pgettext_lazy("of a site", "Closed")

    OBJECT_TYPE = "sites.site"
    BEFORE_OPENING = (State.PROPOSED, State.CULTIVATED, State.MATURE, State.APPROVED)
    STANDING = (State.ACTIVE, State.DORMANT)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, help_text="Key of a kind of the pack.")
    category = models.CharField(max_length=40, blank=True, help_text="Id of a type of the kind.")
    name = models.CharField(max_length=60)
    feature = models.CharField(max_length=60, blank=True, help_text="一品: what it is known for.")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "org.Unit", null=True, on_delete=models.PROTECT, related_name="+", help_text="Who runs it."
    )
    address = models.CharField(max_length=120)
    contact = models.CharField(
        max_length=60, blank=True, help_text="Of the place, not of a person."
    )
    opening_hours = models.CharField(max_length=120, blank=True)
    latitude = models.DecimalField(
        max_digits=8, decimal_places=6, null=True, help_text="Degrees north, CGCS2000."
    )
    longitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, help_text="Degrees east, CGCS2000."
    )
    code = models.CharField(
        max_length=10,
        unique=True,
        default=new_code,
        editable=False,
        help_text="Random; names the site on its public page, whose address is on its door.",
    )
    state = models.CharField(max_length=12, choices=State)
    state_on = models.DateField(help_text="Day the state was reached.")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    plaque = models.CharField(max_length=40, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "plaque"],
                condition=~Q(plaque=""),
                name="site_plaque_number_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["area", "kind", "name"],
                condition=~Q(state="closed"),
                name="site_is_named_once_in_its_place",
            ),
            models.CheckConstraint(
                name="site_opens_with_its_state",
                condition=Q(
                    state__in=["proposed", "cultivated", "mature", "approved"],
                    opened_on__isnull=True,
                )
                | Q(state__in=["active", "dormant"], opened_on__isnull=False)
                | Q(state="closed"),
            ),
            models.CheckConstraint(
                name="site_closes_with_its_state",
                condition=Q(state="closed", closed_on__isnull=False)
                | ~Q(state="closed") & Q(closed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="site_closes_no_earlier_than_it_opens",
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="site_lies_on_earth_or_nowhere",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]
        indexes = [models.Index(fields=["kind", "state", "area"], name="site_by_kind_and_state")]

    def __str__(self) -> str:
        return self.name


class SitePost(models.Model):
    """Somebody who keeps a site going, from a day to a day."""

    class Role(models.TextChoices):
        HEAD = "head", pgettext_lazy("of a site", "Head")
        HELPER = "helper", pgettext_lazy("of a site", "Helper")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=6, choices=Role)
    name = models.CharField(max_length=40)
    from_on = models.DateField(help_text="Inclusive.")
    to_on = models.DateField(null=True, help_text="Exclusive.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(role="head", to_on__isnull=True),
                name="site_has_one_head",
            ),
            models.CheckConstraint(
                name="site_post_ends_no_earlier_than_it_begins",
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class PlaqueCounter(models.Model):
    """The last plaque number given to sites of one county, programme and year; its row is the lock."""

    area = models.CharField(max_length=6)
    programme = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "programme", "year"], name="one_plaque_counter_of_sites"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}: {self.last}"
