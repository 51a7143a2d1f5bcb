"""Which sheet and columns a roster stands in, and which row has its headings: guessed, or chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from jinguo.exchange.reading import jail
from jinguo.exchange.reading.jail import UnreadableFile, Workbook
from jinguo.exchange.roster import fields
from jinguo.exchange.roster.fields import ROWS_SEARCHED, Guess
from jinguo.exchange.rows import ColumnsUnfit

SHEETS_SEARCHED = 8


def open_book(data: bytes, sheet: str, rows: int | None = None) -> Workbook:
    """
    Return the sheet named, else the first on which headings are recognised, else the first with data.

    ``rows`` is how many of its rows are wanted; None means all.

    :raises UnreadableFile: see :func:`jinguo.exchange.reading.jail.read`
    """
    book = jail.read(data, sheet=sheet, rows=rows)
    if sheet or find_header(book).row is not None:
        return book
    for name in book.sheets[:SHEETS_SEARCHED]:
        if name != book.sheet and has_headings(data, name):
            return jail.read(data, sheet=name, rows=rows)
    return book


def has_headings(data: bytes, sheet: str) -> bool:
    """Say whether a sheet has a row of headings among its first ones; an empty sheet has none."""
    try:
        return find_header(jail.read(data, sheet=sheet, rows=ROWS_SEARCHED)).row is not None
    except UnreadableFile:
        return False


def find_header(book: Workbook, header_row: int | None = None) -> Guess:
    """
    Return the row of headings and what they name; of the row chosen when one is.

    ``header_row`` counts from 1 in the sheet, and 0 says that there are no headings.

    :raises ColumnsUnfit: the sheet has no such row
    """
    if header_row is None:
        return fields.guess(book.first_rows(ROWS_SEARCHED))
    if header_row == 0:
        return Guess(None, {})
    place = header_row - 1 - book.top
    rows = book.first_rows(place + 1) if place >= 0 else []
    if len(rows) <= place or place < 0:
        raise ColumnsUnfit(
            _("The sheet has no row {row} that holds anything.").format(row=header_row), columns=[]
        )
    return Guess(place, fields.columns_of(rows[place]))


def choose_columns(
    book: Workbook, mapping: Mapping[str, int] | None, header_row: int | None
) -> Guess:
    """
    Return the header's place and the columns, in the filled rectangle.

    :raises ColumnsUnfit: something every roster must have is in no column
    """
    guess = find_header(book, header_row)
    if mapping is not None:
        guess = Guess(guess.row, within(book, mapping))
    refuse_unfit(guess.mapping)
    return guess


def within(book: Workbook, mapping: Mapping[str, int]) -> dict[fields.Field, int]:
    """
    Return chosen columns of the sheet as those of its filled rectangle.

    :raises ColumnsUnfit: one lies outside it
    """
    chosen = {name: place - book.left for name, place in fields.as_mapping(mapping).items()}
    outside = [name for name, place in chosen.items() if not 0 <= place < book.width]
    if outside:
        raise ColumnsUnfit(_("A chosen column lies outside the sheet."), columns=outside)
    return chosen


def refuse_unfit(mapping: Mapping[fields.Field, int]) -> None:
    """
    Pass when everything a roster must have is in some column, and no column holds two things.

    :raises ColumnsUnfit: otherwise, naming the fields
    """
    missing = fields.missing(mapping)
    if not mapping:
        sentence = _(
            "No row of the first 30 has headings that are known. Choose the columns yourself."
        )
        raise ColumnsUnfit(sentence, columns=missing)
    if missing:
        sentence = _("No column was found for: {titles}. Choose the columns yourself.")
        raise ColumnsUnfit(sentence.format(titles=named(missing)), columns=missing)
    twice = fields.sharing(mapping)
    if twice:
        sentence = _("One column was chosen for several things: {titles}. Choose one for each.")
        raise ColumnsUnfit(sentence.format(titles=named(twice)), columns=twice)


def named(chosen: Iterable[fields.Field]) -> str:
    """Return the titles of some fields in one line."""
    return "、".join(str(fields.TITLES[name]) for name in chosen)
