"""
The page of an official document, GB/T 9704-2012: measures, grid, fonts, page numbers.

Lengths of the standard are millimetres; a twip is a twentieth of a point, 1/1440 inch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

PAGE = (Mm(210), Mm(297))
TOP, LEFT, RIGHT, BOTTOM = Mm(37), Mm(28), Mm(26), Mm(35)
LINES, CHARACTERS = 22, 28
BODY_SIZE, TITLE_SIZE, PAGE_NUMBER_SIZE = Pt(16), Pt(22), Pt(14)  # 三号, 二号, 四号
PAGE_NUMBER_BELOW = Mm(7)
TWIP = Pt(1) // 20

LINE_PITCH = (PAGE[1] - TOP - BOTTOM) // LINES // TWIP  # twips
CHARACTER_PITCH = (PAGE[0] - LEFT - RIGHT) / CHARACTERS / Pt(1)  # points
CHARACTER = Pt(CHARACTER_PITCH)
CHARACTER_SPACING = math.floor((CHARACTER_PITCH - BODY_SIZE.pt) * 20)  # twips, negative


@dataclass(frozen=True)
class Font:
    """A font by the name documents ask for, and the one to take where it is not installed."""

    name: str
    instead: str


SONG_TITLE = Font("方正小标宋简体", "SimSun")
FANG_SONG = Font("仿宋_GB2312", "FangSong")
HEI = Font("黑体", "SimHei")
KAI = Font("楷体_GB2312", "KaiTi")
SONG = Font("宋体", "SimSun")
FONTS = (SONG_TITLE, FANG_SONG, HEI, KAI, SONG)


def set_page(document: Document) -> None:
    """Set paper, margins, grid, fonts and page numbers of the whole document."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = Mm(15)
    section.footer_distance = Length(BOTTOM - PAGE_NUMBER_BELOW - PAGE_NUMBER_SIZE)
    _set_grid(section._sectPr)
    _set_body_style(document)
    _name_fallbacks(document)
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number_pages(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _set_grid(section: BaseOxmlElement) -> None:
    """22 lines of 28 characters. ``charSpace`` is what a character gets beyond its size, in 1/4096 pt."""
    grid = section.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    grid.set(qn("w:charSpace"), str(int((CHARACTER_PITCH - BODY_SIZE.pt) * 4096) - 1))


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _set_body_style(document: Document) -> None:
    """
    The grid's pitch is written into the text itself, and the text does not snap to the grid.

    LibreOffice gives a character wider than its cell two cells, and 16 pt is wider than 156 mm / 28;
    with the pitch as spacing every program sets the same 28 characters.
    """
    style = document.styles["Normal"]
    style.font.size = BODY_SIZE
    properties = style.element.get_or_add_rPr()
    set_font(properties, FANG_SONG)
    properties.insert(1, _element("spacing", val=str(CHARACTER_SPACING)))
    style.element.get_or_add_pPr().append(_element("snapToGrid", val="0"))
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.line_spacing = Length(LINE_PITCH * TWIP)
    paragraph.widow_control = False


def set_font(properties: BaseOxmlElement, font: Font) -> None:
    """Set a font for Chinese and Latin characters alike."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font.name)


def _name_fallbacks(document: Document) -> None:
    """Name in the font table what a computer without the font shows instead."""
    part = next(
        part
        for part in document.part.package.iter_parts()
        if part.partname == "/word/fontTable.xml"
    )
    table = parse_xml(part.blob)
    for font in FONTS:
        entry = _element("font", name=font.name)
        table.append(entry)
        for tag, value in (
            ("altName", font.instead), ("charset", "86"), ("family", "auto"), ("pitch", "variable"),
        ):  # fmt: skip
            entry.append(_element(tag, val=value))
    part._blob = serialize_part_xml(table)


def _number_pages(footer: _Footer, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """Write “— 1 —”, one character in from the edge, its top 7 mm below the text."""
    paragraph = footer.paragraphs[0]
    paragraph.style = "Normal"
    paragraph.alignment = alignment
    form = paragraph.paragraph_format
    form.line_spacing = PAGE_NUMBER_SIZE
    if alignment is WD_ALIGN_PARAGRAPH.RIGHT:
        form.right_indent = PAGE_NUMBER_SIZE
    else:
        form.left_indent = PAGE_NUMBER_SIZE
    for words, is_field in (("— ", False), ("PAGE", True), (" —", False)):
        run = paragraph.add_run()
        run.font.size = PAGE_NUMBER_SIZE
        set_font(run._element.get_or_add_rPr(), SONG)
        _add_field(run, words) if is_field else run.add_text(words)


def _add_field(run: Run, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph = run._element.getparent()
    paragraph.replace(run._element, field)
    run._element.text = "1"
    field.append(run._element)


def indent_first_line(paragraph: Paragraph, characters: float = 2) -> None:
    """Indent a paragraph's first line by characters of the grid."""
    _indent(paragraph, "firstLine", characters)


def indent_right(paragraph: Paragraph, characters: float) -> None:
    """Keep so many characters of the grid free at the right."""
    _indent(paragraph, "right", characters)


def indent_left(paragraph: Paragraph, characters: float) -> None:
    """Keep so many characters of the grid free at the left."""
    _indent(paragraph, "left", characters)


def _indent(paragraph: Paragraph, side: str, characters: float) -> None:
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(round(characters * 100)))
    indent.set(qn(f"w:{side}"), str(round(characters * CHARACTER / TWIP)))
