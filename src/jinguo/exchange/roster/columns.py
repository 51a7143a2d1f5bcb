"""Which columns a roster has: guessed, or chosen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster import fields
from jinguo.exchange.rows import ColumnsMissing

SAMPLE_ROWS = 3


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
