"""A brief as .docx: what the page of an area says, laid out and sized as that page is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import chain

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

UP_AND_DOWN, ASIDE = Mm(10), Mm(12)
FONT = "宋体"
TITLE, HEAD, BODY = Pt(13), Pt(9), Pt(8.5)  # those of the print in frontend/src/theme.css
COLUMNS = 3
BETWEEN = " · "


@dataclass(frozen=True)
class Part:
    """Figures under a heading, in words ready to be printed; ``is_inner`` of one inside the part before."""

    heading: str
    figures: Sequence[str]
    is_inner: bool = False


@dataclass(frozen=True)
class Brief:
    """What there is to say of an area on a day; ``columns`` is set in columns, the rest across the sheet."""

    title: str
    day: str
    above: Sequence[Part]
    columns: Sequence[Part]
    below: Sequence[Part]

    @property
    def parts(self) -> Iterable[Part]:
        """All of it, from the top."""
        return chain(self.above, self.columns, self.below)


def brief_docx(brief: Brief, made_at: datetime) -> bytes:
    """Return a brief as .docx, A4 with narrow margins."""
    document = Document()
    document.core_properties.author = ""
    document.core_properties.title = brief.title
    document.core_properties.created = document.core_properties.modified = made_at
    _span(document, 1)
    for text, size in ((brief.title, TITLE), (brief.day, BODY)):
        line = _paragraph(document)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(line, text, size, is_bold=size is TITLE)
    _set(document, brief.above)
    for parts, columns in ((brief.columns, COLUMNS), (brief.below, 1)):
        if parts:
            document.add_section(WD_SECTION.CONTINUOUS)
            _span(document, columns)
            _set(document, parts)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _span(document: Written, columns: int) -> None:
    """Set the last section of a document on its sheet, in so many columns."""
    page = document.sections[-1]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = ASIDE
    page.top_margin = page.bottom_margin = UP_AND_DOWN
    page._sectPr.find(qn("w:cols")).set(qn("w:num"), str(columns))


def _set(document: Written, parts: Iterable[Part]) -> None:
    """Write parts: a heading of its own, or inside one before the figures it is of."""
    for part in parts:
        line = _paragraph(document)
        _write(line, part.heading, BODY if part.is_inner else HEAD, is_bold=True)
        if not part.is_inner:
            line.paragraph_format.space_before = Pt(3)
            line.paragraph_format.keep_with_next = True
            line = _paragraph(document) if part.figures else line
        elif part.figures:
            _write(line, " ", BODY)
        if part.figures:
            _write(line, BETWEEN.join(part.figures), BODY)


def _paragraph(document: Written) -> Paragraph:
    line = document.add_paragraph()
    form = line.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(0), 1.0
    return line


def _write(line: Paragraph, text: str, size: Length, *, is_bold: bool = False) -> Run:
    run = line.add_run(text)
    run.font.size, run.bold, run.font.name = size, is_bold, FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    return run
