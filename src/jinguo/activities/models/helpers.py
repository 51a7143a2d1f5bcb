"""Who is with the minors of an activity."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jinguo.activities.models.activities import Activity
from jinguo.core.ids import new_id


class Helper(models.Model):
    """
    Somebody who is with the minors of an activity from a day to a day, besides those who teach there.

    Whether she may be is not stored: her crime-record check says so, on every day anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="helpers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, help_text="Exclusive.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(until_on__isnull=True),
                name="one_helps_at_an_activity_once",
            ),
            models.CheckConstraint(
                name="helper_ends_after_she_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="helper_by_person")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.person_id}"
