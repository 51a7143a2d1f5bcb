"""How someone may be reached."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id


class Purpose(models.TextChoices):
    """What a message is about: what anyone near her may know of, or what nobody may."""

    ORDINARY = "ordinary", _("classes, events and other ordinary matters")
    SENSITIVE = "sensitive", _("matters nobody near her may learn of")


class Channel(models.TextChoices):
    """The way a message takes to her."""

    SMS = "sms", _("text message")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", _("e-mail")


class SafeContact(models.Model):
    """
    What someone said of how she may be reached, for one purpose; one row each.

    No channel means: not by messages. ``address`` is what the channel needs (a mobile number, an e-mail
    address, a WeChat open id). A person who calls uses ``may_answer`` and ``code_word``.
    """

    class MayAnswer(models.TextChoices):
        HERSELF = "herself", _("only she herself")
        HOUSEHOLD = "household", _("anyone in the household")
        NOBODY = "nobody", _("nobody: do not call")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="safe_contacts"
    )
    purpose = models.CharField(max_length=9, choices=Purpose)
    channel = models.CharField(max_length=6, choices=Channel, blank=True)
    address = models.BinaryField(null=True, help_text="Sealed; none without a channel.")
    tail = models.CharField(max_length=4, blank=True, help_text="Last four digits of a number.")
    opens = models.TimeField(default=time(0), help_text="First minute of the day, inclusive.")
    closes = models.TimeField(default=time(23, 59), help_text="Exclusive.")
    may_answer = models.CharField(
        max_length=9, choices=MayAnswer, default=MayAnswer.NOBODY, help_text="When one calls her."
    )
    code_word = models.BinaryField(null=True, help_text="Sealed; who calls says it first.")
    checked_at = models.DateTimeField(help_text="When she last said that it still holds.")
    checked_by = models.UUIDField(null=True, help_text="Account id.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], name="safe_contact_is_one_a_purpose"
            ),
            models.CheckConstraint(
                name="safe_contact_has_an_address_for_its_channel",
                condition=Q(channel="", address__isnull=True)
                | (~Q(channel="") & Q(address__isnull=False)),
            ),
            models.CheckConstraint(
                name="safe_contact_opens_before_it_closes", condition=Q(opens__lt=F("closes"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.channel}"
