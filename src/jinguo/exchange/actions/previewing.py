"""How an uploaded roster would be read, shown before anything is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from jinguo.core import identity
from jinguo.exchange import files, policies, queries
from jinguo.exchange.reading.child import ROUNDED
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster import columns
from jinguo.exchange.roster.fields import ROWS_SEARCHED, Field, Guess

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

LONG_NUMBER = 6
SAMPLE_ROWS = 3
CELLS_SHOWN = 4  # of a row, where one is chosen as that of the headings


@dataclass(frozen=True)
class SheetRow:
    """One row of the sheet, by which its reader knows it; ``number`` counts from 1."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Column:
    """
    One column of the sheet, from 0.

    ``heading`` is empty where there is none, ``cells`` are the first below the headings. Columns in which
    all of these are empty are left out.
    """

    place: int
    heading: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """
    How a workbook would be read, for the officer to confirm or change; long numbers are masked.

    ``sheets`` are all that can be chosen, ``rows`` the first ones of this sheet, one of which may bear the
    headings. ``header_row`` counts from 1 and is 0 where there are no headings. ``guessed`` maps each field
    to the column whose heading names it.
    """

    sheet: str
    sheets: Sequence[str]
    rows: Sequence[SheetRow]
    header_row: int
    columns: Sequence[Column]
    guessed: dict[Field, int]

    @property
    def first(self) -> list[tuple[str, ...]]:
        """Return the first rows below the headings, a cell for each of ``columns``."""
        return list(zip(*(one.cells for one in self.columns), strict=True))


def preview(
    *, actor: Actor, batch_id: UUID, sheet: str = "", header_row: int | None = None
) -> Preview:
    """
    Return how an uploaded workbook would be read.

    ``sheet`` and ``header_row`` (from 1; 0 says that there are no headings) go before a guess.

    :raises NotFound: no such batch for this actor
    :raises Refused: it has been applied, erased, or cannot be opened
    :raises ColumnsUnfit: the sheet has no such row
    """
    batch = queries.get_batch(actor, batch_id)
    policies.check_unwritten(actor, batch)
    wanted = ROWS_SEARCHED + SAMPLE_ROWS
    book = columns.open_book(files.open_kept(batch.id), sheet, wanted)
    guess = columns.find_header(book, header_row)
    rows = [masked(row) for row in book.first_rows(wanted)]
    return Preview(
        sheet=book.sheet,
        sheets=book.sheets,
        rows=[
            SheetRow(book.top + at + 1, [cell for cell in row if cell][:CELLS_SHOWN])
            for at, row in enumerate(rows[:ROWS_SEARCHED])
            if any(row)
        ],
        header_row=0 if guess.row is None else book.top + guess.row + 1,
        columns=columns_of(book, rows, guess),
        guessed={name: book.left + place for name, place in guess.mapping.items()},
    )


def columns_of(book: Workbook, rows: Sequence[Sequence[str]], guess: Guess) -> list[Column]:
    """Return the columns that hold anything in the row of headings or the first ones below it."""
    first = 0 if guess.row is None else guess.row + 1
    headings = [""] * book.width if guess.row is None else rows[guess.row]
    below = rows[first : first + SAMPLE_ROWS]
    made = [
        Column(book.left + at, heading, [row[at] for row in below])
        for at, heading in enumerate(headings)
    ]
    return [one for one in made if one.heading or any(one.cells)]


def masked(row: Sequence[str]) -> list[str]:
    """Return the cells of one row on one line each, every long number masked."""
    cells = (" ".join(text.replace(ROUNDED, "").split()) for text in row)
    return [
        identity.mask(text) if sum(map(str.isdigit, text)) > LONG_NUMBER else text for text in cells
    ]
