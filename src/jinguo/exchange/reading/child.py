"""
The reading process: takes a workbook on standard input, gives one of its sheets on standard output.

Its words are the sheet's name, empty for the first with data, and how many rows are wanted at most. It runs
in the jail of :mod:`jinguo.core.jail`. Its answer is the sheet's outline, then, for every block of rows and
column, a part with the cells as UTF-8 text parted by U+001F. A number of 16 or more digits, which a
spreadsheet can only hold rounded, comes behind a U+0001.
"""

from __future__ import annotations

import encodings.cp437  # noqa: F401  (archives name it; no file can be opened later)
import gc
import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice

import python_calamine

from jinguo.core.jail import child as jail
from jinguo.core.jail.child import Unfit
from jinguo.exchange.reading import archive

MOST_ROWS = 300_000
MOST_COLUMNS = 200
MOST_MERGED = 100_000
BLOCK = 20_000
CELL_END, ROUNDED = "\x1f", "\x01"
EXACT = 10**15

Cell = int | float | str | bool | time | date | datetime | timedelta


def main(wanted: str = "", most: str = str(MOST_ROWS)) -> None:
    """Read one workbook and write the answer."""
    gc.disable()  # a sheet is millions of values and no circle
    data = jail.take()
    archive.check(data)
    sheets, sheet = open_sheet(data, wanted)
    del data
    write(sheets, sheet, int(most))


def open_sheet(data: bytes, wanted: str) -> tuple[list[str], python_calamine.CalamineSheet]:
    """Return the names of the visible sheets, and the one named ``wanted`` or the first that has cells."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        for name in visible:
            if name == wanted or not wanted:
                sheet = book.get_sheet_by_name(name)
                if sheet.end is not None:
                    return visible, sheet
    except Exception as fault:  # whatever the parser makes of it, the file is what is wrong
        raise Unfit("damaged") from fault
    if wanted:
        raise Unfit("empty-sheet" if wanted in visible else "no-sheet")
    raise Unfit("empty")


def write(sheets: list[str], sheet: python_calamine.CalamineSheet, most: int) -> None:
    """Write the sheet's outline, then its cells, of at most so many rows."""
    top, left = sheet.start or (0, 0)
    bottom, right = sheet.end or (0, 0)
    if bottom >= MOST_ROWS:
        raise Unfit("too-many-rows")
    if right >= MOST_COLUMNS:
        raise Unfit("too-many-columns")
    jail.say(
        {
            "sheet": sheet.name,
            "sheets": sheets[:MOST_COLUMNS],
            "top": top,
            "left": left,
            "rows": min(bottom - top + 1, most),
            "columns": right - left + 1,
            "merged": (sheet.merged_cell_ranges or [])[:MOST_MERGED],
        }
    )
    for block in blocks(sheet, top, most):
        for column in zip(*block, strict=True):
            jail.give(pack(column))


def blocks(sheet: python_calamine.CalamineSheet, top: int, most: int) -> Iterator[list[list[Cell]]]:
    """Yield the first rows of the sheet's filled rectangle, many at a time."""
    # The iterator gives the empty rows above the rectangle, but not the empty columns beside it.
    rows = islice(sheet.iter_rows(), top, top + most)
    while block := list(islice(rows, BLOCK)):
        yield block


def pack(column: tuple[Cell, ...]) -> bytes:
    """Return one column of a block as parted text."""
    try:
        joined = CELL_END.join(column)  # type: ignore[arg-type]
    except TypeError:  # not text throughout
        joined = CELL_END.join([c if type(c) is str else text(c) for c in column])
    if joined.count(CELL_END) >= len(column) or ROUNDED in joined:
        joined = CELL_END.join(
            cell.replace(CELL_END, " ").replace(ROUNDED, " ") if type(cell) is str else text(cell)
            for cell in column
        )
    return joined.encode("utf-8", "replace")


def text(cell: Cell) -> str:
    """Return a cell that is not text as text."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            return repr(cell)
        if abs(cell) >= EXACT:
            return f"{ROUNDED}{cell:.0f}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return str(cell).replace(CELL_END, " ").replace(ROUNDED, " ")


if __name__ == "__main__":
    jail.run(main)
