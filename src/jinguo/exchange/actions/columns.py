"""Which columns a roster has: guessed, shown, chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core import identity
from jinguo.core.errors import Refused
from jinguo.exchange import files, policies, queries
from jinguo.exchange.reading import jail
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster import fields
from jinguo.exchange.roster.fields import Field

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

SAMPLE_ROWS = 3
LONG_NUMBER = 6


class ColumnsMissing(Refused):
    """No column was found, or chosen, for something every roster must have."""

    code = "columns-missing"


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


def read_header(
    book: Workbook, header_row: int | None
) -> tuple[fields.Guess, list[tuple[str, ...]]]:
    """Return the header as guessed, or as it stands in the row chosen, with the rows it was sought in."""
    rows = book.first_rows(fields.ROWS_SEARCHED + SAMPLE_ROWS)
    if header_row is None:
        return fields.guess(rows), rows
    place = header_row - 1 - book.top
    if not 0 <= place < len(rows):
        raise ColumnsMissing(
            _("There is no such row in the first {count}.").format(count=len(rows))
        )
    found = fields.guess([rows[place]])
    return fields.Guess(place, found.mapping), rows


def choose_columns(
    book: Workbook, mapping: Mapping[str, int] | None, header_row: int | None
) -> fields.Guess:
    """
    Return the header's place and the columns, in the filled rectangle.

    :raises ColumnsMissing: something every roster must have is in no column
    """
    guess, _rows = read_header(book, header_row)
    if mapping is not None:
        chosen = {name: place - book.left for name, place in fields.as_mapping(mapping).items()}
        outside = [name for name, place in chosen.items() if not 0 <= place < book.width]
        if outside:
            raise ColumnsMissing(_("A chosen column lies outside the sheet."), columns=outside)
        guess = fields.Guess(guess.row if guess.row is not None else -1, chosen)
    if guess.row is None:
        raise ColumnsMissing(
            _("No row of the first 30 looks like a header. Choose the columns yourself."),
            columns=[],
        )
    if guess.missing:
        titles = "、".join(str(fields.TITLES[name]) for name in guess.missing)
        raise ColumnsMissing(
            _("No column was found for: {titles}. Choose the columns yourself.").format(
                titles=titles
            ),
            columns=guess.missing,
        )
    return guess
