"""What happened to the records: changes, merges, decisions, and who saw what is sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.people.models.households import Household
from jinguo.people.models.persons import Person


class Change(models.Model):
    """
    One thing that happened to a household's record: what it said before and after, when, and who did it.

    No sealed value stands here: of a phone the last four digits, of an ID number or an address nothing.
    ``before`` and ``after`` are codes where the thing has codes (area, yard, relation, why someone left).
    ``person`` is whom it is about, empty where it is the household.
    """

    class What(models.TextChoices):
        AREA = "area", _("Village")
        NAME = "name", _("Name")
        ID_NUMBER = "id_number", _("ID number")
        PHONE = "phone", _("Phone")
        SEX = "sex", _("Sex")
        BORN_ON = "born_on", _("Date of birth")
        ADDRESS = "address", _("Address")
        MEMBER_COUNT = "member_count", _("People")
        IS_RESIDENT = "is_resident", _("Resident")
        YARD = "yard", _("Kind of yard")
        LANE = "lane", _("Lane or group")
        JOINED = "joined", _("New member")
        MOVED_IN = "moved-in", _("Moved in from another household")
        MOVED_OUT = "moved-out", _("Moved to another household")
        LEFT = "left", _("Left the household")
        HEAD = "head", _("New head")
        RELATION = "relation", _("Relation to the head")
        CLOSED = "closed", _("Off the register")
        PERSONS_MERGED = "persons-merged", _("Two records of one person merged")
        HOUSEHOLDS_MERGED = "households-merged", _("Two records of one household merged")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, choices=What)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    on = models.DateField(help_text="The day from which it counts.")
    at = models.DateTimeField(help_text="When it was recorded.")
    account = models.UUIDField(null=True, help_text="Account id; null for a job.")
    actor = models.CharField(max_length=80, help_text="Account name, or `system:job`.")

    def __str__(self) -> str:
        return f"{self.what} of {self.household_id} on {self.on}"


class Merge(models.Model):
    """Two records were found to be one. Both stay; the loser points at the winner."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        HOUSEHOLD = "household", _("Household")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    winner = models.UUIDField()
    loser = models.UUIDField()
    reason = models.CharField(max_length=200)
    decided_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.loser} → {self.winner}"


class KeptApart(models.Model):
    """Two persons were judged to be two, so they are not shown as possible duplicates again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    account = models.UUIDField(null=True, help_text="Account id; null for a job.")
    actor = models.CharField(max_length=80, help_text="Account name, or `system:job`.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_are_kept_apart_once"),
            models.CheckConstraint(
                name="of_two_kept_apart_the_lower_id_is_first",
                condition=Q(first__lt=F("second")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Reveal(models.Model):
    """One sealed value was shown in clear to one account. Counted against the limit of its day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    day = models.DateField(help_text="In the installation's time zone.")
    kind = models.CharField(max_length=10, choices=Merge.Kind)
    object_id = models.UUIDField()
    field = models.CharField(max_length=20)
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "day"], name="reveal_by_account_and_day")]

    def __str__(self) -> str:
        return f"{self.field} of {self.kind} {self.object_id}"
