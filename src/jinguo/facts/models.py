from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core.ids import new_id
from jinguo.org.models import Level


class Fact(models.Model):
    """
    Something that happened, counted once. Written in the act's transaction, never changed.

    Holds codes and ids, no foreign keys: history neither blocks nor follows live data.
    A mistake is corrected by a new fact that names the old one in ``corrects``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60, help_text="module.happened, opaque")
    programme = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=12, db_collation="C", help_text="Code in force on the day.")
    unit = models.UUIDField(null=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField(help_text="Set by the database's clock.")
    xid = models.BigIntegerField(help_text="Recording transaction; set by the database.")
    subject = models.UUIDField(null=True, help_text="Keyed pseudonym of whom is counted.")
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    quantity = models.BigIntegerField(default=1)
    amount = models.BigIntegerField(default=0, help_text="Fen.")
    data = models.JSONField(default=dict)
    corrects = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="fact_is_corrected_once",
            ),
        ]
        indexes = [
            models.Index(fields=["xid", "occurred_on"], name="fact_tail"),
            models.Index(fields=["kind", "area", "occurred_on"], name="fact_of_a_place_and_day"),
            models.Index(fields=["kind", "area", "object_id"], name="fact_behind_a_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area} {self.occurred_on} {self.quantity:+d}"


class Cell(models.Model):
    """
    Sum of the finished facts of one kind, category and programme in one area, any level.

    Every fact is in a cell of its month and in one of its year, so that many years cost no more
    to add up than one; above the villages also in one of its day, so that a period may begin and
    end on any. A village has so few facts that those of some days are read one by one.
    """

    class Grain(models.TextChoices):
        DAY = "d", _("day")
        MONTH = "m", _("month")
        YEAR = "y", _("year")

    pk = models.CompositePrimaryKey("area", "grain", "kind", "category", "programme", "starts_on")
    area = models.CharField(max_length=12, db_collation="C")
    grain = models.CharField(max_length=1, choices=Grain)
    kind = models.CharField(max_length=60)
    category = models.CharField(max_length=40)
    programme = models.CharField(max_length=40)
    starts_on = models.DateField(help_text="The day, or the first of the month or year.")
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField(help_text="Fen.")
    facts = models.BigIntegerField(help_text="How many facts were summed.")
    records = models.BigIntegerField(help_text="Facts that add, less those that take away.")

    def __str__(self) -> str:
        return f"{self.area} {self.kind}/{self.category} {self.grain} {self.starts_on}"


class State(models.Model):
    """The one row that says how far the cells go, and which definitions are in force."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    watermark = models.BigIntegerField(default=0, help_text="Cells hold every fact of a lower xid.")
    definitions = models.UUIDField(help_text="Changes whenever a measure does.")

    class Meta:
        constraints = [models.CheckConstraint(name="state_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.watermark)


class Batch(models.Model):
    """
    One roll-up: which facts it took, and their fingerprint.

    ``digest`` is the sum of 64 bits of each fact's SHA-256 over every column, so a fact changed,
    lost or slipped in later is noticed even when no cell's sum moves.
    """

    xid_from = models.BigIntegerField(unique=True, help_text="Inclusive.")
    xid_to = models.BigIntegerField(help_text="Exclusive.")
    facts = models.BigIntegerField()
    digest = models.DecimalField(max_digits=40, decimal_places=0)
    rolled_at = models.DateTimeField(help_text="Set by the database's clock.")

    def __str__(self) -> str:
        return f"[{self.xid_from}, {self.xid_to}): {self.facts}"


class Receipt(models.Model):
    """
    What one statement recorded, written by the database as it did: how many facts, and their fingerprint.

    A roll-up takes away the receipts of the transactions it finds unchanged, so one that stays behind the
    watermark tells of facts that were changed, lost or slipped in before they were rolled up. The digest
    is the sum of the database's own 64-bit hash of each row: quick, and only compared where it was made.
    """

    xid = models.BigIntegerField(db_index=True, help_text="Recording transaction.")
    facts = models.BigIntegerField()
    digest = models.DecimalField(max_digits=40, decimal_places=0)

    def __str__(self) -> str:
        return f"{self.xid}: {self.facts}"


COUNTS_NOTHING = Q(kind="", of="", level="", at_least=None)
COUNTS_AREAS = ~Q(of="") & ~Q(level="") & Q(at_least__gte=1)


class Measure(models.Model):
    """What a pack counts, and how it adds up: the definition in force."""

    class How(models.TextChoices):
        FLOW = "flow", _("sum in the period")
        BALANCE = "balance", _("sum up to the day")
        PERSONS = "persons", _("different persons in the period")
        AREAS = "areas", _("areas that reach a number by the day")
        AMOUNT = "amount", _("money in the period")
        RATIO = "ratio", _("one measure over another")

    key = models.UUIDField(primary_key=True, default=new_id, editable=False)
    id = models.CharField(max_length=80)
    pack = models.CharField(max_length=60)
    area = models.CharField(max_length=12, help_text="The pack's area; holds for its subtree.")
    programme = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    definition = models.CharField(max_length=300, blank=True)
    definition_en = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=10, help_text="人, 人次, 户, 场, 个, 元 or %")
    how = models.CharField(max_length=10, choices=How)
    kind = models.CharField(max_length=60, blank=True)
    categories = models.JSONField(default=list, help_text="Empty counts every category.")
    of_programme = models.CharField(
        max_length=40, blank=True, help_text="Only facts of this programme; empty counts all."
    )
    numerator = models.CharField(max_length=80, blank=True)
    denominator = models.CharField(max_length=80, blank=True)
    of = models.CharField(
        max_length=80, blank=True, help_text="The balance that areas are counted by."
    )
    level = models.CharField(
        max_length=10, choices=Level, blank=True, help_text="Of the areas counted."
    )
    at_least = models.PositiveBigIntegerField(
        null=True, help_text="What an area's balance has to be, in the unit of `of`."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "id"], name="measure_id_in_its_pack"),
            models.CheckConstraint(
                name="measure_counts_a_kind_or_areas_or_divides_two",
                condition=(Q(how="ratio") & ~Q(numerator="") & ~Q(denominator="") & COUNTS_NOTHING)
                | (Q(how="areas") & Q(numerator="", denominator="", kind="") & COUNTS_AREAS)
                | (
                    ~Q(how__in=["ratio", "areas"])
                    & Q(numerator="", denominator="", of="", level="", at_least=None)
                    & ~Q(kind="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.unit})"


# How measures add up that say what there is on a day, not what happened in a period.
STANDING = (Measure.How.BALANCE, Measure.How.AREAS, Measure.How.RATIO)


class Target(models.Model):
    """
    A value some measure is to reach in some area by some day, and who said so.

    With ``each`` it is set for every area of that level inside ``area``, each for itself.
    """

    key = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=60)
    measure = models.CharField(max_length=80)
    area = models.CharField(max_length=12)
    each = models.CharField(
        max_length=10, choices=Level, blank=True, help_text="Empty sets it for the area itself."
    )
    starts_on = models.DateField(help_text="Inclusive; first day of the period counted.")
    by = models.DateField(help_text="Inclusive.")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "measure", "area", "each", "by"],
                name="target_once_a_measure_area_level_and_day",
            ),
            models.CheckConstraint(
                name="target_period_is_not_empty", condition=Q(by__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value} by {self.by}"


class Delivery(models.Model):
    """How far the facts of one kind have been handed to the handler that reacts to them."""

    kind = models.CharField(max_length=60, primary_key=True)
    xid = models.BigIntegerField(help_text="Transaction of the last fact delivered.")
    fact = models.UUIDField(help_text="Id of the last fact delivered.")

    def __str__(self) -> str:
        return f"{self.kind}: {self.xid}"


class Failure(models.Model):
    """
    The fact at which the handler of its kind fails; gone once it is through.

    Only the class of the error is kept: its words may hold a person's data.
    """

    kind = models.CharField(max_length=60, primary_key=True)
    fact = models.UUIDField(help_text="The facts behind it wait.")
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField()
    error = models.CharField(max_length=100, help_text="Class of the last error.")

    def __str__(self) -> str:
        return f"{self.kind}: {self.error} at {self.fact}"
