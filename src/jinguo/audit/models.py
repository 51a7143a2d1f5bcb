from __future__ import annotations

from django.db import models
from django.db.models import Q

from jinguo.core.ids import new_id

TAKEN_OUT = (
    "exchange.annotate",
    "exchange.certificate",
    "exchange.export",
    "exchange.plaques",
    "exchange.score-sheets",
)
"""Acts by which a list left the house. An event of theirs has the area and the length of the list."""


RECEIPT = "trail"
"""Purpose of the key an event's receipt is made with."""


class Event(models.Model):
    """
    One act on the trail: who did, saw, exported or was refused what. Append-only.

    Written in the transaction of the act; if it cannot be written, the act fails. Values never
    stand here, only the names of the fields.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(help_text="Set by the database's clock.")
    xid = models.BigIntegerField(help_text="Recording transaction; set by the database.")
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=80, help_text="Account name, or `system:job`.")
    session = models.CharField(max_length=64, blank=True, help_text="Keyed digest, not the key.")
    address = models.CharField(max_length=45, blank=True)
    action = models.CharField(max_length=60, help_text="module.verb")
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True)
    area = models.CharField(max_length=12, blank=True)
    result = models.CharField(max_length=10, help_text="done, refused or denied")
    count = models.IntegerField(default=1, help_text="Objects touched.")
    purpose = models.CharField(max_length=200, blank=True)
    fields = models.JSONField(default=list)
    version = models.CharField(max_length=20)
    receipt = models.BinaryField(
        max_length=32, null=True,
        help_text="Keyed digest of all but `at` and `xid`; null from before there were any.",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["object_id", "at"], name="audit_event_object"),
            models.Index(fields=["account", "at"], name="audit_event_account"),
            models.Index(fields=["xid"], name="audit_event_xid"),
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(
                fields=["at"],
                condition=Q(action__in=TAKEN_OUT, result="done"),
                name="audit_event_taken_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor} {self.action} {self.result}"


class Link(models.Model):
    """
    The place of one event in the hash chain, given once its transaction is finished for every reader.

    ``digest`` = SHA-256 of the previous digest and the event's canonical bytes.
    """

    seq = models.BigIntegerField(primary_key=True)
    event = models.UUIDField(unique=True)
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.seq)


class DayRoot(models.Model):
    """Merkle root over the links of one finished day; what leaves the building as the anchor."""

    day = models.DateField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    root = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)

    @property
    def count(self) -> int:
        """How many events the day has."""
        return self.last_seq - self.first_seq + 1
