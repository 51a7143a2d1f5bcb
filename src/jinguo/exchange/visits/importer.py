"""Filled visits of an evaluation as a kind of workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from jinguo.assess import actions as assess
from jinguo.core import progress
from jinguo.exchange.models import Batch, Step
from jinguo.exchange.reading import jail
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.rows import Layout
from jinguo.exchange.visits import checks, columns, reasons
from jinguo.exchange.visits.checks import Filled

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class VisitsImporter:
    """See :class:`jinguo.exchange.importers.Importer`."""

    sentences = reasons.SENTENCES
    anchor = columns.Field.CODE

    def open(self, data: bytes, sheet: str) -> Workbook:
        """Return the sheet named, or the first with data: ours has the visits on its first."""
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
        return columns.lay_out(actor, book)

    def check(
        self, actor: Actor, batch: Batch, book: Workbook, layout: Layout, on: date, now: datetime
    ) -> Filled:
        """Return the filled rows, checked."""
        progress.begin(Step.CHECK, book.rows)
        return checks.check(book, layout)

    def write(
        self, actor: Actor, batch: Batch, rows: Filled, left_out: set[int], on: date, now: datetime
    ) -> int:
        """Record the good rows as visits made on one day."""
        entries = [one for row, one in sorted(rows.entries.items()) if row not in left_out]
        return assess.enter_visits(
            actor=actor, round_id=rows.round_id, entries=entries, on=on, now=now
        )

    def update(self, actor: Actor, rows: Filled, on: date, now: datetime) -> int:
        """Return 0: a visit that was recorded is sent back before it is recorded otherwise."""
        return 0
