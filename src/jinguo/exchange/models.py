from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


# About what one core reads, checks and compares in a second.
LARGE_BYTES, LARGE_ROWS = 400_000, 5_000


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep the batches of the areas the actor imports for."""
        return self.filter(actor.reach("exchange.import").as_q("area"))


class Batch(models.Model):
    """One workbook brought in: what it was, how its columns were read, what became of its rows."""

    class Kind(models.TextChoices):
        ROSTER = "roster", _("Household roster")
        SCORES = "scores", _("Score sheets")
        VISITS = "visits", _("Visits of an evaluation")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKED = "checked", _("Checked")
        APPLIED = "applied", _("Written")
        UNDONE = "undone", _("Undone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    area = models.CharField(max_length=12, help_text="Rows are taken for this subtree only.")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Keyed digest of the file, hexadecimal.")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(
        null=True, help_text="Counted from 1; 0 where the sheet has no headings."
    )
    mapping = models.JSONField(default=dict, help_text="Field → column of the sheet, from 0.")
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0, help_text="Rows that change nothing.")
    differing = models.PositiveIntegerField(
        default=0, help_text="Rows known already, with other details than the register has."
    )
    updated = models.PositiveIntegerField(
        default=0, help_text="Rows of these that the register was brought up to date with."
    )
    reasons = models.JSONField(default=dict, help_text="Reason → number of cells.")
    problems = models.JSONField(
        default=list, help_text="First problems: row, column, field, reason. No values."
    )
    remarks = models.JSONField(default=dict, help_text="Remark → number of rows taken with it.")
    remarked = models.JSONField(
        default=list, help_text="First remarks: row, column, field, reason. No values."
    )
    differences = models.JSONField(default=dict, help_text="Field → number of rows that differ.")
    differed = models.JSONField(
        default=list, help_text="First rows that differ: row, fields. No values."
    )
    size = models.PositiveIntegerField(default=0, help_text="Bytes of the file.")
    account = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "created_at"], name="batch_by_account")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"

    @property
    def is_large(self) -> bool:
        """Say whether it takes so long that nobody should wait for it."""
        return self.size > LARGE_BYTES or self.rows > LARGE_ROWS


class Step(models.TextChoices):
    """What long work on a batch consists of, in order; counted in rows from the second on."""

    READ = "read", _("Read the workbook")
    CHECK = "check", _("Check every row")
    COMPARE = "compare", _("Compare with the register")
    WRITE = "write", _("Write to the register")
    UPDATE = "update", _("Bring the register up to date")
    REMOVE = "remove", _("Take off the register")


class Run(models.Model):
    """
    Work on a batch that the background worker was asked for, the last of each batch.

    The queue knows whether its ``job`` waits, runs or was given up; see :mod:`jinguo.exchange.queue`. No lock
    is held on the row while the work goes on, so that its progress can be kept and read meanwhile.
    """

    class Act(models.TextChoices):
        CHECK = "check", _("Check")
        APPLY = "apply", _("Put on the register")
        UNDO = "undo", _("Take off the register")

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True)
    act = models.CharField(max_length=10, choices=Act)
    choice = models.JSONField(default=dict, help_text="What the action was given besides.")
    account = models.UUIDField(help_text="Who asked; it is done with her rights.")
    language = models.CharField(max_length=10, help_text="Of who asked.")
    job = models.BigIntegerField(help_text="Number in the queue.")
    asked_at = models.DateTimeField()
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0, help_text="Rows of the present step.")
    total = models.PositiveIntegerField(default=0, help_text="Of so many; 0: not known.")
    ended_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True, help_text="The sentence by which it was refused.")
    seen_at = models.DateTimeField(null=True, help_text="When who asked saw the end.")

    class Meta:
        indexes = [
            models.Index(
                fields=["account"],
                condition=models.Q(seen_at__isnull=True),
                name="run_not_yet_seen",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.batch_id}"


class Written(models.Model):
    """What a batch put on the register, kept as long as its file, so that it can be undone."""

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True)
    ids = models.BinaryField(help_text="Household ids, 16 bytes each.")

    def __str__(self) -> str:
        return f"{len(self.ids) // 16} rows of {self.batch_id}"
