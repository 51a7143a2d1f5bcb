from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.core.names import pinyin_key
from jinguo.org.roles import ADMINISTRATORS

NOBODY = "***"
"""What stands in the place of the name of an account that was emptied."""


class Level(models.TextChoices):
    """Levels of the area tree, by the length of the official code (GB/T 2260 and NBS rules)."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Town or street")
    VILLAGE = "village", _("Village or community")


class Area(models.Model):
    """
    One administrative area under its official code.

    The tree is the code: a code of 2, 4, 6, 9 or 12 digits lies below every prefix of itself.
    ``name`` is the name in force; earlier ones are :class:`AreaName` rows.
    """

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=Level)
    pinyin = models.CharField(max_length=200, help_text="Sort key.")
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, blank=True, help_text="Exclusive.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_code_has_a_lawful_length",
                condition=Q(code__regex=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$"),
            ),
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaName(models.Model):
    """A name an area bore from a day to a day."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=60)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, blank=True, help_text="Exclusive.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(valid_to__isnull=True), name="area_bears_one_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AreaSuccession(models.Model):
    """
    From a day on, what happened under one code is counted under another (merger, move, recoding).

    Codes, not keys: the earlier code may be older than this installation.
    """

    earlier = models.CharField(max_length=12)
    later = models.CharField(max_length=12)
    effective_on = models.DateField(help_text="First day under the later code.")
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier"], name="area_has_one_successor"),
            models.CheckConstraint(
                name="area_does_not_succeed_itself", condition=~Q(earlier=F("later"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later} ({self.effective_on})"


class Unit(models.Model):
    """A body that acts: a federation of some level, a partner agency, an assessing body."""

    class Kind(models.TextChoices):
        FEDERATION = "federation", _("Women's federation")
        PARTNER = "partner", _("Partner agency")
        ASSESSOR = "assessor", _("Assessing body")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="unit_name_in_its_area")
        ]

    def __str__(self) -> str:
        return self.name


class AccountQuerySet(models.QuerySet["Account"]):
    def of_staff(self) -> Self:
        return self.filter(kind=Account.Kind.STAFF)

    def unused_since(self, instant: datetime) -> Self:
        """Keep those no person or program came in with, and nobody opened, at ``instant`` or later."""
        return self.alias(
            last_used=Greatest("created_at", "reopened_at", "last_login")  # ignores what is null
        ).filter(
            ~Exists(
                ApiToken.objects.filter(post__account=OuterRef("id"), last_used_at__gte=instant)
            ),
            last_used__lt=instant,
        )


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """
    A person's way into the system. What she may do comes from her posts, never from here.

    A resident's account opens with a code sent to her phone. It has no password, gets no post, and
    leads to the public pages alone.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", _("staff")
        RESIDENT = "resident", _("resident")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.STAFF)
    phone_tail = models.CharField(max_length=4, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(
        default=True, help_text="The password was given out once and has to be replaced."
    )
    one_time_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    suspended_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is closed because nobody signed in with it."
    )
    closed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when an account of staff is closed, for whatever reason.",
    )
    reopened_at = models.DateTimeField(
        null=True, blank=True, help_text="When an administrator last opened it again."
    )

    objects = AccountManager.from_queryset(AccountQuerySet)()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Func(F("username"), function="lower"), name="username_ignores_case"
            ),
            models.CheckConstraint(
                name="suspended_account_is_closed",
                condition=Q(suspended_at__isnull=True) | Q(is_active=False),
            ),
            models.CheckConstraint(
                name="open_account_was_not_closed",
                condition=Q(closed_at__isnull=True) | Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_emptied(self) -> bool:
        """Say whether its time was over, so that it stands for nobody any more."""
        return self.name == NOBODY

    @property
    def pinyin(self) -> str:
        """The name as it is typed without signs: 单晓梅 → ``shanxiaomei``."""
        return pinyin_key(self.name).replace(" ", "")


class PostQuerySet(models.QuerySet["Post"]):
    def held_on(self, day: date) -> Self:
        """Keep the posts in force on a day; one taken back never counts."""
        return self.filter(period__contains=day, taken_back_at__isnull=True)


class Post(models.Model):
    """
    An account acts in a role for a unit, from a day to a day.

    A post given by mistake is taken back on or before its first day: the row stays, with the period
    it was given for, and is in force on no day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40, help_text="A role id of the role table.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    period = DateRangeField(help_text="From inclusive, to exclusive; open end = in force.")
    granted_by = models.UUIDField(
        null=True, help_text="Account id; null for the installation itself."
    )
    taken_back_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was ended on or before its first day."
    )
    follows = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="successor",
        help_text="The post it was taken over from.",
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="post_is_held_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(taken_back_at__isnull=True),
            ),
            ExclusionConstraint(
                name="an_administrator_holds_no_other_role",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    # Every business role is the same here, each administrator another.
                    (
                        Case(
                            When(role__in=ADMINISTRATORS, then=F("role")),
                            default=Value("business"),
                        ),
                        RangeOperators.NOT_EQUAL,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.unit}"

    def can_end_on(self, day: date) -> bool:
        """Say whether ending it from ``day`` on would change anything."""
        ends = self.period.upper
        return self.taken_back_at is None and (ends is None or ends > day)


class ApiToken(models.Model):
    """
    A way in for a program: it acts through one post, in all of its area or a part, with all rights or some.

    The secret is shown once, when the token is made; only its digest is kept. A token is worth nothing
    after its last day, once it is revoked, while its account is closed and on days the post is not held.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=40, help_text="The program, as its users call it.")
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the secret.")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    capabilities = models.JSONField(default=list, help_text="Empty lends all the post's role has.")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="Exclusive.")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute = models.DateTimeField(null=True, help_text="The minute whose calls are counted.")
    calls = models.PositiveIntegerField(default=0, help_text="Calls in that minute.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="token_expires_after_it_is_made",
                condition=Q(expires_at__gt=F("made_at")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_good_at(self, instant: datetime) -> bool:
        """Say whether it is neither expired nor revoked; its post and account may still be closed."""
        return self.revoked_at is None and instant < self.expires_at
