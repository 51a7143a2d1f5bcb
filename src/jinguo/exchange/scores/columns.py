"""The columns of a score workbook, and which version of a sheet they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from jinguo.assess import models, queries
from jinguo.assess.ladders import Item, Sheet, as_sheet
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster.fields import ROWS_SEARCHED, plain
from jinguo.exchange.rows import ColumnsUnfit, Layout

RANGE = re.compile(r"\s*[（(]0\s*[–—~-]\s*\d+[）)]\s*$")


class Field(StrEnum):
    """What a column holds that is not an item's points; an item's column has ``item:`` and its id."""

    CODE = "code"
    VERSION = "version"
    NOTE = "note"


SYNONYMS = {
    Field.CODE: ("户编号", "户号", "编号", "household number"),
    Field.VERSION: ("评分表版本", "score sheet version"),
    Field.NOTE: ("备注", "note"),
}
KNOWN = {plain(word): name for name, words in SYNONYMS.items() for word in words}


@dataclass(frozen=True)
class Version:
    """One version of a score sheet, with the words it is told apart by in a workbook."""

    sheet: Sheet
    programme: str
    valid_from: date

    @property
    def words(self) -> str:
        """Return how a row says which version it was filled by."""
        return f"{self.programme} {self.sheet.key} {self.valid_from}"


def as_version(row: models.Sheet) -> Version:
    """Read a stored sheet."""
    return Version(as_sheet(row), row.programme, row.valid_from)


def item_field(item: Item) -> str:
    """Return the name of an item's column."""
    return f"item:{item.id}"


def item_heading(item: Item) -> str:
    """Return an item's heading with the points it takes, in the reader's language."""
    return f"{item.label} (0–{item.max})"


def lay_out(book: Workbook, area: str) -> Layout:
    """
    Return the columns of a filled workbook; :attr:`Layout.of` is the :class:`Version` it was filled by.

    The headings name the items of one of the sheets of ``area``. Where several versions have the same, the
    rows say which; else it is that of the nearest pack, and of its versions the newest.

    :raises ColumnsUnfit: no row of headings, or an item has no column
    """
    rows = book.first_rows(ROWS_SEARCHED + 1)
    header = header_row(rows)
    headings = {plain(RANGE.sub("", text)): place for place, text in enumerate(rows[header])}
    mapping = {name.value: headings[word] for word, name in KNOWN.items() if word in headings}
    said = first_version(rows, header, mapping)
    versions = sorted(
        map(as_version, queries.sheets_of(area)),
        key=lambda one: (len(places(one.sheet, headings)), one.words == said),
    )
    if not versions:
        raise ColumnsUnfit(_("No score sheet is in force."))
    found = places(versions[-1].sheet, headings)
    missing = [one.label for one in versions[-1].sheet.items if item_field(one) not in found]
    if missing:
        raise ColumnsUnfit(
            _("No column was found for: {titles}. Download the score sheets again.").format(
                titles="、".join(missing)
            ),
            columns=missing,
        )
    return Layout(header, mapping | found, versions[-1])


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """
    Return the row of the headings, from 0.

    :raises ColumnsUnfit: none has the household's number
    """
    for at, row in enumerate(rows[:ROWS_SEARCHED]):
        if any(KNOWN.get(plain(text)) is Field.CODE for text in row if text):
            return at
    raise ColumnsUnfit(
        _("No row of the first 30 has the heading “{heading}”. Download the score sheets again.").format(
            heading=_("Household number")
        )
    )  # fmt: skip


def first_version(
    rows: Sequence[Sequence[str]], header: int, mapping: dict[str, int]
) -> str | None:
    """Return the version the first row below the headings names."""
    place = mapping.get(Field.VERSION)
    below = rows[header + 1 : header + 2]
    return below[0][place].strip() if below and place is not None else None


def places(sheet: Sheet, headings: dict[str, int]) -> dict[str, int]:
    """Return the columns of a sheet's items that are among the headings, in either language."""
    found = {}
    for item in sheet.items:
        place = headings.get(plain(item.title), headings.get(plain(item.title_en)))
        if place is not None:
            found[item_field(item)] = place
    return found
