"""A workbook's dry run: every row checked, nothing written but the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.core import progress, trail
from jinguo.exchange import files, policies, queries
from jinguo.exchange.importers import importer_of
from jinguo.exchange.models import Batch, Step
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.rows import Layout, Problem

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

PROBLEMS_KEPT = 200


@dataclass(frozen=True)
class Checked:
    """A batch's rows in memory, checked: what is written when that follows at once."""

    book: Workbook
    layout: Layout
    rows: Any


def check(
    *,
    actor: Actor,
    batch_id: UUID,
    now: datetime,
    mapping: Mapping[str, int] | None = None,
    header_row: int | None = None,
    sheet: str = "",
) -> Batch:
    """
    Check every row of an uploaded workbook and keep the outcome in its batch; nothing else is written.

    ``sheet``, ``header_row`` (from 1; 0 says that there are no headings) and ``mapping`` (field → column of
    the sheet, from 0) go before what is guessed.

    :raises NotFound: no such batch for this actor
    :raises ColumnsUnfit: ``fields`` names what no column was found for
    :raises NoRows: nothing stands below the headings
    :raises Refused: it has been applied, erased, or cannot be opened
    """
    check_rows(actor, batch_id, now, mapping=mapping, header_row=header_row, sheet=sheet)
    return queries.get_batch(actor, batch_id)


@transaction.atomic
def check_rows(
    actor: Actor,
    batch_id: UUID,
    now: datetime,
    *,
    mapping: Mapping[str, int] | None = None,
    header_row: int | None = None,
    sheet: str = "",
    on: date | None = None,
) -> Checked:
    """Check the rows to be written as of ``on``, today when left out; see :func:`check`."""
    batch = queries.get_batch(actor, batch_id, lock=True)
    policies.check_unwritten(actor, batch)
    checked = check_book(
        actor, batch, now, mapping=mapping, header_row=header_row, sheet=sheet, on=on
    )
    keep_outcome(batch, checked)
    trail.note(
        actor,
        "exchange.check",
        object_type="exchange.batch",
        object_id=batch.id,
        area=batch.area,
        count=batch.rows,
    )
    return checked


def check_book(
    actor: Actor,
    batch: Batch,
    now: datetime,
    *,
    mapping: Mapping[str, int] | None,
    header_row: int | None,
    sheet: str = "",
    on: date | None = None,
) -> Checked:
    """Return a workbook's rows, read and checked as its kind is."""
    importer = importer_of(batch)
    day = on or timezone.localdate(now)
    progress.begin(Step.READ)
    book = importer.open(files.open_kept(batch.id), sheet or batch.sheet)
    layout = importer.lay_out(actor, batch, book, mapping, header_row)
    return Checked(book, layout, importer.check(actor, batch, book, layout, day, now))


def check_again(actor: Actor, batch: Batch, now: datetime, on: date | None = None) -> Checked:
    """Return the rows of a batch checked before, read and checked once more with the same columns."""
    return check_book(actor, batch, now, mapping=batch.mapping, header_row=batch.header_row, on=on)


def keep_outcome(batch: Batch, checked: Checked) -> None:
    """Write the outcome of a check into its batch: counts and places, no values."""
    rows, book, layout = checked.rows, checked.book, checked.layout
    bad = rows.bad_rows()
    batch.state = Batch.State.CHECKED
    batch.sheet = book.sheet
    batch.header_row = 0 if layout.header is None else book.top + layout.header + 1
    batch.mapping = {name: book.left + place for name, place in layout.mapping.items()}
    batch.rows, batch.bad, batch.same = len(rows), len(bad), len(rows.same)
    batch.differing = len(rows.differing)
    batch.good = batch.rows - batch.bad - batch.same - batch.differing
    batch.reasons, batch.problems = counted(rows.problems), places(batch, checked, rows.problems)
    remarks = [one for one in rows.remarks if one.row not in bad]
    batch.remarks, batch.remarked = counted(remarks), places(batch, checked, remarks)
    batch.differences = dict(Counter(chain.from_iterable(rows.differing.values())))
    batch.differed = [
        {"row": row_of(checked, row), "fields": rows.differing[row]}
        for row in sorted(rows.differing)[:PROBLEMS_KEPT]
    ]
    batch.save()


def row_of(checked: Checked, row: int) -> int:
    """Return where one of the checked rows stands in the sheet, from 1."""
    return checked.book.top + int(checked.rows.lines[row]) + 1


def counted(problems: Sequence[Problem]) -> dict[str, int]:
    """Return how often each reason is given."""
    return dict(Counter(str(problem.reason) for problem in problems))


def places(batch: Batch, checked: Checked, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return where the first problems are, by row and column of the sheet; the rarest reasons first."""
    often = counted(problems)
    first = sorted(problems, key=lambda one: (often[one.reason] > PROBLEMS_KEPT, one.row))
    return [
        {
            "row": row_of(checked, one.row),
            "column": batch.mapping.get(one.field),
            "field": str(one.field),
            "reason": str(one.reason),
        }
        for one in first[:PROBLEMS_KEPT]
    ]
