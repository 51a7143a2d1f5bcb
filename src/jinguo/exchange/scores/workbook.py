"""Score sheets drawn as a workbook to be filled: no text in it can ever run as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jinguo.assess.ladders import Item, Sheet
from jinguo.exchange.scores.columns import Version, item_heading

HEADER = 2
INFO_WIDTHS = (21, 26, 12, 16)
ITEM_WIDTH, NOTE_WIDTH, VERSION_WIDTH = 11, 30, 34
A4 = 9


@dataclass(frozen=True)
class Line:
    """One household to be scored, as its reader may see it; ``points`` are those that stand, if any."""

    code: str
    village: str
    head: str
    level: str
    points: Sequence[int] = ()
    note: str = ""


def draw(version: Version, lines: Sequence[Line]) -> bytes:
    """Return an .xlsx with one row a household and one column an item, and the items on a second sheet."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        formats = make_formats(book)
        sheet = book.add_worksheet(_("Score sheets"))
        write_head(sheet, version, formats)
        for number, line in enumerate(lines, start=HEADER + 1):
            write_line(sheet, number, line, version, formats)
        bind(sheet, version.sheet, len(lines))
        explain(book.add_worksheet(_("Items")), version.sheet, formats)
    return buffer.getvalue()


def make_formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    """Return the few looks the workbook has; ``quote_prefix`` keeps a text a text when it is edited."""
    edge = {"border": 1, "border_color": "#D5D5D5"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "help": book.add_format({"font_color": "#666666"}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F2F2F2", **edge}
        ),
        "text": book.add_format({"quote_prefix": True, "valign": "vcenter", **edge}),
        "points": book.add_format({"bg_color": "#FFFBEA", "align": "center", **edge}),
        "total": book.add_format({"bold": True, "align": "center", **edge}),
    }


def write_head(sheet: Worksheet, version: Version, formats: dict[str, Format]) -> None:
    """Write the title, how to fill it, and the headings."""
    items = version.sheet.items
    title = version.sheet.label
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(
        1,
        0,
        _(
            "Fill the coloured cells with whole points; leave a household you have not visited empty. If an"
            " item that fails a household applies, do not write it here: score it on its own page."
        ),
        formats["help"],
    )
    titles = [_("Household number"), _("Village"), _("Head"), _("Level asked for")]
    titles += [item_heading(item) for item in items]
    titles += [_("Total"), _("Note"), _("Score sheet version")]
    for column, text in enumerate(titles):
        sheet.write_string(HEADER, column, text, formats["head"])
    widths = [*INFO_WIDTHS, *([ITEM_WIDTH] * len(items)), 8, NOTE_WIDTH, VERSION_WIDTH]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(HEADER, 78)


def write_line(
    sheet: Worksheet, row: int, line: Line, version: Version, formats: dict[str, Format]
) -> None:
    """Write one household: what is known, room for its points, their sum."""
    first = len(INFO_WIDTHS)
    last = first + len(version.sheet.items)
    for column, text in enumerate((line.code, line.village, line.head, line.level)):
        sheet.write_string(row, column, text, formats["text"])
    for column in range(first, last):
        at = column - first
        if at < len(line.points):
            sheet.write_number(row, column, line.points[at], formats["points"])
        else:
            sheet.write_blank(row, column, None, formats["points"])
    cells = xlsxwriter.utility.xl_range(row, first, row, last - 1)
    sheet.write_formula(
        row, last, f'=IF(COUNT({cells}),SUM({cells}),"")', formats["total"],
        sum(line.points) if line.points else "",
    )  # fmt: skip
    sheet.write_string(row, last + 1, line.note, formats["text"])
    sheet.write_string(row, last + 2, version.words, formats["text"])


def bind(sheet: Worksheet, of: Sheet, lines: int) -> None:
    """Let the spreadsheet itself refuse what the item does not take, and set screen and print."""
    first, bottom = len(INFO_WIDTHS), HEADER + max(lines, 1)
    for column, item in enumerate(of.items, start=first):
        sheet.data_validation(
            HEADER + 1,
            column,
            bottom,
            column,
            {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": item.max,
                "error_title": _("Points")[:32],
                "error_message": _("A whole number from 0 to %(max)d.") % {"max": item.max},
            },
        )
    sheet.freeze_panes(HEADER + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)


def explain(sheet: Worksheet, of: Sheet, formats: dict[str, Format]) -> None:
    """Write the items with what is deducted, to be read beside the points."""
    titles = (_("Part"), _("Item"), _("Points"), _("Deductions"))
    for column, (text, width) in enumerate(zip(titles, (12, 50, 8, 50), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, formats["head"])
    for row, item in enumerate(of.items, start=1):
        for column, text in enumerate(texts_of(item)):
            sheet.write_string(row, column, text, formats["text"])
    sheet.freeze_panes(1, 0)


def texts_of(item: Item) -> tuple[str, ...]:
    """Return an item as it is explained."""
    return item.beauty_label, item.label, str(item.max), item.deduct_label
