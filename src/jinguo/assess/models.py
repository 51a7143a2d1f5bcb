from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class Sheet(models.Model):
    """
    One version of a score sheet, as its pack published it. Never changed once published.

    ``items`` is a list of ``{id, beauty, title, title_en, max, deduct, evidence}`` in printed order;
    ``vetoes`` a list of ``{id, title, title_en}``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    full = models.PositiveSmallIntegerField(help_text="Points.")
    items = models.JSONField()
    vetoes = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition, hexadecimal.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "key", "valid_from"], name="sheet_version_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.valid_from})"


class Ladder(models.Model):
    """
    The levels and limits of one programme in one pack, in force from a day.

    ``levels``: ``{id, title, title_en, rank, min_score, certified_by}``, lowest rank first.
    ``rules``: days and options of the procedure (see :class:`jinguo.assess.ladders.Rules`).
    ``eligibility``: ``{rule, source, levels, parameters}``, the named rules of
    :mod:`jinguo.assess.rules` that hold for levels; one without ``levels`` holds for all.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    valid_from = models.DateField(help_text="Inclusive.")
    valid_to = models.DateField(null=True, help_text="Exclusive.")
    levels = models.JSONField()
    rules = models.JSONField(default=dict)
    eligibility = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "programme", "valid_from"], name="ladder_version_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} ({self.valid_from})"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("assess.view").as_q("area__code"))


class Application(models.Model):
    """One household's way to a level, from the application to the decision."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        RECOMMENDED = "recommended", _("Recommended by the village")
        SCORED = "scored", _("Scored by the town")
        PASSED = "passed", _("Passed by the town")
        ON_NOTICE = "on-notice", _("On public notice")
        RECHECK = "recheck", _("Objection, being checked again")
        CERTIFIED = "certified", _("Certified")
        REJECTED = "rejected", _("Not passed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (
        State.APPLIED,
        State.RECOMMENDED,
        State.SCORED,
        State.PASSED,
        State.ON_NOTICE,
        State.RECHECK,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="applications"
    )
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    ladder = models.ForeignKey(
        Ladder,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The levels and limits it was made under, to its end.",
    )
    level = models.CharField(max_length=40, help_text="The level asked for.")
    state = models.CharField(max_length=12, choices=State)
    state_on = models.DateField(help_text="Day the state was reached.")
    due_on = models.DateField(null=True, help_text="Day the next step is due, inclusive.")
    applied_on = models.DateField()
    notice_from = models.DateField(null=True, help_text="Inclusive.")
    notice_to = models.DateField(null=True, help_text="Last day of the notice, inclusive.")
    total = models.PositiveSmallIntegerField(null=True, help_text="Points of the score in force.")
    is_vetoed = models.BooleanField(default=False, help_text="The score in force names a veto.")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "household"],
                condition=~Q(state__in=["certified", "rejected", "withdrawn"]),
                name="one_open_application_per_household",
            )
        ]
        indexes = [
            models.Index(fields=["programme", "state", "area"], name="application_worklist"),
            models.Index(fields=["state", "due_on"], name="application_due"),
            models.Index(fields=["programme", "state", "due_on", "id"], name="application_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.level} {self.state}"


class Transition(models.Model):
    """
    A change of state of an application or of a recognition. Append-only.

    The key counts up and every change is made under the lock of its row, so that the highest key
    is the last change whatever the clocks said.
    """

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="transitions"
    )
    recognition = models.ForeignKey(
        "assess.Recognition", null=True, on_delete=models.PROTECT, related_name="transitions"
    )
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    on = models.DateField(help_text="Day it took effect.")
    at = models.DateTimeField(help_text="Instant it was recorded.")
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transition_is_of_one_thing",
                condition=Q(application__isnull=False, recognition__isnull=True)
                | Q(application__isnull=True, recognition__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state} ({self.on})"


class Score(models.Model):
    """One filled score sheet. Points stand in the order of the sheet's items. Append-only."""

    class Kind(models.TextChoices):
        TOWN = "town", _("Town check")
        DISTRICT = "district", _("District check")
        RECHECK = "recheck", _("Re-check after an objection")
        INSPECTION = "inspection", _("Re-inspection")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="scores"
    )
    recognition = models.ForeignKey(
        "assess.Recognition", null=True, on_delete=models.PROTECT, related_name="scores"
    )
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    points = ArrayField(models.PositiveSmallIntegerField())
    total = models.PositiveSmallIntegerField()
    vetoes = ArrayField(models.CharField(max_length=40), default=list)
    scored_on = models.DateField()
    at = models.DateTimeField(help_text="Instant it was recorded.")
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="score_is_of_one_thing",
                condition=Q(application__isnull=False, recognition__isnull=True)
                | Q(application__isnull=True, recognition__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.total} ({self.scored_on})"


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("assess.view").as_q("area__code"))

    def in_force(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Recognition(models.Model):
    """A household holds a level, with a plaque, from a day until it ends."""

    class State(models.TextChoices):
        CERTIFIED = "certified", _("Certified")
        RECTIFYING = "rectifying", _("Putting right")
        DELISTED = "delisted", _("Delisted")
        CLOSED = "closed", _("Recognition ended")
        SUPERSEDED = "superseded", _("Superseded by another level")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="recognitions"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="recognitions"
    )
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State)
    certified_on = models.DateField()
    plaque = models.CharField(max_length=40)
    rectify_by = models.DateField(null=True, help_text="Inclusive.")
    ended_on = models.DateField(null=True)
    total = models.PositiveSmallIntegerField(help_text="Points it was certified with.")

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "household"],
                condition=Q(ended_on__isnull=True),
                name="one_level_in_force_per_household",
            ),
            models.UniqueConstraint(
                fields=["programme", "plaque"], name="plaque_number_is_given_once"
            ),
            models.CheckConstraint(
                name="recognition_ends_with_its_state",
                condition=Q(ended_on__isnull=True, state__in=["certified", "rectifying"])
                | Q(ended_on__isnull=False, state__in=["delisted", "closed", "superseded"]),
            ),
            models.CheckConstraint(
                name="recognition_ends_no_earlier_than_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("certified_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "level", "area"], name="recognition_by_level"),
            models.Index(
                fields=["rectify_by"],
                name="recognition_to_put_right",
                condition=Q(state="rectifying"),
            ),
            models.Index(
                fields=["programme", "state", "plaque", "id"], name="recognition_by_plaque"
            ),
            models.Index(
                fields=["programme", "state", "rectify_by", "id"],
                name="recognition_by_deadline",
                condition=Q(state="rectifying"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.plaque}"


class PlaqueCounter(models.Model):
    """The last plaque number given out in one county and year; its row is the lock."""

    area = models.CharField(max_length=6)
    programme = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "programme", "year"], name="one_plaque_counter")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}: {self.last}"
