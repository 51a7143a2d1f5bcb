from __future__ import annotations

from django.db import models

from jinguo.core.ids import new_id


class KeptAnswer(models.Model):
    """
    The answer to a call that did something, kept so that the same call again gets it and does nothing.

    It is written in the transaction of the act. ``digest`` is SHA-256 of what was sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.ForeignKey("org.ApiToken", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100, help_text="The caller's own name of the call.")
    digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField(help_text="JSON: ids and states, no names.")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="key_stands_for_one_call")
        ]

    def __str__(self) -> str:
        return self.key
