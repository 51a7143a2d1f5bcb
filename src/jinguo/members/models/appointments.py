from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.members.models.reach import InAreaQuerySet
from jinguo.members.models.schemes import Scheme


class Appointment(models.Model):
    """
    Someone appointed by letter for a term: an ambassador, an instructor, an expert.

    ``area`` is where she is on the register; ``unit`` appoints her.
    """

    class State(models.TextChoices):
        IN_FORCE = "in-force", _("In force")
        EXPIRED = "expired", _("Term is over")
        ENDED = "ended", _("Ended early")

    OBJECT_TYPE = "members.appointment"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="Id of a kind of the scheme.")
    skill = models.CharField(max_length=60, blank=True, help_text="What she is appointed for.")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="Of the letter, in its unit and year.")
    starts_on = models.DateField(help_text="Inclusive.")
    ends_on = models.DateField(help_text="Inclusive.")
    warn_on = models.DateField(help_text="Day from which its end is a to-do.")
    state = models.CharField(max_length=8, choices=State, default=State.IN_FORCE)
    ended_on = models.DateField(null=True, help_text="Of one ended early.")

    objects = InAreaQuerySet["Appointment"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], name="letter_number_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "person"],
                condition=Q(state="in-force"),
                name="person_is_appointed_once_to_a_kind",
            ),
            models.CheckConstraint(
                name="appointment_has_a_term",
                condition=Q(ends_on__gt=F("starts_on"), warn_on__lte=F("ends_on")),
            ),
            models.CheckConstraint(
                name="appointment_ends_early_on_a_day",
                condition=Q(state="ended", ended_on__isnull=False)
                | (~Q(state="ended") & Q(ended_on__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ends_on"], name="appointment_by_end"),
            models.Index(fields=["person"], name="appointment_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}-{self.number}"

    @property
    def letter(self) -> str:
        """The number printed on its letter."""
        return gettext("Letter %(year)d No. %(number)03d") % {
            "year": self.year,
            "number": self.number,
        }


class Assignment(models.Model):
    """
    An instructor who takes one community, from a day to a day.

    A community has one instructor in a programme at a time, and an instructor one community.
    """

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("assignment", "Running")
        ENDED = "ended", _("Ended")

    OBJECT_TYPE = "members.assignment"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        "org.Area", on_delete=models.PROTECT, related_name="+", help_text="The community."
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="assignments"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    period = DateRangeField(help_text="From inclusive, to exclusive.")
    warn_on = models.DateField(help_text="Day from which its end is a to-do.")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)

    objects = InAreaQuerySet["Assignment"].as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="community_has_one_instructor_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="instructor_takes_one_community_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="assignment_has_days",
                condition=Q(
                    period__isempty=False,
                    period__startswith__isnull=False,
                    period__endswith__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="assignment_by_state")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.period}"
