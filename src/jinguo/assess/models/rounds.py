"""Rounds of evaluation: the frozen list, the sample drawn from it, who visits, and what each visit found."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.assess.evaluation.draws.replacements import Reason
from jinguo.assess.evaluation.draws.sample import Group, Unit
from jinguo.assess.models.histories import Score
from jinguo.assess.models.plans import Ladder, Sheet
from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach("assess.view-rounds").as_q("area__code"))


class Round(models.Model):
    """
    One evaluation of a level by people who had no part in granting it.

    ``plan`` is a plan of :mod:`jinguo.assess.evaluation.draws.plan` as data. The digests are those of the
    frozen list and of the plan, published before the seed is known. ``results`` are worked out once, when
    the round is closed (see :mod:`jinguo.assess.queries.results`).
    """

    class Purpose(models.TextChoices):
        DISTRICT = "district-check", _("District check")
        MOCK = "mock", _("Mock evaluation")
        THIRD_PARTY = "third-party", _("Third-party evaluation")

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        FROZEN = "frozen", _("List frozen")
        DRAWN = "drawn", _("Drawn")
        IN_FIELD = "in-field", _("In the field")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.DRAFTED, State.FROZEN, State.DRAWN, State.IN_FIELD)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.CharField(max_length=40)
    purpose = models.CharField(max_length=14, choices=Purpose)
    title = models.CharField(max_length=80)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="+")
    frame_on = models.DateField(help_text="The list holds who held a level on this day.")
    due_on = models.DateField(help_text="Last day of the visits, inclusive.")
    plan = models.JSONField()
    state = models.CharField(max_length=12, choices=State)
    state_on = models.DateField(help_text="Day the state was reached.")
    frame_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256, hexadecimal.")
    plan_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256, hexadecimal.")
    listed = models.PositiveIntegerField(
        null=True, help_text="Households on the list with a level."
    )
    unlisted = models.PositiveIntegerField(null=True, help_text="Households on the list without.")
    seed = models.CharField(max_length=200, blank=True)
    seed_source = models.CharField(max_length=200, blank=True, help_text="Where anyone finds it.")
    results = models.JSONField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="round_once_frozen_has_its_digests",
                condition=Q(state__in=["drafted", "withdrawn"])
                | ~Q(frame_digest="") & ~Q(plan_digest=""),
            ),
            models.CheckConstraint(
                name="round_has_no_seed_before_its_list_is_frozen",
                condition=~Q(frame_digest="") | Q(seed=""),
            ),
            models.CheckConstraint(
                name="round_once_drawn_has_a_seed_and_its_source",
                condition=~Q(state__in=["drawn", "in-field", "closed"])
                | ~Q(seed="") & ~Q(seed_source=""),
            ),
            models.CheckConstraint(
                name="round_is_due_no_earlier_than_its_list",
                condition=Q(due_on__gte=F("frame_on")),
            ),
            models.CheckConstraint(
                name="round_has_results_when_closed",
                condition=Q(state="closed", results__isnull=False)
                | ~Q(state="closed") & Q(results__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["state", "area"], name="round_by_state")]

    def __str__(self) -> str:
        return self.title


class RoundFrame(models.Model):
    """The frozen list of a round in its canonical form; written once. Its SHA-256 is the round's digest."""

    round = models.OneToOneField(
        Round, primary_key=True, on_delete=models.PROTECT, related_name="frame"
    )
    csv = models.TextField()

    def __str__(self) -> str:
        return str(self.round_id)


class Sampled(models.Model):
    """
    A household of the sample, as it was drawn; written once.

    See :class:`jinguo.assess.evaluation.draws.sample.Unit`; ``first`` is the score it was certified with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sample")
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        "org.Area", on_delete=models.PROTECT, related_name="+", help_text="Its village on the list."
    )
    level = models.CharField(max_length=40, blank=True, help_text="Empty: unlisted.")
    cell = models.CharField(max_length=60, help_text="Within it one may replace another.")
    order = models.PositiveIntegerField(help_text="Place in the cell, from 1; reserves come last.")
    is_reserve = models.BooleanField()
    probability = models.CharField(max_length=200, help_text="An exact fraction.")
    stratum = models.CharField(max_length=60)
    cluster = models.CharField(max_length=64)
    population = models.PositiveIntegerField(null=True, help_text="Clusters of the stratum.")
    first = models.ForeignKey(Score, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "household"], name="sampled_once_a_round"),
            models.UniqueConstraint(
                fields=["round", "cell", "order"], name="sampled_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.order}"

    def as_unit(self) -> Unit:
        """Return it as the estimates read it."""
        return Unit(
            household=str(self.household_id),
            village=self.area_id,
            town=self.area_id[:9],
            level=self.level,
            cell=self.cell,
            order=self.order,
            is_reserve=self.is_reserve,
            probability=Fraction(self.probability),
            group=Group(stratum=self.stratum, cluster=self.cluster, population=self.population),
        )


class Assessor(models.Model):
    """
    Someone who visits in a round; without an account where the body that visits does not use the system.

    ``ties`` are codes of areas she does not visit, with all below them. ``code`` stands for her in results.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessors")
    account = models.ForeignKey(
        "org.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=80)
    ties = ArrayField(models.CharField(max_length=12), default=list)
    code = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "account"], name="assessor_is_named_once"),
            models.UniqueConstraint(fields=["round", "name"], name="assessor_name_is_unmistakable"),
        ]

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep the tasks of rounds in the field that are the actor's own, and no others."""
        if actor.account_id is None or not actor.can("assess.visit"):
            return self.none()
        return self.filter(assessor__account=actor.account_id, round__state=Round.State.IN_FIELD)


class Visit(models.Model):
    """
    One household to be visited by one assessor, under a code that tells nothing.

    ``missed`` says why nobody could be met; the reserve that was called upon then ``replaces`` it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be visited")
        FILLED = "filled", _("Visited")
        RETURNED = "returned", _("Sent back")
        MISSED = "missed", _("Nobody met")

    class Missed(models.TextChoices):
        NOBODY_HOME = Reason.NOBODY_HOME.value, _("Nobody was at home")
        DECLINED = Reason.DECLINED.value, _("The family did not want the visit")
        UNREACHABLE = Reason.UNREACHABLE.value, _("The way there was blocked")

    DUE = (State.OPEN, State.RETURNED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    sampled = models.OneToOneField(Sampled, on_delete=models.PROTECT, related_name="visit")
    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="visits")
    code = models.CharField(max_length=6)
    state = models.CharField(max_length=12, choices=State)
    missed = models.CharField(max_length=12, choices=Missed, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="visit_code_is_given_once"),
            models.CheckConstraint(
                name="visit_is_missed_for_a_reason",
                condition=Q(state="missed") & ~Q(missed="") | ~Q(state="missed") & Q(missed=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Finding(Recorded):
    """What one visit found, as the assessor recorded it; the last one counts. Append-only."""

    class Outcome(models.TextChoices):
        MET = "met", _("The family lives there and was met")
        NOT_FOUND = "not-found", _("There is no such courtyard")
        MOVED_AWAY = "moved-away", _("The family does not live there any more")
        DEMOLISHED = "demolished", _("The house is gone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=12, choices=Outcome)
    has_plaque = models.BooleanField(null=True)
    points = ArrayField(models.PositiveSmallIntegerField(), null=True, help_text="Of the sheet.")
    knows_standard = models.BooleanField(null=True)
    ledger_agrees = models.BooleanField(null=True, help_text="Only where the sheet asks it.")
    satisfaction = models.PositiveSmallIntegerField(null=True, help_text="From 1 to 5.")
    vetoes = ArrayField(models.CharField(max_length=40), default=list)
    note = models.CharField(max_length=300, blank=True)
    visited_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="finding_is_scored_when_someone_was_met",
                condition=Q(outcome="met", points__isnull=False, has_plaque__isnull=False,
                            knows_standard__isnull=False)
                | ~Q(outcome="met") & Q(points__isnull=True, has_plaque__isnull=True,
                                        knows_standard__isnull=True, satisfaction__isnull=True),
            ),
            models.CheckConstraint(
                name="finding_has_one_to_five_points_of_satisfaction",
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="finding_has_vetoes_only_where_someone_was_met",
                condition=Q(outcome="met") | Q(vetoes=[]),
            ),
            models.CheckConstraint(
                name="finding_tells_of_the_ledger_only_where_someone_was_met",
                condition=Q(outcome="met") | Q(ledger_agrees__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.visit_id} {self.outcome}"


class PassedOn(Recorded):
    """
    One visit that went from one assessor to another when the first could not go on. Append-only.

    ``turn`` counts from 1 how often visits were passed on in the round; the lots are drawn by it. ``code`` is
    the one the visit had before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="passings")
    turn = models.PositiveSmallIntegerField()
    giver = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=6)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "turn"], name="visit_passed_on_once_a_turn"),
            models.CheckConstraint(
                name="visit_passed_on_to_another", condition=~Q(giver=F("taker"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.turn}"
