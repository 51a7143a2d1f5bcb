"""What happened at a site, line by line. Histories are append-only; check-ins are erased after a year."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.core.ids import new_id
from jinguo.core.recorded import Recorded
from jinguo.sites.models.kinds import SiteKind
from jinguo.sites.models.sites import Site


class Transition(Recorded):
    """
    A change of state of a site.

    The key counts up and every change is made under the lock of the site's row, so that the highest key
    is the last change whatever the clocks said.
    """

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    on = models.DateField(help_text="Day it took effect.")
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state} ({self.on})"


class Check(Recorded):
    """
    One filled checklist of a site, under the version of its kind; the last one counts.

    ``answers`` stand in the order of the kind's items: 1 or 0 for what is there or not, a measured number,
    or points. ``total`` is the sum of the points, none where the kind gives none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="checks")
    version = models.ForeignKey(SiteKind, on_delete=models.PROTECT, related_name="+")
    answers = ArrayField(models.PositiveIntegerField())
    is_complete = models.BooleanField(help_text="Everything the kind asks for was met.")
    total = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    on = models.DateField(help_text="Day it was seen.")

    def __str__(self) -> str:
        return f"{self.site_id} ({self.on})"


class SiteLog(Recorded):
    """
    One line of a site's log: an activity held there, a need women brought forward, or how it was met.

    A line by hand says the topic and what came of it; one that writes itself names the ``fact`` of the
    session held. What was wrong is taken back by a line that names it.
    """

    class Kind(models.TextChoices):
        ACTIVITY = "activity", pgettext_lazy("of a site", "Activity")
        NEED = "need", pgettext_lazy("of a site", "Need")
        SOLVED = "solved", pgettext_lazy("of a site", "Need met")
        REVERSE = "reverse", _("Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="log")
    kind = models.CharField(max_length=8, choices=Kind)
    topic = models.CharField(max_length=100, blank=True)
    people = models.PositiveIntegerField(null=True, help_text="Who came to an activity, counted.")
    minutes = models.PositiveIntegerField(null=True, help_text="Length of an activity.")
    result = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    fact = models.UUIDField(
        null=True, unique=True, help_text="Fact of the session held there, where it wrote the line."
    )
    solves = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="solution"
    )
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversal"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="site_log_line_says_what_it_is_about",
                condition=Q(fact__isnull=False) | ~Q(topic="") | ~Q(kind__in=["activity", "need"]),
            ),
            models.CheckConstraint(
                name="site_log_solution_names_a_need_and_a_result",
                condition=Q(kind="solved", solves__isnull=False) & ~Q(result="")
                | ~Q(kind="solved") & Q(solves__isnull=True),
            ),
            models.CheckConstraint(
                name="site_log_reversal_names_a_line",
                condition=Q(kind="reverse", reverses__isnull=False)
                | ~Q(kind="reverse") & Q(reverses__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["site", "kind", "on"], name="site_log_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.topic} ({self.on})"


class CheckIn(models.Model):
    """
    Somebody was at a site on a day, once.

    ``visitor`` is a keyed digest of account, site and day: it lets the same person be counted once a day
    and tells nobody who she is or where else she goes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="check_ins")
    on = models.DateField()
    visitor = models.UUIDField(unique=True, help_text="Keyed digest.")

    def __str__(self) -> str:
        return f"{self.site_id} ({self.on})"
