"""Filled score sheets as a kind of workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from jinguo.assess import actions as assess
from jinguo.assess.models import Score
from jinguo.core import progress
from jinguo.exchange.models import Batch, Step
from jinguo.exchange.reading import jail
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.rows import Layout
from jinguo.exchange.scores import checks, columns, reasons
from jinguo.exchange.scores.checks import Filled

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class ScoresImporter:
    """See :class:`jinguo.exchange.importers.Importer`."""

    sentences = reasons.SENTENCES
    anchor = columns.Field.CODE

    def open(self, data: bytes, sheet: str) -> Workbook:
        """Return the sheet named, or the first with data: ours has the scores on its first."""
        return jail.read(data, sheet=sheet)

    def lay_out(
        self,
        actor: Actor,
        batch: Batch,
        book: Workbook,
        mapping: Mapping[str, int] | None,
        header_row: int | None,
    ) -> Layout:
        """Return the columns by their headings, which are ours; nothing is chosen."""
        return columns.lay_out(book, batch.area)

    def check(
        self, actor: Actor, batch: Batch, book: Workbook, layout: Layout, on: date, now: datetime
    ) -> Filled:
        """Return the filled rows, checked."""
        progress.begin(Step.CHECK, book.rows)
        return checks.check(actor, book, layout)

    def write(
        self, actor: Actor, batch: Batch, rows: Filled, left_out: set[int], on: date, now: datetime
    ) -> int:
        """Store the good rows' scores as the town's, given on one day."""
        sheets = [one for row, one in sorted(rows.scores.items()) if row not in left_out]
        return len(assess.score(actor=actor, sheets=sheets, kind=Score.Kind.TOWN, on=on, now=now))

    def update(self, actor: Actor, rows: Filled, on: date, now: datetime) -> int:
        """Return 0: a score that differs from the one that stands is written as a new one."""
        return 0
