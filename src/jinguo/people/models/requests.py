"""What people ask of us about their own data (个人信息保护法 arts 44–50)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.core.ids import new_id
from jinguo.people.models.persons import Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep those of the areas whose requests the actor answers; for a resident her own and her wards'."""
        if actor.is_resident:
            own = Person.objects.own_to(actor)
            return self.filter(Q(person__in=own) | Q(person__merged_into__in=own))
        return self.filter(actor.reach("people.answer-requests").as_q("area__code"))

    def waiting(self) -> Self:
        """Keep those nobody has answered yet."""
        return self.filter(state__in=DataRequest.WAITING)


class DataRequest(models.Model):
    """
    One request of a person about her data, from the day it came to its answer.

    Each has a last day, 15 working days after it came. It ends done, refused with a written reason, or
    withdrawn by her who made it; no row is ever removed.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("See what you hold of me")
        COPY = "copy", _("A copy of my data")
        CORRECT = "correct", _("Correct something")
        DELETE = "delete", _("Delete something")
        RESTRICT = "restrict", _("Use something no more")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("state of a request", "Received")
        TAKEN = "taken", _("Being dealt with")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    WAITING = (State.RECEIVED, State.TAKEN)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_requests")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.BinaryField(null=True, help_text="Sealed; what she asks, in her words.")
    asked_by = models.UUIDField(null=True, help_text="Account id.")
    received_on = models.DateField()
    due_on = models.DateField(help_text="Last day to answer, inclusive.")
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    handler = models.CharField(max_length=80, blank=True, help_text="Name of who dealt with it.")
    ended_on = models.DateField(null=True)
    answer = models.CharField(
        max_length=500, blank=True, help_text="What was done, or why not; she reads it."
    )

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=["received", "taken"]),
                name="one_request_of_a_kind_waits",
            ),
            models.CheckConstraint(
                name="request_ends_with_its_state",
                condition=Q(state__in=["received", "taken"], ended_on__isnull=True)
                | Q(state__in=["done", "refused", "withdrawn"], ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_request_says_what_or_why",
                condition=~Q(state__in=["done", "refused"]) | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="request_is_due_after_it_came", condition=Q(due_on__gt=F("received_on"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=["received", "taken"]),
                name="request_to_be_answered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
