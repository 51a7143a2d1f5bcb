from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded
from jinguo.notices import listed
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


CODE_LENGTHS = (2, 4, 6, 9, 12)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep those of the actor's areas, and what bodies above have put before the public."""
        reach = actor.reach(Capability.NOTICES_VIEW)
        above = {prefix[:width] for prefix in reach.prefixes for width in CODE_LENGTHS}
        return self.filter(reach.as_q("area__code") | Q(area__in=above, state__in=Notice.PUBLIC))


class Notice(models.Model):
    """
    One public notice: a list of masked names, what it is for, and how long it stands.

    A notice lists things of one kind, ``object_type``. Its days are counted when it is released; until
    then it has none. ``state`` is the last line of its :class:`Change`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waiting for release")
        RELEASED = "released", _("On notice")
        CLOSED = "closed", _("Closed")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Count(models.TextChoices):
        NATURAL = "natural", _("natural days")
        WORKING = "working", _("working days")

    class Channel(models.TextChoices):
        BOARD = "board", _("village notice board")
        WEB = "web", _("web page of the federation")

    BEFORE_RELEASE = (State.DRAFT, State.PROPOSED)
    PUBLIC = (State.RELEASED, State.CLOSED, State.EXPIRED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40, help_text="module.thing of every entry.")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", help_text="Which issues it."
    )
    title = models.CharField(max_length=100)
    introduction = models.TextField(max_length=2000)
    basis = models.CharField(max_length=300, help_text="The law or document it rests on.")
    contact_phone = models.CharField(max_length=20, help_text="Of an office, as it is printed.")
    contact_room = models.CharField(max_length=80)
    channels = ArrayField(models.CharField(max_length=8, choices=Channel))
    days = models.PositiveSmallIntegerField()
    count = models.CharField(max_length=8, choices=Count)
    shown_days = models.PositiveSmallIntegerField(
        help_text="Natural days it can still be read after its last day."
    )
    decide_within = models.PositiveSmallIntegerField(help_text="Working days for an objection.")
    state = models.CharField(max_length=10, choices=State)
    starts_on = models.DateField(null=True, help_text="Inclusive.")
    ends_on = models.DateField(null=True, help_text="Inclusive.")
    expires_on = models.DateField(null=True, help_text="Last day it can be read, inclusive.")
    is_provisional = models.BooleanField(
        default=False, help_text="Counted over a year without a notice of working days."
    )
    objections_made = models.PositiveIntegerField(default=0, help_text="The last number given.")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_before_the_public_has_its_days",
                condition=~Q(state__in=["released", "closed", "expired"])
                | Q(starts_on__isnull=False, ends_on__isnull=False, expires_on__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_has_no_days_before_its_release",
                condition=~Q(state__in=["draft", "proposed"])
                | Q(starts_on__isnull=True, ends_on__isnull=True, expires_on__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_begins_ends_and_expires_in_this_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on"), expires_on__gt=F("ends_on")),
            ),
            models.CheckConstraint(
                name="notice_stands_a_day_at_least", condition=Q(days__gte=1, shown_days__gte=1)
            ),
            models.CheckConstraint(
                name="notice_hangs_somewhere", condition=Q(channels__len__gte=1)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "area"], name="notice_by_state"),
            models.Index(fields=["ends_on"], name="notice_by_end"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def channel_titles(self) -> list[str]:
        return [str(Notice.Channel(one).label) for one in self.channels]

    @property
    def listed(self) -> listed.Listed:
        """What the things on it are called."""
        return listed.of(self.object_type)

    @property
    def size(self) -> str:
        """How many things it lists, as it is said; what loaded it has counted its ``lines``."""
        return self.listed.counted(self.lines)  # type: ignore[attr-defined]


class Entry(models.Model):
    """
    One line of a notice: whom or what it is about, as the public reads it.

    There is no column for words of one's own, and a person's name is masked before it is stored. The name
    of a place or a body stands as it is.
    """

    class State(models.TextChoices):
        LISTED = "listed", _("Listed")
        FROZEN = "frozen", _("Frozen by an objection")
        STRUCK = "struck", _("Struck off")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(help_text="Printed; counts from 1.")
    object_id = models.UUIDField()
    name = models.CharField(max_length=80, help_text="A person's is masked: 王**.")
    is_person = models.BooleanField(default=True)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, help_text="Town and village as they were called.")
    level = models.CharField(max_length=40, blank=True, help_text="A level or title of the plan.")
    state = models.CharField(max_length=8, choices=State, default=State.LISTED)
    ends_on = models.DateField(null=True, help_text="Its own last day, inclusive.")
    frozen_on = models.DateField(null=True, help_text="Day of the first objection still open.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "position"], name="entry_has_its_line"),
            models.UniqueConstraint(fields=["notice", "object_id"], name="entry_stands_once"),
            models.CheckConstraint(
                name="entry_name_of_a_person_is_masked",
                condition=Q(is_person=False) | Q(name__endswith="**"),
            ),
            models.CheckConstraint(
                name="entry_is_frozen_from_a_day",
                condition=Q(state="frozen", frozen_on__isnull=False)
                | (~Q(state="frozen") & Q(frozen_on__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["object_id"], name="entry_by_object"),
            models.Index(fields=["ends_on"], condition=Q(state="listed"), name="entry_running"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"


class Objection(models.Model):
    """
    One objection to one entry.

    Who made it and what it says are sealed. The objector keeps the number and a code of 16 digits, with
    which she asks what became of it; ``receipt`` is the slow hash of that code, which is not stored. Once its
    time is over the receipt is empty, and nothing is left but what was decided.
    """

    class Sort(models.TextChoices):
        NAMED = "named", _("in her own name")
        SEALED = "sealed", _("of a unit, under its seal")

    class Way(models.TextChoices):
        PHONE = "phone", _("by telephone")
        LETTER = "letter", _("by letter")
        VISIT = "visit", _("in person")

    class State(models.TextChoices):
        OPEN = "open", _("Being looked into")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Not upheld")
        LAPSED = "lapsed", _("No longer needed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="objections")
    number = models.PositiveIntegerField(help_text="Within the notice; counts from 1.")
    sort = models.CharField(max_length=10, choices=Sort)
    way = models.CharField(max_length=8, choices=Way)
    name = models.BinaryField(help_text="Sealed; of a person or a unit.")
    phone = models.BinaryField(help_text="Sealed.")
    letter_number = models.BinaryField(null=True, help_text="Sealed; of a unit's sealed letter.")
    statement = models.BinaryField(help_text="Sealed.")
    receipt = models.CharField(max_length=128, help_text="Argon2 hash of the receipt's code.")
    received_on = models.DateField()
    due_on = models.DateField(help_text="Last day to decide, inclusive.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_on = models.DateField(null=True)
    answer = models.CharField(
        max_length=500, blank=True, help_text="Why it was decided so; the objector reads it."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="objection_has_its_number"),
            models.CheckConstraint(
                name="objection_is_signed_as_its_sort_says",
                condition=Q(sort="named", letter_number__isnull=True)
                | Q(sort="sealed", letter_number__isnull=False),
            ),
            models.CheckConstraint(
                name="objection_is_decided_with_its_state",
                condition=Q(state="open", decided_on__isnull=True)
                | (~Q(state="open") & Q(decided_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state="open"), name="objection_to_be_decided"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Change(Recorded):
    """
    What was done to a notice or to an objection against it: by whom, when and why. Append-only.

    The key counts up and every change is made under the lock of its notice.
    """

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="changes")
    objection = models.ForeignKey(
        Objection, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    on = models.DateField(help_text="Day it took effect.")
    reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.verb} {self.on}"
