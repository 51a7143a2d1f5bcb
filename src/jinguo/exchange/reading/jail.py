"""The safe side of reading: starts the reading process, and takes its answer or its death."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import IO

from django.utils.translation import gettext as _

import jinguo
from jinguo.core.errors import Refused
from jinguo.exchange.reading.child import BLOCK, CELL_END

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_ANSWER = 400 * 1024 * 1024
LARGEST_BLOCK = 64 * 1024 * 1024
LONGEST_SECONDS = 65.0
PIPE = 1 << 20  # bytes; as much as Linux lets anyone have
SOURCE = str(Path(jinguo.__file__).parent.parent)


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
    with child(sheet, rows) as process:
        feed(process, data)
        try:
            return take(process.stdout)  # type: ignore[arg-type]
        except (ValueError, KeyError, TypeError, UnicodeDecodeError) as fault:
            raise UnreadableFile(sentence("died")) from fault


@contextmanager
def child(sheet: str, rows: int | None) -> Iterator[subprocess.Popen[bytes]]:
    """Start the reading process and see that it is gone in the end."""
    wanted = [sheet] if rows is None else [sheet, str(rows)]
    process = subprocess.Popen(
        [sys.executable, "-s", "-m", "jinguo.exchange.reading.child", *wanted],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=PIPE,
        cwd="/",
        env={"PYTHONPATH": SOURCE, "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    clock = Timer(LONGEST_SECONDS, process.kill)
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


def feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Hand over the file; a process that died early is noticed when its answer is taken."""
    try:
        process.stdin.write(data)  # type: ignore[union-attr]
        process.stdin.close()  # type: ignore[union-attr]
    except BrokenPipeError:
        return


def take(answer: IO[bytes]) -> Workbook:
    """Return the workbook in an answer."""
    line = json.loads(answer.readline(64 * 1024 * 1024) or b"{}")
    if "unfit" in line:
        raise UnreadableFile(sentence(line["unfit"]))
    width, rows = int(line["columns"]), int(line["rows"])
    blocks, left = [], LARGEST_ANSWER
    for first in range(0, rows, BLOCK):
        block = []
        for _column in range(width):
            part = take_part(answer, left)
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


def take_part(answer: IO[bytes], left: int) -> bytes:
    """Return one column of one block."""
    size = int.from_bytes(answer.read(4), "big")
    if size > min(left, LARGEST_BLOCK):
        raise UnreadableFile(sentence("too-large-unpacked"))
    part = answer.read(size)
    if len(part) != size:
        raise ValueError("the answer ends early")
    return part


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
