from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id


class Batch(models.Model):
    """One workbook brought in: what it was, how its columns were read, what became of its rows."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKED = "checked", _("Checked")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")
        UNDONE = "undone", _("Undone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(
        max_length=20, choices=[("roster", _("Household roster")), ("scores", _("Score sheets"))]
    )
    area = models.CharField(max_length=12)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Keyed digest of the file, hexadecimal.")
    state = models.CharField(max_length=10, choices=State)
    header_row = models.PositiveIntegerField(null=True, help_text="Counted from 1.")
    mapping = models.JSONField(default=dict, help_text="Field → column index, from 0.")
    options = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0, help_text="Rows already on the register.")
    problems = models.JSONField(
        default=list, help_text="First problems: row, column, code. No values."
    )
    message = models.CharField(max_length=300, blank=True)
    account = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "created_at"], name="batch_by_account")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"
