"""What the workbench keeps for an account's own convenience; no record of work is among it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.core.ids import new_id


class LastLook(models.Model):
    """When an account last said that it had seen what is new."""

    account = models.OneToOneField("org.Account", on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.at}"


class SavedFilter(models.Model):
    """
    A filter of a list, kept by an account under a name of its own.

    ``query`` is the part of the list's address that narrows it, without the fields that name a person.
    """

    class List(models.TextChoices):
        HOUSEHOLDS = "households", _("Households")
        COURTYARDS = "courtyards", _("Applications")
        ACTIVITIES = "activities", _("Activities")
        MEMBERS = "members", pgettext_lazy("association", "Members")
        AGREEMENTS = "agreements", _("Agreements")
        VOLUNTEERS = "volunteers", _("Volunteers")
        APPOINTMENTS = "appointments", _("Appointments")
        ASSIGNMENTS = "assignments", _("Assignments")
        NOTICES = "notices", _("Public notices")
        MESSAGES = "messages", _("Messages")
        SITES = "sites", _("Sites")
        FAULTS = "faults", _("Ledger of faults")
        RECTIFICATIONS = "rectifications", _("Ledger of rectifications")
        AREA_LEVELS = "area-levels", _("Levels of villages and towns")
        RETENTION = "retention", _("What lasts")
        GAPS = "gaps", _("Gaps")
        REQUESTS = "requests", _("Requests about data")
        ROUNDS = "rounds", _("Evaluation")
        REPORTS = "reports", _("Reports")
        TRAIL = "audit", _("Trail")

    NAME, QUERY = 30, 300  # characters

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=20, choices=List)
    name = models.CharField(max_length=NAME)
    query = models.CharField(max_length=QUERY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "list", "name"], name="saved_filter_has_a_name_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return f"{self.list}: {self.name}"
