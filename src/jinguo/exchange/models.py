from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep the batches of the areas the actor imports for."""
        return self.filter(actor.reach("exchange.import").as_q("area"))


class Batch(models.Model):
    """One workbook brought in: what it was, how its columns were read, what became of its rows."""

    class Kind(models.TextChoices):
        ROSTER = "roster", _("Household roster")
        SCORES = "scores", _("Score sheets")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKED = "checked", _("Checked")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    area = models.CharField(max_length=12, help_text="Rows are taken for this subtree only.")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Keyed digest of the file, hexadecimal.")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(null=True, help_text="Counted from 1.")
    mapping = models.JSONField(default=dict, help_text="Field → column of the sheet, from 0.")
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0, help_text="Rows that change nothing.")
    reasons = models.JSONField(default=dict, help_text="Reason → number of cells.")
    problems = models.JSONField(
        default=list, help_text="First problems: row, column, field, reason. No values."
    )
    remarks = models.JSONField(default=dict, help_text="Remark → number of rows taken with it.")
    remarked = models.JSONField(
        default=list, help_text="First remarks: row, column, field, reason. No values."
    )
    account = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "created_at"], name="batch_by_account")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class Written(models.Model):
    """What a batch put on the register, kept as long as its file, so that it can be undone."""

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True)
    ids = models.BinaryField(help_text="Household ids, 16 bytes each.")

    def __str__(self) -> str:
        return f"{len(self.ids) // 16} rows of {self.batch_id}"
