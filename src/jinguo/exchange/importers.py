"""The kinds of workbooks that can be brought in; a kind is what this module asks of it and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

from jinguo.exchange.models import Batch
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster.importer import RosterImporter
from jinguo.exchange.rows import Layout
from jinguo.exchange.scores.importer import ScoresImporter
from jinguo.exchange.visits.importer import VisitsImporter

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class Importer(Protocol):
    """
    What one kind of workbook knows: its columns, its checks, and the action that takes its rows.

    ``sentences`` has every reason for which a row may be refused; ``anchor`` is the field whose cell is
    marked when a reason belongs to none.
    """

    @property
    def sentences(self) -> Mapping[Any, str | Promise]: ...

    @property
    def anchor(self) -> str: ...

    def open(self, data: bytes, sheet: str) -> Workbook:
        """
        Return the sheet named, else the one such a workbook has its rows on.

        :raises UnreadableFile: it cannot be opened
        """

    def lay_out(
        self,
        actor: Actor,
        batch: Batch,
        book: Workbook,
        mapping: Mapping[str, int] | None,
        header_row: int | None,
    ) -> Layout:
        """
        Return where the columns are; ``mapping`` and ``header_row`` (of the sheet; 0 for no headings) go
        before a guess.

        :raises ColumnsUnfit: something every such workbook must have is in no column
        """

    def check(
        self, actor: Actor, batch: Batch, book: Workbook, layout: Layout, on: date, now: datetime
    ) -> Any:
        """
        Return the rows (:class:`~jinguo.exchange.rows.Rows`), checked to be written as of a day; nothing is
        written.

        :raises NoRows: nothing stands below the headings
        """

    def write(
        self, actor: Actor, batch: Batch, rows: Any, left_out: set[int], on: date, now: datetime
    ) -> int:
        """Write all rows but those left out, as of a day, and return how many."""

    def update(self, actor: Actor, rows: Any, on: date, now: datetime) -> int:
        """Bring up to date, as of a day, what differs from its row, and return how many."""


IMPORTERS: dict[str, Importer] = {
    Batch.Kind.ROSTER: RosterImporter(),
    Batch.Kind.SCORES: ScoresImporter(),
    Batch.Kind.VISITS: VisitsImporter(),
}


def importer_of(batch: Batch) -> Importer:
    """Return what knows the kind of workbook a batch is."""
    return IMPORTERS[batch.kind]


def sentence(reason: str) -> str:
    """Return the sentence of a reason of any kind; the code itself for one no longer known."""
    for importer in IMPORTERS.values():
        if reason in importer.sentences:
            return str(importer.sentences[reason])
    return reason
