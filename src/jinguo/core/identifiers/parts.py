"""
The parts of a document, each with its text.

Word and Excel files are archives of XML, and every part is read: not only the body python-docx and the cells
openpyxl hand out, for what leaks is in the comments, the deleted text of a revision, the hidden sheet, the
cache of a pivot table and the name of the author.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from jinguo.core.errors import Refused
from jinguo.core.identifiers import pdf

ARCHIVE, PDF = b"PK\x03\x04", b"%PDF-"
CONTENTS = "[Content_Types].xml"
MOST_UNPACKED = 200 * 1024 * 1024  # bytes
MOST_MEMBERS, DEEPEST = 2_000, 2
XML = (".xml", ".rels", ".vml")
DOCUMENTS = (".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pdf")
TEXTS = (".txt", ".csv", ".htm", ".html", ".json", ".rtf")

# Elements inside a line of text: what stands before and behind their ends belongs together.
INLINE = {"r", "t", "delText", "instrText", "ins", "del", "moveFrom", "moveTo", "hyperlink", "smartTag",
          "fldSimple", "sdt", "sdtContent", "customXml", "span", "font", "b", "i", "u"}  # fmt: skip
# Attributes of cells and runs that hold places and styles, on each of a million of them.
UNTYPED = re.compile(r"r|s|t|spans|ht|rsid\w*")
SHORTENED = re.compile(r"(?<![\d.])\d\.\d{9,16}[eE]\+?1\d(?!\d)")
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, pdf.Damaged)


class Unreadable(Refused):
    """A file cannot be looked through, so it cannot be let out."""

    code = "unreadable-document"


class Part(NamedTuple):
    """A part of a document by name; ``text`` is None where there is none to be read, as in a picture."""

    name: str
    text: str | None


def parts_of(data: bytes, *, within: str = "", depth: int = 0) -> Iterator[Part]:
    """
    Yield the parts of a document, those of documents inside it too.

    ``within`` is put before their names.

    :raises Unreadable: no document of a known kind, a damaged or encrypted one, or one too large to unpack
    """
    if depth > DEEPEST:
        raise Unreadable(_("Documents lie too deep inside each other to be looked through."))
    try:
        if data.startswith(ARCHIVE):
            yield from _of_archive(data, within, depth)
        elif PDF in data[:1024]:
            yield from _of_pdf(data, within, depth)
        else:
            raise _unknown()
    except FAULTS as fault:
        raise _damaged() from fault


def _unknown() -> Unreadable:
    return Unreadable(_("Only Word, Excel, PowerPoint and PDF files can be looked through."))


def _damaged() -> Unreadable:
    return Unreadable(_("The file is damaged or behind a password."))


def _of_archive(data: bytes, within: str, depth: int) -> Iterator[Part]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
            raise Unreadable(_("The file is too large to be looked through."))
        if CONTENTS not in archive.namelist():
            raise _unknown()
        for member in members:
            if not member.is_dir():
                yield from _of_member(f"{within}{member.filename}", archive.read(member), depth)


def _of_pdf(data: bytes, within: str, depth: int) -> Iterator[Part]:
    for one in pdf.pieces_of(data):
        name = f"{within}{one.name}"
        if isinstance(one.content, bytes):
            yield from _of_member(name, one.content, depth)
        else:
            yield Part(name, one.content)


def _of_member(name: str, data: bytes, depth: int) -> Iterator[Part]:
    lower = name.lower()
    if lower.endswith(XML):
        yield Part(name, text_of_xml(data))
    elif lower.endswith(DOCUMENTS):
        yield from parts_of(data, within=f"{name}: ", depth=depth + 1)
    else:
        yield Part(name, data.decode("utf-8", "replace") if lower.endswith(TEXTS) else None)


def text_of_xml(data: bytes) -> str:
    """
    Return what is written in a part: a line each for its paragraphs, cells, and what attributes say.

    :raises Unreadable: it is not XML, or declares entities
    """
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise _damaged() from fault
    return SHORTENED.sub(lambda number: format(Decimal(number.group()), "f"), _text_below(root))


def _text_below(root: Element) -> str:
    # A stack, for a part may be nested deeper than Python calls itself. An element comes twice: to be
    # entered, then with how many pieces there were at that time, to be left.
    pieces: list[str] = []
    attributes: dict[str, None] = {}  # each once: a sheet of styles says little, thousands of times
    stack: list[tuple[Element, int | None]] = [(root, None)]
    while stack:
        element, entered = stack.pop()
        name = _local(element.tag)
        if entered is not None:
            if len(pieces) > entered and name not in INLINE:
                pieces.append("\n")
            pieces += [element.tail] if element.tail else []
            continue
        stack.append((element, len(pieces)))
        stack += [(child, None) for child in reversed(element)]
        if name in ("br", "cr", "tab"):
            pieces.append("\n")
        pieces += [element.text] if element.text else []
        attributes |= {
            text: None for key, text in element.attrib.items() if not UNTYPED.fullmatch(_local(key))
        }
    return "".join([*pieces, "\n", "\n".join(attributes)])


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]
