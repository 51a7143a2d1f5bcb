"""The safe side of reading a workbook: takes the answer of the reading process, or its death."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from jinguo.core.errors import Refused
from jinguo.core.jail import parent
from jinguo.core.jail.child import Unfit
from jinguo.exchange.reading.child import BLOCK, CELL_END

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_ANSWER = 400 * 1024 * 1024
LARGEST_BLOCK = 64 * 1024 * 1024
CHILD = "jinguo.exchange.reading.child"


class UnreadableFile(Refused):
    """The file cannot be opened as a workbook, or not within the limits."""

    code = "unreadable-file"


@dataclass
class Workbook:
    """
    The filled rectangle of one sheet, as text.

    ``sheets`` are the names of all that can be seen. ``top`` and ``left`` are where the rectangle begins,
    from 0; ``merged`` are ``((row, column), (row, column))`` of the sheet, from 0, both ends inclusive.
    """

    sheet: str
    sheets: list[str]
    top: int
    left: int
    rows: int
    width: int
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    _blocks: list[list[bytes]] = field(repr=False)

    def column(self, index: int) -> list[str]:
        """Return the cells of one column of the rectangle, from its first row."""
        cells: list[str] = []
        for block in self._blocks:
            cells += block[index].decode().split(CELL_END)
        return cells

    def first_rows(self, count: int) -> list[tuple[str, ...]]:
        """Return the first rows of the rectangle, at most ``count``, at most one block."""
        if not self._blocks:
            return []
        columns = [part.decode().split(CELL_END)[:count] for part in self._blocks[0]]
        return list(zip(*columns, strict=True))


def read(data: bytes, *, sheet: str = "", rows: int | None = None) -> Workbook:
    """
    Return the sheet named ``sheet``, or the first visible one with data.

    ``rows`` is how many rows of its filled rectangle are wanted at most; None means all. Reading happens in
    another process; whatever the file does to it, this one goes on.

    :raises UnreadableFile: with the reason
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(sentence("too-large"))
    wanted = [sheet] if rows is None else [sheet, str(rows)]
    try:
        with parent.answer(CHILD, data, *wanted) as answer:
            return take(answer)
    except Unfit as unfit:
        raise UnreadableFile(sentence(unfit.code)) from unfit
    except parent.TooLong as fault:
        raise UnreadableFile(sentence("too-large-unpacked")) from fault
    except parent.Died as fault:
        raise UnreadableFile(sentence("died")) from fault


def take(answer: parent.Answer) -> Workbook:
    """Return the workbook in an answer."""
    line = answer.head()
    width, rows = int(line["columns"]), int(line["rows"])
    blocks, left = [], LARGEST_ANSWER
    for first in range(0, rows, BLOCK):
        block = []
        for _column in range(width):
            part = answer.part(min(left, LARGEST_BLOCK))
            left -= len(part)
            if part.count(CELL_END.encode()) != min(BLOCK, rows - first) - 1:
                raise ValueError("rows are missing")
            block.append(part)
        blocks.append(block)
    merged = [(tuple(one), tuple(two)) for one, two in line["merged"]]
    return Workbook(
        line["sheet"], line["sheets"], line["top"], line["left"], rows, width,
        merged, blocks,
    )  # fmt: skip


def sentence(code: str) -> str:
    """Return what is wrong with the file and what to do, for the person who sent it."""
    return {
        "too-large": _("The file is larger than 50 MB. Split it by town and upload the parts."),
        "old-format": _(
            "This is an old .xls workbook or one with a password. Open it, remove the password, and"
            " save it as .xlsx."
        ),
        "not-a-workbook": _("This is not an .xlsx workbook. Open it in WPS or Excel and save it as .xlsx."),
        "macros": _("The workbook contains macros. Save it as .xlsx without macros."),
        "password": _("The workbook has a password. Remove the password and upload it again."),
        "empty": _("The workbook has no sheet with data that can be seen."),
        "empty-sheet": _("This sheet is empty. Choose another."),
        "no-sheet": _("The workbook has no sheet of this name that can be seen. Choose another."),
        "damaged": _(
            "The workbook is damaged. Open it in WPS or Excel, save it again and upload the new file."
        ),
        "too-many-rows": _(
            "The sheet goes on past row 300,000. Delete the empty rows at its end, or split it."
        ),
        "too-many-columns": _("The sheet is wider than 200 columns. Keep the columns of the roster only."),
        "died": _(
            "The workbook could not be read within the limits of 512 MB and 60 seconds. Copy the cells of"
            " the roster into a new workbook and upload that."
        ),
    }.get(code) or _(
        "The file is not built as a workbook should be ({code}) and was not opened. Copy the cells of the"
        " roster into a new workbook and upload that."
    ).format(code=code)  # fmt: skip
