from __future__ import annotations

from django.db import models

from jinguo.core.ids import new_id


class StatedStage(models.Model):
    """
    What a resident said herself of the stage her family is in: a due date, or stages no birthday tells.

    It may tell of her health, so it is sealed; it serves to show and to open what is on for the stage, and is
    erased when she takes it back, or after a year.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    stated = models.BinaryField(help_text="Sealed: JSON of ``due_on`` and ``stages``.")
    text_version = models.CharField(max_length=20, help_text="Of the words she agreed to.")
    stated_on = models.DateField()

    def __str__(self) -> str:
        return str(self.person_id)
