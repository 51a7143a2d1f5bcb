"""
Her own workbook back, the wrong cells coloured and the reasons in a column at the end.

The workbook is not written anew: every part stays as it was, byte for byte, but for the styles, to which
coloured copies of those in use are added, and the one sheet, in which the wrong rows are changed as text. So
her fonts, widths, titles, notes and other sheets are all still there, and 165,570 rows cost seconds.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

FILL = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/><bgColor indexed="64"/>'
    "</patternFill></fill>"
)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STYLES = "xl/styles.xml"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTH = 48
NOWHERE = -1  # the column of words that belong to a row and colour no cell
COMPRESSION = 3  # of 9: her workbook may be 100 MB unpacked, and 9 takes four times as long

Marks = Mapping[int, Mapping[int, str]]


def annotate(
    data: bytes,
    *,
    sheet: str,
    heading: str,
    header_row: int | None,
    marks: Marks,
    notes: Mapping[int, str] | None = None,
) -> bytes:
    """
    Return the workbook with cells coloured and a reason column.

    ``marks`` maps row → column → reason, ``notes`` row → what is said without colour, ``header_row`` is where
    ``heading`` goes; all count from 0 in the sheet. Reasons are written as text and can never be formulas.
    """
    with zipfile.ZipFile(BytesIO(data)) as book:
        part = sheet_part(book, sheet)
        styles = Styles.of(book.read(STYLES).decode("utf-8")) if STYLES in book.namelist() else None
        said = {row: {NOWHERE: words} for row, words in (notes or {}).items()}
        wanted = {row: {**said.get(row, {}), **marks.get(row, {})} for row in {*said, *marks}}
        changed = change_sheet(book.read(part).decode("utf-8"), heading, header_row, wanted, styles)
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as copy:
            for member in book.infolist():
                copy.writestr(member.filename, replaced(book, member, part, changed, styles))
    return out.getvalue()


def replaced(
    book: zipfile.ZipFile, member: zipfile.ZipInfo, part: str, changed: str, styles: Styles | None
) -> bytes:
    """Return what stands in the copy in place of a part."""
    if member.filename == part:
        return changed.encode("utf-8")
    if member.filename == STYLES and styles is not None:
        return styles.text().encode("utf-8")
    return book.read(member)


def sheet_part(book: zipfile.ZipFile, sheet: str) -> str:
    """Return the path of the part that holds a sheet."""
    ids = [
        element.get(RELATION)
        for element in fromstring(book.read("xl/workbook.xml")).iter()
        if element.tag.endswith("}sheet") and element.get("name") == sheet
    ]
    for element in fromstring(book.read("xl/_rels/workbook.xml.rels")).iter():
        if ids and element.get("Id") == ids[0]:
            target = element.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    raise KeyError(sheet)


@dataclass
class Styles:
    """The cell styles of a workbook, as text, and the coloured copies made of them."""

    before: str
    formats: list[str]
    after: str
    fill: int
    prefix: str
    copies: dict[int, int] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Styles | None:
        """Read the styles part; None when it is not built as expected, and then nothing is coloured."""
        found = re.search(r"<(\w+:)?cellXfs\b[^>]*>(.*?)</\1?cellXfs>", text, re.DOTALL)
        fills = re.search(r"<(?:\w+:)?fills\b[^>]*>(.*?)</(?:\w+:)?fills>", text, re.DOTALL)
        if found is None or fills is None:
            return None
        prefix = found[1] or ""
        formats = re.findall(
            rf"<{prefix}xf\b[^>]*/>|<{prefix}xf\b[^>]*[^/]>.*?</{prefix}xf>", found[2], re.DOTALL
        )
        count = len(re.findall(rf"<{prefix}fill\b", fills[1]))
        return cls(text[: found.start()], formats, text[found.end() :], count, prefix)

    def coloured(self, style: int) -> int:
        """Return the number of the coloured copy of a style."""
        if style not in self.copies:
            self.copies[style] = len(self.formats) + len(self.added)
            base = self.formats[style] if style < len(self.formats) else "<xf/>"
            self.added.append(colour(base, self.fill))
        return self.copies[style]

    def text(self) -> str:
        """Return the styles part with the colour and the copies."""
        p = self.prefix
        fill = re.sub(r"<(/?)(\w)", rf"<\1{p}\2", FILL)
        before = re.sub(
            rf'(<{p}fills\b)[^>]*>(.*?)</{p}fills>',
            lambda m: f'{m[1]} count="{self.fill + 1}">{m[2]}{fill}</{p}fills>',
            self.before, count=1, flags=re.DOTALL,
        )  # fmt: skip
        all_formats = self.formats + self.added
        return (
            f'{before}<{p}cellXfs count="{len(all_formats)}">{"".join(all_formats)}</{p}cellXfs>'
            f"{self.after}"
        )


def colour(style: str, fill: int) -> str:
    """Return a style with another fill, all else as it was."""
    style = re.sub(r'\s(fillId|applyFill)="[^"]*"', "", style, count=2)
    return re.sub(r"^<((?:\w+:)?xf)\b", rf'<\1 fillId="{fill}" applyFill="1"', style)


def change_sheet(
    text: str, heading: str, header_row: int | None, marks: Marks, styles: Styles | None
) -> str:
    """Return a sheet's part with the wrong rows changed and everything else as it was."""
    opening = re.search(r"<(\w+:)?sheetData\b[^>]*>", text)
    if opening is None:
        return text
    prefix = opening[1] or ""
    rows = [(m.start(), m.end(), n) for m, n in rows_of(text, prefix)]
    last = 1 + last_column(text, prefix)
    pieces, at = [], 0
    wanted = dict(marks)
    for start, end, number in rows:
        cells = wanted.get(number)
        is_header = number == header_row
        if cells is None and not is_header:
            continue
        row = Row(text[start:end], number, prefix)
        for column in set(cells or {}) - {NOWHERE}:
            row.colour(column, styles)
        row.append(last, heading if is_header else " ".join(dict.fromkeys((cells or {}).values())))
        pieces += [text[at:start], row.text()]
        at = end
    return widen("".join([*pieces, text[at:]]), prefix, last)


def rows_of(text: str, prefix: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each row with its number, from 0; a row without a number follows the one before."""
    number = -1
    pattern = re.compile(rf"<{prefix}row\b([^>]*?)(?:/>|>.*?</{prefix}row>)", re.DOTALL)
    for match in pattern.finditer(text):
        given = re.search(r'\br="(\d+)"', match[1])
        number = int(given[1]) - 1 if given else number + 1
        yield match, number


def last_column(text: str, prefix: str) -> int:
    """Return the last column any cell stands in, from 0."""
    places = set(re.findall(rf'<{prefix}c\b[^>]*?\br="([A-Z]+)\d', text))
    return max((column_number(place) for place in places), default=0)


def widen(text: str, prefix: str, column: int) -> str:
    """Return the sheet with its outline and column widths including the reason column."""
    text = re.sub(
        rf'(<{prefix}dimension\b[^>]*ref="[A-Z]+\d+:)[A-Z]+(\d+")',
        rf"\g<1>{letters(column)}\2",
        text,
        count=1,
    )
    width = f'<{prefix}col min="{column + 1}" max="{column + 1}" width="{WIDTH}" customWidth="1"/>'
    cols = re.search(rf"<{prefix}cols>(.*?)</{prefix}cols>", text, re.DOTALL)
    if cols is None:
        return re.sub(
            rf"(<{prefix}sheetData\b)", f"<{prefix}cols>{width}</{prefix}cols>\\1", text, count=1
        )
    reaches = [int(n) for n in re.findall(r'\bmax="(\d+)"', cols[1])]
    if max(reaches, default=0) > column:
        return text
    return text[: cols.end(1)] + width + text[cols.end(1) :]


class Row:
    """One row of a sheet as text: its tag, its cells by column, in order."""

    def __init__(self, text: str, number: int, prefix: str) -> None:
        self.prefix, self.number = prefix, number
        tag = re.match(r"<[^>]*?(/?)>", text)
        self.tag = text if tag is None else tag[0].removesuffix("/>").removesuffix(">") + ">"
        self.cells: dict[int, str] = {}
        column = -1
        for cell in re.finditer(rf"<{prefix}c\b([^>]*?)(?:/>|>.*?</{prefix}c>)", text, re.DOTALL):
            given = re.search(r'\br="([A-Z]+)\d+"', cell[1])
            column = column_number(given[1]) if given else column + 1
            self.cells[column] = cell[0]

    def colour(self, column: int, styles: Styles | None) -> None:
        """Colour a cell, adding an empty one where there is none."""
        if styles is None:
            return
        p = self.prefix
        cell = self.cells.get(column, f'<{p}c r="{letters(column)}{self.number + 1}"/>')
        tag = re.match(r"<[^>]*>", cell)
        head = tag[0] if tag else cell
        style = re.search(r'\ss="(\d+)"', head)
        new = styles.coloured(int(style[1]) if style else 0)
        bare = re.sub(r'\ss="\d+"', "", head, count=1)
        self.cells[column] = bare.replace(f"<{p}c", f'<{p}c s="{new}"', 1) + cell[len(head) :]

    def append(self, column: int, words: str) -> None:
        """Write the reason, as text, into the column behind all others."""
        p = self.prefix
        self.cells[column] = (
            f'<{p}c r="{letters(column)}{self.number + 1}" t="inlineStr"><{p}is><{p}t xml:space="preserve">'
            f"{escape(words)}</{p}t></{p}is></{p}c>"
        )

    def text(self) -> str:
        """Return the row, its cells in the order of their columns."""
        tag = re.sub(r'\sspans="[^"]*"', "", self.tag)
        return tag + "".join(self.cells[c] for c in sorted(self.cells)) + f"</{self.prefix}row>"


def letters(column: int) -> str:
    """Return the letters of a column that counts from 0: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = LETTERS[rest] + name
    return name


def column_number(name: str) -> int:
    """Return the number of a column's letters, from 0."""
    number = 0
    for letter in name:
        number = number * 26 + LETTERS.index(letter) + 1
    return number - 1
