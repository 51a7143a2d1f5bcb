"""A report as .docx in the form of GB/T 9704-2012."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from django.conf import settings
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from jinguo.reports.documents import layout
from jinguo.reports.documents.layout import FANG_SONG, HEI, KAI, SONG_TITLE, Font
from jinguo.reports.rendered import Block, Rendered

HEADINGS: dict[str, Font] = {"heading": HEI, "subheading": KAI}
DATE_FROM_RIGHT = 4  # characters
TITLE_PITCH = Pt(36)
A_LINE_OF_TITLE = 20  # characters of 二号 that fit a line


def docx(rendered: Rendered) -> bytes:
    """
    Return the report as an official document.

    The date is the day it was frozen; a report that is still open has a blank one to be filled in.
    """
    document = Document()
    layout.set_page(document)
    _set_properties(document, rendered)
    for block in rendered.blocks:
        _add_block(document, block)
    _add_attachments(document, rendered)
    _add_signature(document, rendered)
    for block in rendered.blocks:
        if block.kind == "note":
            layout.indent_left(_add(document, f"（{block.text}）", FANG_SONG), 2)
    buffer = BytesIO()
    document.save(buffer)
    return without_times(buffer)


def without_times(package: BytesIO) -> bytes:
    """Return a package whose parts do not say when it was packed: a freeze is the same file for ever."""
    packed = BytesIO()
    with ZipFile(package) as parts, ZipFile(packed, "w") as same:
        for name in parts.namelist():
            same.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def _set_properties(document: DocumentType, rendered: Rendered) -> None:
    properties = document.core_properties
    properties.title = rendered.heading
    properties.author = rendered.issuer
    properties.comments = ""
    properties.language = "zh-CN"
    if rendered.known_at:
        properties.created = properties.modified = rendered.known_at.astimezone(
            ZoneInfo("UTC")
        ).replace(tzinfo=None)


def _add_block(document: DocumentType, block: Block) -> None:
    if block.kind == "title":
        _add_title(document, block.text)
    elif block.kind != "note":
        paragraph = _add(document, block.text, HEADINGS.get(block.kind, FANG_SONG))
        layout.indent_first_line(paragraph)
        paragraph.paragraph_format.keep_with_next = block.kind in HEADINGS
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _add_title(document: DocumentType, title: str) -> None:
    for line in lines_of_title(title):
        paragraph = _add(document, line, SONG_TITLE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = TITLE_PITCH
        paragraph.runs[0].font.size = layout.TITLE_SIZE
    _add(document, "", FANG_SONG)


def lines_of_title(title: str) -> list[str]:
    """Break a long title into lines of nearly equal length, the longer ones first."""
    count = -(-len(title) // A_LINE_OF_TITLE) or 1
    size, longer = divmod(len(title), count)
    lines, start = [], 0
    for number in range(count):
        end = start + size + (number < longer)
        lines.append(title[start:end])
        start = end
    return lines


def _add_attachments(document: DocumentType, rendered: Rendered) -> None:
    """One blank line below the text: “附件：1. …”, without a full stop; a single one has no number."""
    if not rendered.attachments:
        return
    _add(document, "", FANG_SONG)
    is_single = len(rendered.attachments) == 1
    for number, name in enumerate(rendered.attachments, start=1):
        words = name if is_single else f"{number}. {name}"
        paragraph = _add(document, f"附件：{words}" if number == 1 else words, FANG_SONG)
        layout.indent_left(paragraph, 2 if number == 1 else 5)


def _add_signature(document: DocumentType, rendered: Rendered) -> None:
    """The issuer centred over the date; the date ends four characters from the right."""
    for _line in range(2):
        _add(document, "", FANG_SONG).paragraph_format.keep_with_next = True
    day = signed_on(rendered)
    issuer = _add(document, rendered.issuer, FANG_SONG)
    issuer.paragraph_format.keep_with_next = True
    date_line = _add(document, day, FANG_SONG)
    overhang = (_width(rendered.issuer) - _width(day)) / 2
    for paragraph, free in ((issuer, DATE_FROM_RIGHT - overhang), (date_line, DATE_FROM_RIGHT)):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        layout.indent_right(paragraph, max(0.0, free))


def signed_on(rendered: Rendered) -> str:
    """Return the day of signature as documents write it: that of the freeze, else blanks to be filled in."""
    if rendered.known_at is None:
        return "　　　　年　　月　　日"
    return in_words(rendered.known_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date())


def in_words(day: date) -> str:
    """Return a day as documents write it, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def _width(text: str) -> float:
    """Return a text's width in characters of the grid; a digit takes half of one."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _add(document: DocumentType, text: str, font: Font) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    layout.set_font(run._element.get_or_add_rPr(), font)
    return paragraph
