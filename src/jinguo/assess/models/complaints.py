from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.assess.models.recognitions import Recognition
from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded


class Complaint(Recorded):
    """
    Somebody complained of a courtyard that holds a level. Append-only.

    Of who complained only the kind is kept. It changes nothing by itself: a visit finds out what is true.
    """

    class ToldBy(models.TextChoices):
        NEIGHBOUR = "neighbour", _("a neighbour")
        VILLAGE = "village", _("the village or the grid")
        VISITOR = "visitor", _("a visitor")
        OFFICE = "office", _("another office or a hotline")
        UNNAMED = "unnamed", _("somebody who gave no name")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="complaints"
    )
    about = models.CharField(max_length=300)
    told_by = models.CharField(max_length=10, choices=ToldBy)
    heard_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.recognition_id} ({self.heard_on})"
