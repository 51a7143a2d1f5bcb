from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.core.ids import new_id
from jinguo.members.models.reach import InAreaQuerySet
from jinguo.members.models.schemes import Scheme
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

CODE_LENGTHS = (2, 4, 6, 9, 12)
VOTES = ("votes_for", "votes_against", "votes_abstained")


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep those of the actor's areas, and those above them, which take in members from there."""
        reach = actor.reach(Capability.MEMBERS_VIEW)
        above = {prefix[:width] for prefix in reach.prefixes for width in CODE_LENGTHS}
        return self.filter(reach.as_q("area__code") | Q(area__in=above))


class Body(models.Model):
    """An association under the guidance of a federation, such as one of women founders."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", help_text="Which guides it."
    )
    name = models.CharField(max_length=60)
    founded_on = models.DateField()
    uscc = models.CharField(
        max_length=18, blank=True, help_text="Social credit code, once it is registered."
    )
    registered_on = models.DateField(null=True)
    charter = models.TextField(max_length=5000, blank=True)
    charter_on = models.DateField(null=True, help_text="Day the charter in force was adopted.")

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="body_has_its_name_in_its_area"),
            models.UniqueConstraint(
                fields=["uscc"], condition=~Q(uscc=""), name="body_has_its_own_credit_code"
            ),
            models.CheckConstraint(
                name="body_was_registered_on_a_day",
                condition=Q(uscc="", registered_on__isnull=True)
                | (~Q(uscc="") & Q(registered_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="body_charter_was_adopted_on_a_day",
                condition=Q(charter="", charter_on__isnull=True)
                | (~Q(charter="") & Q(charter_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """
    A person, or an enterprise she stands for, in a body: from the application to the end.

    ``state`` is the last line of its history. The votes are those of the council's meeting that decided;
    what the directory shows of a member is there only while she agrees to it.
    """

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("Individual member")
        UNIT = "unit", _("Unit member")

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("member", "Applied")
        CHECKED = "checked", _("Before the council")
        ADMITTED = "admitted", _("Member")
        REFUSED = "refused", _("Not admitted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LEFT = "left", pgettext_lazy("member", "Left")
        EXPELLED = "expelled", _("Expelled")

    OPEN = (State.APPLIED, State.CHECKED)
    CURRENT = (State.APPLIED, State.CHECKED, State.ADMITTED)
    OBJECT_TYPE = "members.membership"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The member, or who stands for the unit.",
    )
    enterprise = models.CharField(max_length=80, blank=True)
    uscc = models.CharField(max_length=18, blank=True, help_text="Of the enterprise.")
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    applied_on = models.DateField()
    due_on = models.DateField(null=True, help_text="Day the next step is due; none once decided.")
    conditions = ArrayField(
        models.CharField(max_length=40), default=list, help_text="Ids of those found to be met."
    )
    meeting_on = models.DateField(null=True, help_text="Of the council that voted.")
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    votes_abstained = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True, help_text="Of the certificate, in its body.")
    admitted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    agreed_on = models.DateField(null=True, help_text="Day she agreed to stand in the directory.")
    products = models.CharField(max_length=300, blank=True)
    contact = models.CharField(
        max_length=120, blank=True, help_text="Of the business, as the directory shows it."
    )
    is_public = models.BooleanField(
        default=False, help_text="Whether she agreed that everybody may read her entry."
    )

    objects = InAreaQuerySet["Membership"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_member_is_an_enterprise",
                condition=Q(kind="individual") | (Q(kind="unit") & ~Q(enterprise="") & ~Q(uscc="")),
            ),
            models.UniqueConstraint(
                fields=["body", "person"],
                condition=Q(kind="individual", state__in=["applied", "checked", "admitted"]),
                name="person_is_in_a_body_once",
            ),
            models.UniqueConstraint(
                fields=["body", "uscc"],
                condition=Q(kind="unit", state__in=["applied", "checked", "admitted"]),
                name="enterprise_is_in_a_body_once",
            ),
            models.UniqueConstraint(fields=["body", "number"], name="certificate_number_is_once"),
            models.CheckConstraint(
                name="council_votes_are_whole",
                condition=Q(meeting_on__isnull=True, **{f"{one}__isnull": True for one in VOTES})
                | Q(meeting_on__isnull=False, **{f"{one}__isnull": False for one in VOTES}),
            ),
            models.CheckConstraint(
                name="member_was_admitted_by_the_council",
                condition=~Q(state__in=["admitted", "left", "expelled"])
                | Q(number__isnull=False, admitted_on__isnull=False, meeting_on__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_ends_on_a_day",
                condition=Q(state__in=["left", "expelled"], ended_on__isnull=False)
                | (~Q(state__in=["left", "expelled"]) & Q(ended_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="directory_entry_rests_on_consent",
                condition=Q(agreed_on__isnull=False, state="admitted")
                | Q(products="", contact="", is_public=False),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "state"], name="membership_by_area_and_state"),
            models.Index(fields=["person"], name="membership_by_person"),
            models.Index(
                fields=["body"], condition=Q(is_public=True), name="membership_before_the_public"
            ),
        ]

    def __str__(self) -> str:
        return self.enterprise or str(self.person_id)


class Office(models.Model):
    """An office a member of a body holds from a day to a day."""

    class Title(models.TextChoices):
        PRESIDENT = "president", _("President")
        VICE_PRESIDENT = "vice-president", _("Vice-president")
        SECRETARY = "secretary", _("Secretary")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="offices")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="offices")
    title = models.CharField(max_length=14, choices=Title)
    period = DateRangeField(help_text="From inclusive, to exclusive.")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="body_has_one_president_and_one_secretary",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("title", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(title__in=["president", "secretary"]),
            ),
            ExclusionConstraint(
                name="member_holds_one_office_at_a_time",
                expressions=[
                    ("membership", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="office_period_is_not_empty", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.period}"
