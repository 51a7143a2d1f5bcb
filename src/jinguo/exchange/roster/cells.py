"""
Putting cells right, a column at a time: what WPS, Excel and hands do to text that should be plain.

A column is joined into one text, put right in one pass and parted again, because one pass over three million
signs costs less than 165,570 small ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinguo.exchange.reading.child import CELL_END, ROUNDED
from jinguo.people.checking import (
    APOSTROPHES,
    BETWEEN_SIGNS,
    FULL_WIDTH,
    RUN_OF_SPACES,
    SPACES,
    TO_NAME,
    UNSEEN,
)

TO_CODE = FULL_WIDTH | dict.fromkeys(map(ord, SPACES + UNSEEN + APOSTROPHES)) | {
    ord(sign): ord("-") for sign in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
}  # fmt: skip
ODD_CODE = re.compile("[" + re.escape("".join(map(chr, TO_CODE))) + "]")
ODD_NAME = re.compile("[" + re.escape("".join(map(chr, TO_NAME))) + "]")


def parted(joined: str, count: int) -> list[str]:
    """Return a joined column's ``count`` cells; a column of none is joined as one empty cell is."""
    return joined.split(CELL_END) if count else []


def tidy_codes(column: list[str]) -> list[str]:
    """Return numbers and codes: half-width, no spaces, nothing unseen, upper case, dashes plain."""
    joined = CELL_END.join(column)
    if ODD_CODE.search(joined):
        joined = joined.translate(TO_CODE)
    return parted(joined.upper(), len(column))


def tidy_names(column: list[str]) -> list[str]:
    """Return names and words: half-width letters, no space between Chinese signs, none at the ends."""
    joined = CELL_END.join(column)
    if ODD_NAME.search(joined) is None:
        return column
    joined = RUN_OF_SPACES.sub(" ", joined.translate(TO_NAME))
    joined = BETWEEN_SIGNS.sub("", joined)
    return [cell.strip() for cell in parted(joined, len(column))]


def drop_marks(column: list[str]) -> tuple[list[str], set[int]]:
    """Return a column without the mark of rounded numbers, and the rows that bore it."""
    joined = CELL_END.join(column)
    if ROUNDED not in joined:
        return column, set()
    marked = {row for row, cell in enumerate(column) if cell.startswith(ROUNDED)}
    return parted(joined.replace(ROUNDED, ""), len(column)), marked


def fill_down(
    column: list[str], spans: Iterable[tuple[tuple[int, int], tuple[int, int]]], index: int
) -> list[str]:
    """Return a column in which a cell merged over several rows stands in each of them."""
    filled = column
    for (first, left), (last, right) in spans:
        if left <= index <= right and last > first and 0 <= first < len(column):
            if filled is column:
                filled = column.copy()
            last = min(last, len(column) - 1)
            filled[first : last + 1] = [column[first]] * (last - first + 1)
    return filled
