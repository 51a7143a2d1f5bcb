"""The annex of a report: every figure with its definition, what it counts, its period and its records."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from jinguo.core.language import in_language
from jinguo.facts.formats import NOTHING, places, shown, unit_text
from jinguo.facts.models import Measure
from jinguo.reports.rendered import Rendered, Value

WIDTHS = (6, 22, 24, 46, 40, 14, 12, 12, 20, 14, 8, 12)


def annex(rendered: Rendered) -> bytes:
    """Return an .xlsx with one row a figure. Values are numbers; every text is written as text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        if rendered.known_at:
            book.set_properties({"created": rendered.known_at.astimezone(ZoneInfo("UTC"))})
        sheet = book.add_worksheet(_("All figures"))
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format(
            {
                "bold": True,
                "bottom": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "bg_color": "#F2F2F2",
            }
        )
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        formats = {
            count: book.add_format({"num_format": f"#,##0{'.' + '0' * count if count else ''}",
                                    "valign": "top"})
            for count in range(3)
        }  # fmt: skip
        sheet.write_string(0, 0, rendered.heading, bold)
        sheet.write_string(1, 0, _standing(rendered))
        for column, (title, width) in enumerate(zip(_titles(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, title, head)
        for number, value in enumerate(rendered.figures.values(), start=1):
            row = 3 + number
            for column, text in enumerate(_texts(number, value, rendered)):
                sheet.write_string(row, column, text, wrap)
            _write_value(sheet, row, value, formats)
        sheet.freeze_panes(4, 2)
        sheet.autofilter(3, 0, 3 + len(rendered.figures), len(WIDTHS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return buffer.getvalue()


def _titles() -> tuple[str, ...]:
    return (
        _("No."), _("Name of the figure"), _("Id"), _("Definition"), _("What is counted"), _("Area"),
        _("From"), _("To"), _("As of"), _("Value"), _("Unit"), _("Number of records"),
    )  # fmt: skip


def _texts(number: int, value: Value, rendered: Rendered) -> tuple[str, ...]:
    return (
        str(number),
        in_language(value.title, value.title_en),
        value.measure,
        in_language(value.definition, value.definition_en),
        f"{Measure.How(value.how).label}: {value.filter}",
        f"{value.area_name} {value.area}",
        "" if value.how in (Measure.How.BALANCE, Measure.How.AREAS) else str(value.starts_on),
        str(value.ends_on),
        known(rendered.known_at),
    )


def _write_value(
    sheet: Worksheet, row: int, value: Value, formats: dict[int, xlsxwriter.format.Format]
) -> None:
    if value.value is None:
        sheet.write_string(row, 9, NOTHING)
    else:
        number = shown(value.value, value)
        sheet.write_number(row, 9, float(number), formats[places(value)])
    sheet.write_string(row, 10, unit_text(value.unit, value.value or Decimal(0)))
    sheet.write_number(row, 11, value.records, formats[0])


def _standing(rendered: Rendered) -> str:
    if rendered.frozen is None:
        return _("Draft. The figures are those of the moment this file was made.")
    return _("Frozen for the %(number)d. time, as known at %(at)s.") % {
        "number": rendered.frozen,
        "at": known(rendered.known_at),
    }


def known(at: datetime | None) -> str:
    """Return an instant in the installation's zone, or the word for now."""
    if at is None:
        return _("now")
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")
