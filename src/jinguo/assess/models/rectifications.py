from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jinguo.assess.models.recognitions import Recognition
from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded


class Fault(Recorded):
    """
    One thing to put right at a household that holds a level, found on a day. Append-only.

    It is open until it has a :class:`Repair`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="faults")
    problem = models.CharField(max_length=100)
    helper = models.CharField(
        max_length=40, blank=True, help_text="Who helps a household that cannot do it alone."
    )
    found_on = models.DateField()
    due_on = models.DateField(help_text="Inclusive.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fault_is_due_no_earlier_than_found", condition=Q(due_on__gte=F("found_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem} ({self.due_on})"


class Repair(Recorded):
    """A fault was put right, as someone saw on site. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fault = models.OneToOneField(Fault, on_delete=models.PROTECT, related_name="repair")
    on = models.DateField(help_text="Day it was seen.")

    def __str__(self) -> str:
        return f"{self.fault_id} ({self.on})"


class RepairTakenBack(Recorded):
    """
    A fault was struck off and the striking off taken back at once by who did it. Append-only.

    It keeps what the :class:`Repair` said, under the same id; the database lets a repair go only with one.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    fault = models.ForeignKey(Fault, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(help_text="Day it was said to have been seen.")
    repaired_at = models.DateTimeField(help_text="Instant it was struck off.")

    def __str__(self) -> str:
        return f"{self.fault_id} ({self.on})"
