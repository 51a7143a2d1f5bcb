from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded
from jinguo.members.models.reach import InAreaQuerySet
from jinguo.members.models.schemes import Scheme


class Volunteer(models.Model):
    """Someone who serves without pay. Her hours are the sum of her entries and are never stored."""

    OBJECT_TYPE = "members.volunteer"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    skills = ArrayField(models.CharField(max_length=40), help_text="Ids of the scheme.")
    since_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = InAreaQuerySet["Volunteer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=Q(ended_on__isnull=True),
                name="person_is_a_volunteer_once",
            ),
            models.CheckConstraint(
                name="volunteer_ends_after_the_beginning",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since_on")),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="volunteer_by_person")]

    def __str__(self) -> str:
        return str(self.person_id)


class Service(Recorded):
    """
    Time a volunteer gave. Append-only; what was wrong is taken back by an entry that names it.

    One that follows from her attendance names the ``session`` she was at and the ``fact`` that counts her.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="services")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.IntegerField(help_text="Signed.")
    what = models.CharField(max_length=100)
    with_minors = models.BooleanField()
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversal"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Of what is taken back.")
    session = models.UUIDField(null=True, help_text="Of an activity at which she was there.")
    fact = models.UUIDField(null=True, unique=True, help_text="Of that attendance.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_of_a_session_names_its_fact",
                condition=Q(session__isnull=True, fact__isnull=True)
                | Q(session__isnull=False, fact__isnull=False, reverses__isnull=True),
            ),
            models.CheckConstraint(
                name="service_adds_time_or_takes_it_back",
                condition=Q(reverses__isnull=True, minutes__gt=0, reason="")
                | (Q(reverses__isnull=False, minutes__lt=0) & ~Q(reason="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["session"], condition=Q(session__isnull=False), name="service_by_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes:+d} ({self.on})"


class RecordCheck(Recorded):
    """
    That someone's crime-record paper was seen (未成年人保护法 art. 62): its day, and by whom. Append-only.

    Nothing else of the paper is kept.
    """

    OBJECT_TYPE = "members.record-check"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(help_text="Of the paper.")
    holds_until = models.DateField(help_text="Inclusive.")
    warn_on = models.DateField(help_text="Day from which the next one is a to-do.")
    seen_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="record_check_holds_for_a_time",
                condition=Q(holds_until__gt=F("checked_on"), warn_on__lte=F("holds_until")),
            )
        ]
        indexes = [models.Index(fields=["person", "checked_on"], name="record_check_by_person")]

    def __str__(self) -> str:
        return str(self.checked_on)
