"""A pack as a workbook: the first page, then a sheet for each table."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from jinguo.reports.audit_pack.cover import Cover
from jinguo.reports.audit_pack.tables import Table

WIDTHS = (14, 60)  # at least, at most
LONGEST_NAME = 31


def workbook(cover: Cover, tables: list[Table]) -> bytes:
    """Return an .xlsx in which every text is a text, so that nothing is a formula."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": cover.title, "created": cover.made_at.astimezone(UTC)})
        bold = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
        alarm = book.add_format({"bold": True, "text_wrap": True, "font_color": "#B00020"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2"})
        first = book.add_worksheet(_("Page one"))
        first.set_column(0, 0, 100)
        first.write_string(0, 0, cover.title, bold)
        first.write_string(1, 0, cover.verdict, alarm if cover.problems else wrap)
        for row, line in enumerate(cover.lines(), start=2):
            first.write_string(row, 0, line, wrap)
        for table in tables:
            sheet = book.add_worksheet(table.title[:LONGEST_NAME])
            sheet.write_string(0, 0, table.note)
            for column, title in enumerate(table.columns):
                longest = max([len(title), *(len(str(row[column])) for row in table.rows[:200])])
                sheet.set_column(column, column, min(max(longest + 2, WIDTHS[0]), WIDTHS[1]))
                sheet.write_string(1, column, title, head)
            for number, cells in enumerate(table.rows, start=2):
                for column, cell in enumerate(cells):
                    if isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    else:
                        sheet.write_string(number, column, cell)
            sheet.freeze_panes(2, 0)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(1)
    return buffer.getvalue()
