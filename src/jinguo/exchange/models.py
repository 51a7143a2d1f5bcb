from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.exchange.plaques.drawing import Template

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
    """
    What long work consists of: on a batch the first six, in order; counted in rows from the second on.

    Plaques are counted one by one.
    """

    READ = "read", _("Read the workbook")
    CHECK = "check", _("Check every row")
    COMPARE = "compare", _("Compare with the register")
    WRITE = "write", _("Write to the register")
    UPDATE = "update", _("Bring the register up to date")
    REMOVE = "remove", _("Take off the register")
    PRINT = "print", _("Print plaques")


W = TypeVar("W", bound="Work")


class WorkQuerySet(models.QuerySet[W]):
    def to_tell(self, actor: Actor) -> Self:
        """Keep what the actor asked for and has not yet seen the end of, the latest first."""
        return self.filter(Q(account=actor.account_id), seen_at=None).order_by("-asked_at")


class Work(models.Model):
    """
    Something long that the background worker was asked for, who asked, and how far it is.

    The queue knows whether its ``job`` waits, runs or was given up; see :mod:`jinguo.exchange.queue`. No lock
    is held on the row while the work goes on, so that its progress can be kept and read meanwhile.
    """

    account = models.UUIDField(help_text="Who asked; it is done with her rights.")
    language = models.CharField(max_length=10, help_text="Of who asked.")
    job = models.BigIntegerField(help_text="Number in the queue.")
    asked_at = models.DateTimeField()
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0, help_text="Rows or plaques of the present step.")
    total = models.PositiveIntegerField(default=0, help_text="Of so many; 0: not known.")
    ended_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True, help_text="The sentence by which it was refused.")
    seen_at = models.DateTimeField(null=True, help_text="When who asked saw the end.")

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["account"],
                condition=Q(seen_at__isnull=True),
                name="%(class)s_not_yet_seen",
            )
        ]


class Run(Work):
    """Work on a batch that the background worker was asked for, the last of each batch."""

    class Act(models.TextChoices):
        CHECK = "check", _("Check")
        APPLY = "apply", _("Put on the register")
        UNDO = "undo", _("Take off the register")

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True)
    act = models.CharField(max_length=10, choices=Act)
    choice = models.JSONField(default=dict, help_text="What the action was given besides.")

    objects = WorkQuerySet["Run"].as_manager()

    def __str__(self) -> str:
        return f"{self.act} {self.batch_id}"


class PrintingQuerySet(WorkQuerySet["Printing"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor asked for herself, of areas whose plaques she may still print."""
        certified, taken_out = (
            actor.reach(right).as_q("area") for right in ("assess.certify", "exchange.export")
        )
        return self.filter(certified, taken_out, account=actor.account_id)


class Printing(Work):
    """Plaques or certificates of a list too long to wait for, printed by the worker: one file a town."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.CharField(max_length=12, help_text="Plaques of this subtree only.")
    choice = models.JSONField(help_text="The rest of the list’s filter.")
    address = models.CharField(
        max_length=300, help_text="Of a plaque’s public page; {code} stands for its code."
    )

    objects = PrintingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.area} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def template(self) -> Template:
        """What it prints: plaques, where it was asked for before there was a choice."""
        return Template(self.choice.get("template", Template.PLAQUE))


class PrintedFile(models.Model):
    """The plaques of one town in a PDF, sealed on disk under this id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    printing = models.ForeignKey(Printing, on_delete=models.CASCADE, related_name="files")
    town = models.CharField(max_length=9)
    plaques = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="Bytes.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["printing", "town"], name="printed_file_one_a_town_and_printing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plaques} plaques of {self.town}"


WORK: dict[str, type[Run] | type[Printing]] = {"run": Run, "printing": Printing}
"""What the background worker is asked for, by the kind its job names."""


class Written(models.Model):
    """What a batch put on the register, kept as long as its file, so that it can be undone."""

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True)
    ids = models.BinaryField(help_text="Household ids, 16 bytes each.")

    def __str__(self) -> str:
        return f"{len(self.ids) // 16} rows of {self.batch_id}"
