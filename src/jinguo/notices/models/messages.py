"""Messages on their way to someone, what became of them, and what waits in her inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.notices.models.contacts import Channel
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep those to people of the actor's areas; of sensitive ones those she caused herself."""
        reach = actor.reach(Capability.NOTICES_VIEW_MESSAGES).as_q("area__code")
        own = Q(account=actor.account_id, account__isnull=False)
        return self.filter(reach & (Q(is_sensitive=False) | own))


class Message(models.Model):
    """
    One message to one person. It holds a template and neutral data, never a text, a name or a number.

    The way it takes is looked up when it is sent, so ``channel`` is empty before. ``why`` says why it was
    not sent or failed, as a code. ``state`` follows the table in ``messages/states.py``.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Not sent")
        UNKNOWN = "unknown", _("Perhaps sent")
        TOLD = "told", _("Told by hand")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="messages")
    area = models.ForeignKey("org.Area", on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    values = models.JSONField()
    is_sensitive = models.BooleanField()
    about_type = models.CharField(max_length=40, help_text="module.thing.")
    about_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    why = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=6, choices=Channel, blank=True)
    tail = models.CharField(max_length=4, blank=True, help_text="Of the number it went to.")
    provider = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    account = models.UUIDField(null=True, help_text="Whose act caused it; null for a job.")
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="It is not sent, or asked after, before.")
    changed_at = models.DateTimeField(help_text="Instant of its present state.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_not_sent_says_why",
                condition=~Q(state__in=["failed", "suppressed"]) | ~Q(why=""),
            ),
            models.CheckConstraint(
                name="message_sent_took_a_way",
                condition=~Q(state__in=["sending", "sent", "delivered"]) | ~Q(channel=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="message_due"),
            models.Index(
                fields=["changed_at"], condition=Q(state="sending"), name="message_being_sent"
            ),
            models.Index(fields=["due_at"], condition=Q(state="sent"), name="message_to_ask_after"),
            models.Index(fields=["area", "-queued_at"], name="message_by_area_and_day"),
            models.Index(fields=["about_type", "about_id"], name="message_by_what_it_is_about"),
            models.Index(
                fields=["area"], condition=Q(state__in=["failed", "unknown"]), name="message_stuck"
            ),
            models.Index(
                fields=["area", "queued_at"],
                condition=Q(is_sensitive=False, state__in=["failed", "suppressed"]),
                name="message_to_tell_by_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"


class MessageChange(models.Model):
    """One step of a message: what it came to, when, and what the provider said. Append-only."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=Message.State)
    why = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.state} {self.at}"


class InboxMessage(models.Model):
    """
    One message as it is read after signing in: by a person in the portal, or by an account on the desk.

    Sensitive messages never stand here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="inbox"
    )
    account = models.UUIDField(null=True, help_text="Account id.")
    template = models.CharField(max_length=40)
    values = models.JSONField()
    about_type = models.CharField(max_length=40, help_text="module.thing.")
    about_id = models.UUIDField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inbox_message_is_for_a_person_or_an_account",
                condition=Q(person__isnull=True) ^ Q(account__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="inbox_of_a_person"),
            models.Index(fields=["account", "-at"], name="inbox_of_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.at}"
