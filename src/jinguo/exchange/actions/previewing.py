"""How an uploaded roster would be read, shown before anything is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from jinguo.core import identity
from jinguo.exchange import files, policies, queries
from jinguo.exchange.reading import jail
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster.columns import SAMPLE_ROWS, read_header
from jinguo.exchange.roster.fields import Field

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

LONG_NUMBER = 6


@dataclass(frozen=True)
class Preview:
    """
    How a workbook's columns are understood, for the officer to confirm or change.

    ``header_row`` counts from 1, columns from 0, both of the sheet. ``sample`` are the first rows below the
    header, numbers masked.
    """

    sheet: str
    sheets: list[str]
    header_row: int | None
    headings: dict[int, str]
    mapping: dict[Field, int]
    missing: list[Field]
    sample: list[dict[int, str]]


def preview(
    *, actor: Actor, batch_id: UUID, sheet: str = "", header_row: int | None = None
) -> Preview:
    """
    Return how the columns of an uploaded workbook would be read.

    :raises NotFound: no such batch for this actor
    :raises Refused: it has been applied, erased, or cannot be opened
    """
    batch = queries.get_batch(actor, batch_id)
    policies.check_check(actor, batch)
    book = jail.read(files.open_kept(batch.id), sheet=sheet or batch.sheet)
    guess, rows = read_header(book, header_row)
    headings = rows[guess.row] if guess.row is not None else ()
    below = rows[guess.row + 1 :] if guess.row is not None else rows
    return Preview(
        sheet=book.sheet,
        sheets=book.sheets,
        header_row=None if guess.row is None else book.top + guess.row + 1,
        headings={book.left + place: text for place, text in enumerate(headings)},
        mapping={name: book.left + place for name, place in guess.mapping.items()},
        missing=guess.missing,
        sample=[masked_sample(book, row) for row in below[:SAMPLE_ROWS]],
    )


def masked_sample(book: Workbook, row: Sequence[str]) -> dict[int, str]:
    """Return one row by column, every long number masked."""
    return {
        book.left + place: identity.mask(text)
        if sum(map(str.isdigit, text)) > LONG_NUMBER
        else text
        for place, text in enumerate(row)
    }
