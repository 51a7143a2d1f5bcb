"""What is offered again and again, what one enrols in, and each dated meeting of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Deferrable, F, Func, Max, Min, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.core.ids import new_id
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from datetime import datetime

    from jinguo.org.actor import Actor
    from jinguo.sites.models import Site


class Allocation(models.TextChoices):
    FIRST = "first", _("First come, first served")
    DRAW = "draw", _("By lot")


class Offer(models.Model):
    """What a series hands on to each of its activities: for whom, where, how many, at what price."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, help_text="Id of a kind of the programme's ruleset.")
    category = models.CharField(
        max_length=40, blank=True, help_text="Id of a category of the ruleset."
    )
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=600, blank=True)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "org.Unit",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The organiser.",
    )
    site = models.ForeignKey("sites.Site", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True, help_text="In words, where it is no site.")
    stages = ArrayField(
        models.CharField(max_length=40),
        default=list,
        help_text="Ids of life stages; empty for all.",
    )
    audience = models.JSONField(
        default=list, help_text="Named rules: {rule, parameters}; see jinguo.activities.rules."
    )
    capacity = models.PositiveIntegerField(help_text="Seats.")
    waiting_capacity = models.PositiveIntegerField(help_text="Entries on the waiting list.")
    minimum = models.PositiveIntegerField(help_text="Seats taken that it needs to be held.")
    seats_most = models.PositiveSmallIntegerField(default=1, help_text="Seats one entry may take.")
    allocation = models.CharField(max_length=5, choices=Allocation, default=Allocation.FIRST)
    needs_confirmation = models.BooleanField(default=False)
    is_private = models.BooleanField(
        default=False, help_text="Who comes is shown to counsellors only."
    )
    fee_fen = models.PositiveIntegerField(
        default=0, help_text="Of each seat, paid on site, in fen."
    )
    fee_note = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


OFFERED = tuple(field.name for field in Offer._meta.local_fields if field.name != "id")
"""The names of the fields a series hands on to an activity."""


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach(Capability.ACTIVITIES_VIEW).as_q("area__code"))


class Series(Offer):
    """What a programme offers again and again under one set of rules."""

    created_at = models.DateTimeField()

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                name="series_offers_at_least_one_seat",
                condition=Q(capacity__gte=1, seats_most__gte=1, seats_most__lte=F("capacity")),
            )
        ]


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach(Capability.ACTIVITIES_VIEW).as_q("area__code"))

    def public(self) -> Self:
        """Keep what anybody may see: all but drafts."""
        return self.exclude(state=Activity.State.DRAFT)

    def with_days(self) -> Self:
        """Say of each when its first session starts (``first_at``) and its last one ends (``last_at``)."""
        goes_on = ~Q(sessions__state=Session.State.CANCELLED)
        return self.annotate(
            first_at=Min("sessions__starts_at", filter=goes_on),
            last_at=Max("sessions__ends_at", filter=goes_on),
        )


class Activity(Offer):
    """
    What one enrols in: a class, an event, a slot. A class of twelve lessons is one activity with twelve
    sessions.

    Seats taken are counted from the enrolments that hold one and never stored, so the count cannot drift
    from the list of names; the database refuses an enrolment for which no seat is left. Whether it is open
    for enrolment or full is computed from the instants and the seats.
    """

    OBJECT_TYPE = "activities.activity"  # its name in messages and on the trail

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RUNNING = "running", pgettext_lazy("activity", "Running")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN = (State.PUBLISHED, State.RUNNING)
    """The states in which somebody may enrol or be offered a seat."""

    series = models.ForeignKey(
        Series, null=True, on_delete=models.PROTECT, related_name="activities"
    )
    code = models.CharField(max_length=8, unique=True, help_text="Of its public address /a/<code>.")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(help_text="First instant at which one may enrol.")
    closes_at = models.DateTimeField(help_text="Exclusive.")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    if TYPE_CHECKING:  # of with_days(), and of queries.with_seats()
        taken: int
        waiting: int
        first_at: datetime | None
        last_at: datetime | None

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                name="activity_offers_at_least_one_seat",
                condition=Q(capacity__gte=1, seats_most__gte=1, seats_most__lte=F("capacity")),
            ),
            models.CheckConstraint(
                name="activity_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="published_activity_says_when",
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="cancelled")
                | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_activity_says_why",
                condition=Q(state="cancelled") ^ Q(cancelled_because=""),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="activity_by_programme"),
            GinIndex(fields=["stages"], name="activity_by_stage"),
        ]


PERIOD = Func(
    F("starts_at"), F("ends_at"), Value("[)"), function="TSTZRANGE", output_field=DateTimeRangeField()
)  # fmt: skip


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach(Capability.ACTIVITIES_VIEW).as_q("activity__area__code"))

    def public(self) -> Self:
        """Keep what anybody may see: sessions of activities that are no drafts."""
        return self.exclude(activity__state=Activity.State.DRAFT)

    def going_on(self) -> Self:
        """Keep the sessions that are not cancelled."""
        return self.exclude(state=Session.State.CANCELLED)


class Session(models.Model):
    """
    One dated meeting of an activity.

    ``site`` and ``place`` are the activity's own unless it meets elsewhere. No instructor teaches and no
    counsellor is on duty twice at the same time, and no room of a site is used twice: three exclusion
    constraints say so, checked when the act that moves sessions ends.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(help_text="From 1, in the order planned.")
    title = models.CharField(max_length=80, blank=True, help_text="What this one is about.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="Exclusive.")
    moved_at = models.DateTimeField(
        null=True, help_text="Instant its time or venue was last changed; null when never."
    )
    site = models.ForeignKey("sites.Site", null=True, on_delete=models.PROTECT, related_name="+")
    room = models.CharField(
        max_length=40, blank=True, help_text="Of the site, where it has several."
    )
    place = models.CharField(max_length=120, blank=True, help_text="In words, where it is no site.")
    instructor = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    instructor_name = models.CharField(max_length=60, blank=True, help_text="As it is announced.")
    counsellor = models.ForeignKey(
        "org.Account", null=True, on_delete=models.PROTECT, related_name="+",
        help_text="On duty; null for a counsellor without an account.",
    )  # fmt: skip
    stream_url = models.URLField(max_length=300, blank=True)
    replay_url = models.URLField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    held_at = models.DateTimeField(null=True, help_text="Instant it was recorded as held.")
    visitors = models.PositiveIntegerField(
        null=True, help_text="Head count where nobody enrols, such as at a fair."
    )
    cancelled_because = models.CharField(max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"], name="session_number_once_an_activity"
            ),
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="held_session_says_when",
                condition=Q(state="held") ^ Q(held_at__isnull=True),
            ),
            models.CheckConstraint(
                name="cancelled_session_says_why",
                condition=Q(state="cancelled") ^ Q(cancelled_because=""),
            ),
            ExclusionConstraint(
                name="an_instructor_is_in_one_place_at_a_time",
                expressions=[
                    ("instructor", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(instructor__isnull=False) & ~Q(state="cancelled"),
                deferrable=Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="a_counsellor_is_on_duty_once_at_a_time",
                expressions=[
                    ("counsellor", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(counsellor__isnull=False) & ~Q(state="cancelled"),
                deferrable=Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="a_room_is_used_once_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("room", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(site__isnull=False) & ~Q(state="cancelled"),
                deferrable=Deferrable.DEFERRED,
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="session_by_start")]

    def __str__(self) -> str:
        return f"{self.number}, {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def venue(self) -> Site | None:
        """The site it meets at: its own, its activity's when it says nothing of a place, or none."""
        return self.site or (None if self.place else self.activity.site)

    @property
    def where(self) -> str:
        """Where it meets, without the room: the name of the site, or the place in words."""
        return str(self.venue) if self.venue else self.place or self.activity.place

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
