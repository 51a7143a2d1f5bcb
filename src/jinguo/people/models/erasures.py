"""The end of what is kept of people: erasing with its certificate, holds on it, and use no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.people.models.persons import Person
from jinguo.people.models.requests import DataRequest

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

ANSWERS = "people.answer-requests"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep those of the areas whose requests about data the actor answers."""
        return self.filter(actor.reach(ANSWERS).as_q("area__code"))

    def proposed(self) -> Self:
        """Keep those a second person has not decided on."""
        return self.filter(state=Erasure.State.PROPOSED)


class Erasure(models.Model):
    """
    Persons are to be erased, or were: proposed by one person and carried out by another.

    Once done it is the certificate: who asked, on what ground, and how many rows of which table became
    what. ``lines`` are of ``people.erasing.Line``. It holds no personal data, and is never removed.
    """

    class Basis(models.TextChoices):
        REQUEST = "request", _("She asked for it")
        RETENTION = "retention", _("The time for which it is kept is over")
        RESTORED = "restored", _("A backup from before the erasing was restored")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        DONE = "done", _("Erased")
        GIVEN_UP = "given-up", _("Not carried out")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=9, choices=Basis)
    request = models.ForeignKey(
        DataRequest, null=True, on_delete=models.PROTECT, related_name="erasures"
    )
    treatment = models.CharField(
        max_length=20, blank=True, help_text="Of the register of fields; of rows that are too old."
    )
    day = models.DateField(null=True, help_text="The day on which they were found too old.")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    lines = models.JSONField(help_text="[{record, does, count, why}]")
    count = models.PositiveIntegerField(
        help_text="Persons; records merged into theirs not counted."
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    proposer = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    decider = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was not carried out.")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_is_decided_with_its_state",
                condition=Q(state="proposed", decided_at__isnull=True, decider="")
                | (~Q(state="proposed") & Q(decided_at__isnull=False) & ~Q(decider="")),
            ),
            models.CheckConstraint(
                name="erasure_is_carried_out_by_another_person",
                condition=~Q(state="done")
                | Q(basis="restored")
                | (
                    Q(proposed_by__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
            ),
            models.CheckConstraint(
                name="erasure_given_up_says_why",
                condition=~Q(state="given-up") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis} {self.state}"


class Erased(models.Model):
    """A person who is to be erased, or was, by one erasure; her record is then empty but for its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["erasure", "person"], name="a_person_is_in_an_erasure_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class RestraintQuerySet(models.QuerySet["Restraint"]):
    def in_force(self) -> Self:
        """Keep those nobody has lifted."""
        return self.filter(lifted_at__isnull=True)


class Restraint(models.Model):
    """
    What may not be done with a person's data: use them (``restriction``), or erase them (``hold``).

    A restriction takes her name, phone and ID number out of her record into ``box``, sealed, where no
    list, search, file or message finds them; lifting it puts them back. A hold says until when at the
    latest it is looked at again; it ends when it is lifted, not by itself.
    """

    class Kind(models.TextChoices):
        RESTRICTION = "restriction", _("Kept and not used")
        HOLD = "hold", _("Not to be erased")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restraints")
    kind = models.CharField(max_length=11, choices=Kind)
    reason = models.CharField(max_length=200)
    until_on = models.DateField(null=True, help_text="Of a hold: day it is looked at again.")
    box = models.BinaryField(null=True, help_text="Sealed JSON of what the record held.")
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    setter = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True, help_text="Account id; null for a job.")
    lifter = models.CharField(max_length=80, blank=True)
    lifted_because = models.CharField(max_length=200, blank=True)

    objects = RestraintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(lifted_at__isnull=True),
                name="one_restraint_of_a_kind_in_force",
            ),
            models.CheckConstraint(
                name="restraint_is_lifted_with_a_reason",
                condition=Q(lifted_at__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_because="")),
            ),
            models.CheckConstraint(
                name="a_hold_says_until_when",
                condition=Q(kind="hold", until_on__isnull=False)
                | Q(kind="restriction", until_on__isnull=True),
            ),
            models.CheckConstraint(
                name="a_box_is_empty_once_lifted",
                condition=Q(box__isnull=True) | Q(kind="restriction", lifted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
