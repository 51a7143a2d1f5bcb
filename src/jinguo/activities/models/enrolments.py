"""Who has a seat or waits for one, who was there, and what followed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.activities.models.activities import Activity, Session
from jinguo.core.ids import new_id
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who comes to a private activity is for counsellors only."""
        seen = actor.reach(Capability.ACTIVITIES_VIEW).as_q("activity__area__code")
        counselled = actor.reach(Capability.ACTIVITIES_COUNSEL).as_q("activity__area__code")
        return self.filter(seen & (Q(activity__is_private=False) | counselled))

    def holding(self) -> Self:
        """Keep those that take seats."""
        return self.filter(state__in=Enrolment.HOLDING)

    def living(self) -> Self:
        """Keep those that take seats or wait for one."""
        return self.filter(state__in=Enrolment.LIVING)

    def in_line(self) -> Self:
        """Keep the waiting list, in its order."""
        return self.filter(state=Enrolment.State.WAITING, place__isnull=False).order_by("place")


class Enrolment(models.Model):
    """
    A person's entry for an activity: it waits, has an offer, or takes seats, until it ends.

    One person has one living entry an activity. ``place`` is her number in the waiting list: kept when she
    moves up, so that the order can be checked afterwards; none before a draw. ``has_priority`` says that
    the entry may take seats kept for priority groups; it is shown to nobody.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("enrolment", "Waiting")
        OFFERED = "offered", _("Seat offered")
        ENROLLED = "enrolled", _("Enrolled")
        COMPLETED = "completed", _("Completed")
        DROPPED = "dropped", _("Cancelled")
        LATE_CANCELLED = "late-cancelled", _("Cancelled late")
        REFUSED = "refused", _("Not given a seat")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("by herself")
        DESK = "desk", _("at the desk")
        PASTE = "paste", _("from a pasted list")
        PAPER = "paper", _("from a paper list")

    class Ended(models.TextChoices):
        CANCELLED = "cancelled", _("She cancelled.")
        DECLINED = "declined", _("She declined the seat offered.")
        EXPIRED = "expired", _("The seat offered was not taken in time.")
        NOT_DRAWN = "not-drawn", _("The lot did not fall on her.")
        NOT_CONFIRMED = "not-confirmed", _("The organiser did not confirm it.")
        CALLED_OFF = "called-off", _("The activity was cancelled.")
        OVER = "over", _("The activity is over.")
        MERGED = "merged", _("Two records of hers were made one; she keeps the other place.")

    HOLDING = (State.OFFERED, State.ENROLLED, State.COMPLETED)
    """The states that take seats."""

    LIVING = (State.WAITING, *HOLDING)
    """The states of which a person has at most one an activity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who enrolled a child under 14.",
    )  # fmt: skip
    household = models.UUIDField(
        null=True, help_text="Id of hers as she entered, where the activity limits households."
    )
    seats = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=14, choices=State)
    has_priority = models.BooleanField(default=False)
    place = models.PositiveIntegerField(null=True, help_text="In the waiting list, from 1.")
    offer_expires_at = models.DateTimeField(null=True, help_text="Exclusive.")
    booked_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    channel = models.CharField(max_length=6, choices=Channel)
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="Where it needs confirmation.")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=13, choices=Ended, blank=True)
    is_excused = models.BooleanField(
        default=False, help_text="The late cancellation does not count."
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(state__in=["waiting", "offered", "enrolled", "completed"]),
                name="one_living_enrolment_a_person_and_activity",
            ),
            models.UniqueConstraint(
                fields=["activity", "place"],
                condition=Q(place__isnull=False),
                name="a_place_in_the_waiting_list_is_one_persons",
            ),
            models.CheckConstraint(name="enrolment_takes_a_seat", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="an_offer_expires",
                condition=Q(state="offered") ^ Q(offer_expires_at__isnull=True),
            ),
            models.CheckConstraint(
                name="what_ended_says_when_and_why",
                condition=Q(
                    state__in=["waiting", "offered", "enrolled", "completed"],
                    ended_at__isnull=True,
                    ended_because="",
                )
                | (
                    Q(state__in=["dropped", "late-cancelled", "refused"], ended_at__isnull=False)
                    & ~Q(ended_because="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="enrolment_by_person"),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state="offered"),
                name="enrolment_by_expiry_of_offer",
            ),
            models.Index(
                fields=["activity", "household"],
                condition=Q(household__isnull=False),
                name="enrolment_by_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"


class Attendance(models.Model):
    """Whether who enrolled was at a session. A missing row of a held session says nothing."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    class How(models.TextChoices):
        QR = "qr", _("by the code on the organiser's phone")
        LIST = "list", _("on the list")
        CODE = "code", _("by her short code")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=7, choices=State)
    how = models.CharField(max_length=4, choices=How)
    at = models.DateTimeField(help_text="Instant it was recorded.")
    account = models.UUIDField(null=True)
    excused_because = models.CharField(max_length=300, blank=True)
    fact = models.UUIDField(null=True, help_text="Of activities.attended, while she counts.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], name="attendance_once_a_session_and_enrolment"
            ),
            models.CheckConstraint(
                name="who_counts_is_present", condition=Q(state="present") ^ Q(fact__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.state}"


class Draw(models.Model):
    """
    The draw of an activity: a seed whose hash is published before it closes, and shown when it is drawn.

    ``sealed_seed`` keeps it unread until then. ``entries`` are the short codes that took part with their
    seats and priority, ``order`` the codes by lot: with the seed anybody can draw again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="drawing")
    seed_hash = models.CharField(max_length=64, help_text="SHA-256 of the seed, hexadecimal.")
    sealed_seed = models.BinaryField(help_text="Sealed.")
    committed_at = models.DateTimeField()
    seed = models.CharField(max_length=64, blank=True, help_text="Once drawn.")
    drawn_at = models.DateTimeField(null=True)
    entries = models.JSONField(default=list, help_text="{code, seats, has_priority}, by code.")
    order = models.JSONField(default=list, help_text="Codes, the first lot first.")
    capacity = models.PositiveIntegerField(null=True, help_text="Seats, once drawn.")
    kept = models.PositiveIntegerField(
        null=True, help_text="Seats of them kept for entries with priority."
    )
    places = models.PositiveIntegerField(null=True, help_text="Of the waiting list.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_draw_shows_its_seed", condition=Q(drawn_at__isnull=True) ^ ~Q(seed="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.seed_hash}"


class Certificate(models.Model):
    """That somebody completed a class: a number of its own, and at how many of its sessions she was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="certificate"
    )
    number = models.CharField(max_length=40, unique=True)
    issued_on = models.DateField()
    attended = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_attended_more_than_was_held", condition=Q(attended__lte=F("held"))
            )
        ]

    def __str__(self) -> str:
        return self.number


class CertificateCounter(models.Model):
    """The last certificate number given out in one county and year; its row is the lock."""

    area = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "year"], name="one_certificate_counter")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}: {self.last}"


class Feedback(models.Model):
    """What somebody who was there says of an activity: 1 to 5, and in words."""

    enrolment = models.OneToOneField(
        Enrolment, primary_key=True, on_delete=models.PROTECT, related_name="feedback"
    )
    rating = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rating_is_one_to_five", condition=Q(rating__gte=1, rating__lte=5)
            )
        ]

    def __str__(self) -> str:
        return str(self.rating)


class Block(models.Model):
    """
    Days on which somebody who stayed away too often cannot enrol in a programme. She may appeal once; who
    decides lifts the block or lets it stand, and says why.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(help_text="Exclusive.")
    absences = models.PositiveSmallIntegerField(help_text="That it rests on.")
    appeal = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_lifted = models.BooleanField(default=False)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="block_ends_after_it_begins", condition=Q(until_on__gt=F("from_on"))
            ),
            models.CheckConstraint(
                name="an_appeal_has_words", condition=Q(appealed_at__isnull=True) ^ ~Q(appeal="")
            ),
            models.CheckConstraint(
                name="a_decision_has_an_answer",
                condition=Q(decided_at__isnull=True, is_lifted=False, answer="")
                | (Q(decided_at__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes = [models.Index(fields=["person", "until_on"], name="block_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.from_on}–{self.until_on}"


class Outcome(models.Model):
    """What became of somebody some months after a class."""

    class Result(models.TextChoices):
        EMPLOYED = "employed", _("In employment")
        SELF_EMPLOYED = "self-employed", _("Started a business")
        LOOKING = "looking", _("Looking for work")
        NOT_LOOKING = "not-looking", _("Not looking for work")
        NOT_REACHED = "not-reached", pgettext_lazy("asked later", "Not reached")

    class Income(models.TextChoices):
        BELOW_1000 = "0-1000", _("below 1,000 yuan a month")
        BELOW_3000 = "1000-3000", _("1,000 to 3,000 yuan a month")
        BELOW_5000 = "3000-5000", _("3,000 to 5,000 yuan a month")
        ABOVE_5000 = "5000-", _("above 5,000 yuan a month")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="outcomes")
    after_months = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=13, choices=Result)
    income = models.CharField(max_length=9, choices=Income, blank=True)
    on = models.DateField(help_text="Day she was asked.")
    account = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "after_months"], name="one_outcome_an_enrolment_and_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.after_months}: {self.result}"
