from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from jinguo.core.codes import code_table
from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.org.moves import Reach


TOWN, VILLAGE = 9, 12  # digits of their codes


def name_signs(column: str) -> Func:
    """Return the expression for the signs of a name, one by one, as the index holds them."""
    return Func(
        F(column),
        template="string_to_array(%(expressions)s, NULL)",
        output_field=ArrayField(models.TextField()),
    )


SEX, KINSHIP = code_table("sex"), code_table("kinship")


class Sex(models.TextChoices):
    """GB/T 2261.1-2003."""

    UNKNOWN = SEX.choice("0")
    MALE = SEX.choice("1")
    FEMALE = SEX.choice("2")
    NOT_STATED = SEX.choice("9")


class Relation(models.TextChoices):
    """Relation to the head of the household, first digit of GB/T 4761-2008."""

    HEAD = KINSHIP.choice("0")
    SPOUSE = KINSHIP.choice("1")
    SON = KINSHIP.choice("2")
    DAUGHTER = KINSHIP.choice("3")
    GRANDCHILD = KINSHIP.choice("4")
    PARENT = KINSHIP.choice("5")
    GRANDPARENT = KINSHIP.choice("6")
    SIBLING = KINSHIP.choice("7")
    OTHER = KINSHIP.choice("8")


def area_condition(prefix: str, in_order: bool = False) -> Q:
    """
    Return the condition that keeps the households of one area, in the form the indexes answer.

    ``in_order`` says that the rows are wanted by area. Codes hold digits only, so a range of them is
    the same under every collation.
    """
    if len(prefix) == VILLAGE:
        return Q(area_id=prefix)
    if len(prefix) == TOWN and not in_order:
        return Q(Exact(Left(F("area_id"), TOWN), Value(prefix)))
    return Q(area_id__gte=prefix, area_id__lt=str(int(prefix) + 1).zfill(len(prefix)))


def reach_condition(reach: Reach, in_order: bool = False) -> Q:
    """Return the condition that keeps what lies within reach, in the form of :func:`area_condition`."""
    condition = Q(pk__in=[])
    for prefix in reach.prefixes:
        part = area_condition(prefix, in_order)
        for code in reach.taken_out_of(prefix):
            part &= ~area_condition(code, in_order)
        condition |= part
    return condition


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(
        self,
        actor: Actor,
        *,
        within: str = "",
        in_order: bool = False,
        capability: str = "people.view",
    ) -> Self:
        """
        Keep what the actor may see of the area ``within``; empty means everywhere.

        ``in_order`` helps when the rows are then sorted by area. ``capability`` is the right she
        exercises, where that is another than seeing.
        """
        reach = actor.reach(capability)
        if within:
            reach = reach.within(actor.moves.takes_in(within))
        if "" in reach.prefixes:
            return self.all()
        return self.filter(reach_condition(reach, in_order))

    def open(self) -> Self:
        """Keep the households still on the register; a merged one is closed too."""
        return self.filter(closed_on__isnull=True)


class Household(models.Model):
    """
    One rural courtyard and those who live there.

    ``code`` is the code of the village that registered it and a serial of five digits; it stays when
    the village is merged into another. ``head_name``, ``head_pinyin``, ``head_initials`` and
    ``phone_tail`` repeat the head's for lists of 165,570 rows; people.actions keeps them.
    """

    class Yard(models.TextChoices):
        YARD = "yard", _("Single-storey yard")
        FLAT = "flat", _("Flat with balcony")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+", db_index=False)
    head_name = models.CharField(max_length=40)
    head_pinyin = models.CharField(
        max_length=120, db_collation="C", help_text="Sort and search key, lower case."
    )
    head_initials = models.CharField(
        max_length=40, db_collation="C", help_text="First letters of the pinyin."
    )
    phone_tail = models.CharField(max_length=4, blank=True)
    member_count = models.PositiveSmallIntegerField(default=1, help_text="Head included.")
    is_resident = models.BooleanField(default=True, help_text="常住")
    yard = models.CharField(max_length=8, choices=Yard, default=Yard.YARD)
    address = models.BinaryField(null=True, help_text="Sealed.")
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, help_text="First day off the register.")
    closed_reason = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="household_code_is_given_once"),
            models.CheckConstraint(
                name="household_code_is_a_village_and_five_digits",
                condition=Q(code__regex=r"^\d{17}$"),
            ),
            models.CheckConstraint(
                name="household_counts_its_head", condition=Q(member_count__gte=1)
            ),
            models.CheckConstraint(
                name="household_closes_after_it_is_registered",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("registered_on")),
            ),
            models.CheckConstraint(
                name="merged_household_is_closed",
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
            ),
        ]
        # The list shows open households, so its indexes hold only those. ``C`` collation and explicit
        # operator classes keep prefix searches on an index whatever the database's own collation is.
        indexes = [
            models.Index(
                fields=["area"], opclasses=["varchar_pattern_ops"], name="household_by_area_prefix"
            ),
            models.Index(
                fields=["head_pinyin", "id"],
                condition=Q(closed_on__isnull=True),
                name="household_by_name",
            ),
            models.Index(
                fields=["area", "head_pinyin", "id"],
                condition=Q(closed_on__isnull=True),
                name="household_by_area_and_name",
            ),
            models.Index(
                Left("area_id", 9),
                "head_pinyin",
                "id",
                condition=Q(closed_on__isnull=True),
                name="household_by_town_and_name",
            ),
            models.Index(
                Left("area_id", 9),
                "code",
                condition=Q(closed_on__isnull=True),
                name="household_by_town_and_code",
            ),
            models.Index(
                Left("head_name", 1),
                "head_pinyin",
                "id",
                condition=Q(closed_on__isnull=True),
                name="household_by_surname",
            ),
            models.Index(
                fields=["head_initials", "head_pinyin", "id"],
                condition=Q(closed_on__isnull=True),
                name="household_by_initials",
            ),
            models.Index(
                fields=["head_pinyin", "id"],
                condition=Q(closed_on__isnull=True, is_resident=False),
                name="household_not_resident_by_name",
            ),
            GinIndex(name_signs("head_name"), name="household_by_signs_of_name"),
            models.Index(fields=["phone_tail"], name="household_by_phone_tail"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="household_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("people.view").as_q("area__code"))


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

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(merged_into__isnull=True, id_index__isnull=False),
                name="one_living_record_per_id_number",
            )
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


class Membership(models.Model):
    """
    A person belongs to a household, in a relation to its head, from a day to a day.

    A person lives in one household at a time. Two constraints say so of the memberships that last and of
    those that have ended; a trigger says it of one that lasts beside one that has ended. One exclusion
    constraint for all would be checked again, row by row, whenever a district's roster is brought in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=1, choices=Relation)
    period = DateRangeField(help_text="From inclusive, to exclusive.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(period__endswith__isnull=True),
                name="a_person_lives_in_one_household_now",
            ),
            ExclusionConstraint(
                name="a_person_lived_in_one_household_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(period__endswith__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="0", period__endswith__isnull=True),
                name="household_has_one_head_now",
            ),
            models.CheckConstraint(
                name="membership_period_is_not_empty", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"

    @property
    def is_head(self) -> bool:
        """Say whether this is the place of the head."""
        return self.relation == Relation.HEAD


GUARDIANS = (Relation.PARENT, Relation.GRANDPARENT, Relation.SIBLING, Relation.OTHER)
"""What a guardian may be to a child (民法典 art. 27)."""


class Consent(models.Model):
    """
    A dated consent (个人信息保护法 arts 13–15, 29, 31): what text, for what, how given, withdrawn when.

    ``guardian`` is who consented for a child under 14, and ``guardian_relation`` what she is to the child.
    """

    class How(models.TextChoices):
        PAPER = "paper", _("on paper")
        SCREEN = "screen", _("on screen")
        SPOKEN = "spoken", _("spoken, witnessed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    text_version = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    recipient = models.CharField(max_length=100, blank=True)
    guardian = models.CharField(max_length=40, blank=True)
    guardian_relation = models.CharField(
        max_length=1, choices=[(one.value, one.label) for one in GUARDIANS], blank=True
    )
    given_on = models.DateField()
    given_how = models.CharField(max_length=10, choices=How)
    recorded_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    withdrawn_on = models.DateField(null=True, help_text="First day it no longer holds.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "recipient"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_consent_in_force_a_purpose_and_recipient",
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_is_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
            ),
            models.CheckConstraint(
                name="consent_of_a_guardian_says_her_relation",
                condition=Q(guardian="", guardian_relation="")
                | (~Q(guardian="") & Q(guardian_relation__in=GUARDIANS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_on}"

    def holds_on(self, day: date) -> bool:
        """Say whether it has been given and not been withdrawn on a day."""
        return self.given_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


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


class LeftBecause(models.TextChoices):
    """Why someone left her household without moving to another on the register."""

    DIED = "died", _("died")
    MOVED_AWAY = "moved-away", _("moved away")
    MARRIED_OUT = "married-out", _("married and moved away")


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
