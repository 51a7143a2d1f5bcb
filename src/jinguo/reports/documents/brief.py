"""A brief as .docx: what the page of an area says, set small so that it stays on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

MARGIN = Mm(14)
FONT = "宋体"
TITLE, HEAD, BODY, SMALL = Pt(15), Pt(11), Pt(9), Pt(7.5)
BETWEEN = "　"
LONG = 40  # more figures than these under one heading are places, and are set smaller


@dataclass(frozen=True)
class Part:
    """Figures under a heading, in words ready to be printed; ``is_inner`` of one inside the part before."""

    heading: str
    figures: Sequence[str]
    is_inner: bool = False


@dataclass(frozen=True)
class Brief:
    """What there is to say of an area on a day."""

    title: str
    day: str
    parts: Sequence[Part]


def brief_docx(brief: Brief, made_at: datetime) -> bytes:
    """Return a brief as .docx, A4 with narrow margins."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    document.core_properties.author = ""
    document.core_properties.title = brief.title
    document.core_properties.created = document.core_properties.modified = made_at
    _line(document.add_paragraph(), brief.title, TITLE, is_bold=True, is_centred=True)
    _line(document.add_paragraph(), brief.day, BODY, is_centred=True)
    for part in brief.parts:
        _line(document.add_paragraph(), part.heading, BODY if part.is_inner else HEAD, is_bold=True)
        if part.figures:
            size = SMALL if len(part.figures) > LONG else BODY
            _line(document.add_paragraph(), BETWEEN.join(part.figures), size)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _line(
    paragraph: Paragraph, text: str, size: Pt, *, is_bold: bool = False, is_centred: bool = False
) -> None:
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(3 if is_bold else 0), Pt(1)
    form.line_spacing = 1.0
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.font.name = size, is_bold, FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
