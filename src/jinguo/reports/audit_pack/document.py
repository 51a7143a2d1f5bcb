"""A pack as a document: whether the trail holds, then the short tables; the long ones are in the workbook."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from jinguo.reports.audit_pack.cover import Cover
from jinguo.reports.audit_pack.tables import Table
from jinguo.reports.documents import layout
from jinguo.reports.documents.layout import FANG_SONG, HEI, SONG_TITLE, Font
from jinguo.reports.documents.official import without_times

CELL, NOTE = Pt(10.5), Pt(12)
RED = RGBColor(0xB0, 0x00, 0x20)
AT_MOST = 60  # rows of a table in the document


def document(cover: Cover, tables: list[Table]) -> bytes:
    """Return a .docx on the page of an official document."""
    made = Document()
    layout.set_page(made)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = cover.title, "", ""
    properties.created = properties.modified = cover.made_at.astimezone(UTC).replace(tzinfo=None)
    title = _say(made, cover.title, SONG_TITLE, layout.TITLE_SIZE)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    verdict = _say(made, cover.verdict, HEI)
    if cover.problems:
        verdict.runs[0].font.color.rgb = RED
    for line in cover.lines():
        _say(made, line, FANG_SONG, NOTE)
    for number, table in enumerate(tables, start=1):
        heading = _say(made, f"{number}. {table.title}", HEI)
        heading.paragraph_format.keep_with_next = True
        if table.note:
            _say(made, table.note, FANG_SONG, NOTE)
        if not table.rows:
            _say(made, _("None in this year."), FANG_SONG, NOTE)
        elif table.is_long or len(table.rows) > AT_MOST:
            count = len(table.rows)
            said = ngettext("%s row; see the workbook.", "%s rows; see the workbook.", count)
            _say(made, said % f"{count:,}", FANG_SONG, NOTE)
        else:
            _set(made, table)
    buffer = BytesIO()
    made.save(buffer)
    return without_times(buffer)


def _say(made: DocumentType, text: str, font: Font, size: Pt | None = None) -> Paragraph:
    paragraph = made.add_paragraph()
    _write(paragraph, text, font, size)
    return paragraph


def _write(paragraph: Paragraph, text: str, font: Font, size: Pt | None) -> None:
    run = paragraph.add_run(text)
    layout.set_font(run._element.get_or_add_rPr(), font)
    if size is not None:
        run.font.size = size
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _set(made: DocumentType, table: Table) -> None:
    """Set a table with its columns as wide as the page lets them be."""
    grid = made.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    for is_head, cells in [(True, table.columns), *((False, row) for row in table.rows)]:
        for cell, value in zip(grid.add_row().cells, cells, strict=True):
            text = f"{value:,}" if isinstance(value, int) else value
            _write(cell.paragraphs[0], text, HEI if is_head else FANG_SONG, CELL)
