"""An assessor's visits drawn as a workbook to be filled: no text in it can ever run as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jinguo.assess.actions import SATISFACTION
from jinguo.exchange.scores.columns import Version, item_heading
from jinguo.exchange.scores.workbook import A4, HEADER, explain, make_formats
from jinguo.exchange.visits.columns import NO, TITLES, YES, Field, asked_by, outcomes

KNOWN_WIDTHS = (12, 22, 12, 34)
OUTCOME_WIDTH, ANSWER_WIDTH = 30, 12
ITEM_WIDTH, NOTE_WIDTH, ROUND_WIDTH = 11, 30, 38


@dataclass(frozen=True)
class Line:
    """One visit: its code, and where it leads."""

    code: str
    village: str
    head: str
    address: str


def draw(round_id: UUID, title: str, version: Version, lines: Sequence[Line]) -> bytes:
    """Return an .xlsx with one row a visit, and the items of the sheet on a second one."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        formats = make_formats(book)
        sheet = book.add_worksheet(_("Visits"))
        write_head(sheet, title, version, formats)
        for number, line in enumerate(lines, start=HEADER + 1):
            write_line(sheet, number, line, round_id, version, formats)
        bind(sheet, version, HEADER + max(len(lines), 1))
        explain(book.add_worksheet(_("Items")), version.sheet, formats)
    return buffer.getvalue()


def write_head(sheet: Worksheet, title: str, version: Version, formats: dict[str, Format]) -> None:
    """Write the title, how to fill it, and the headings."""
    items, asked = version.sheet.items, asked_by(version.sheet)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(
        1,
        0,
        _(
            "Fill the coloured cells. Say what you found in every row you went to; the rest only where the"
            " family was met. Where nobody was met, another household is drawn."
        ),
        formats["help"],
    )
    titles = [TITLES[Field.CODE], _("Village"), _("Head"), _("Address")]
    titles += [TITLES[name] for name in asked]
    titles += [item_heading(item) for item in items]
    titles += [TITLES[Field.NOTE], TITLES[Field.ROUND]]
    widths = [*KNOWN_WIDTHS, OUTCOME_WIDTH, *([ANSWER_WIDTH] * (len(asked) - 1))]
    widths += [*([ITEM_WIDTH] * len(items)), NOTE_WIDTH, ROUND_WIDTH]
    for column, (text, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.write_string(HEADER, column, str(text), formats["head"])
        sheet.set_column(column, column, width)
    sheet.set_row(HEADER, 78)


def write_line(
    sheet: Worksheet,
    row: int,
    line: Line,
    round_id: UUID,
    version: Version,
    formats: dict[str, Format],
) -> None:
    """Write one visit: where it leads, and room for what is found."""
    known = (line.code, line.village, line.head, line.address)
    for column, text in enumerate(known):
        sheet.write_string(row, column, text, formats["text"])
    last = len(known) + len(asked_by(version.sheet)) + len(version.sheet.items)
    for column in range(len(known), last):
        sheet.write_blank(row, column, None, formats["points"])
    sheet.write_blank(row, last, None, formats["text"])
    sheet.write_string(row, last + 1, str(round_id), formats["text"])


def bind(sheet: Worksheet, version: Version, bottom: int) -> None:
    """Let the spreadsheet itself offer the answers and refuse others, and set screen and print."""
    yes_no = [str(YES), str(NO)]
    asked = asked_by(version.sheet)
    offered = {
        Field.OUTCOME: [str(one) for one in outcomes().values()],
        Field.PLAQUE: yes_no,
        Field.KNOWS: yes_no,
        Field.LEDGER: yes_no,
        Field.SATISFACTION: [str(one) for one in SATISFACTION],
    }
    for column, name in enumerate(asked, start=len(KNOWN_WIDTHS)):
        rule = {"validate": "list", "source": offered[name]}
        sheet.data_validation(HEADER + 1, column, bottom, column, rule)
    for column, item in enumerate(version.sheet.items, start=len(KNOWN_WIDTHS) + len(asked)):
        points: dict[str, object] = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": item.max,
            "error_message": _("A whole number from 0 to %(max)d.") % {"max": item.max},
        }
        sheet.data_validation(HEADER + 1, column, bottom, column, points)
    sheet.freeze_panes(HEADER + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
