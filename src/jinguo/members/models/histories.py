from __future__ import annotations

from django.db import models

from jinguo.core.recorded import Recorded


class Change(Recorded):
    """
    What was done to a thing of this module: by whom, when and why. Append-only.

    The key counts up, and every change is made under the lock of its thing.
    """

    id = models.BigAutoField(primary_key=True)
    object_type = models.CharField(max_length=40, help_text="module.thing")
    object_id = models.UUIDField()
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, blank=True)
    on = models.DateField(help_text="Day it took effect.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["object_id"], name="members_change_by_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.on}"
