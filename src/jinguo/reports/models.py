from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id


class Template(models.Model):
    """A report's text with named figures, one version as its pack published it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    body = models.JSONField(help_text="The parsed template; see jinguo.reports.templates.")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "key", "version"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Report(models.Model):
    """One report of one area and period, growing with its records until it is frozen."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        FROZEN = "frozen", _("Frozen")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="reports")
    area = models.CharField(max_length=12)
    starts_on = models.DateField(help_text="Inclusive.")
    ends_on = models.DateField(help_text="Inclusive.")
    state = models.CharField(max_length=8, choices=State)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_period_is_not_empty", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["template", "area", "starts_on", "ends_on"],
                name="report_once_a_template_area_and_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.area} {self.ends_on}"


class Freeze(models.Model):
    """A report as it stood: the point of knowledge, every value, the whole text. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="freezes")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    as_of = models.JSONField(help_text="jinguo.facts.queries.AsOf, as it writes itself.")
    values = models.JSONField(
        help_text="Key of a figure → all of it; see jinguo.reports.rendered.Value."
    )
    text = models.JSONField(help_text="Title, issuer, attachments and the rendered blocks.")
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="freeze_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} #{self.number}"
