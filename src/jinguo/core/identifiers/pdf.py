"""
What a PDF says: its pages, and what no page shows.

pypdf reads the text of a page also where a black box lies over it, notes, form fields, bookmarks,
attachments and metadata. A file changed and saved again often keeps its earlier versions; they are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ByteStringObject, NameObject

MOST_PAGES = 2_000
VERSION_END = re.compile(rb"%%EOF")
# XMP 1 (ISO 16684-1), 8.5: a file names itself and its version by a digest, which can look like anything.
OWN_NAME = re.compile(rb"(?<=ID>)[A-Za-z0-9+/]{22}==(?=</)")
# Ways back up, and to the pages themselves.
NOT_FOLLOWED = {"/P", "/Parent", "/Dest", "/D", "/AP"}
# What pypdf lets through when a file is not what it says it is.
FAULTS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


class Damaged(Exception):
    """The file cannot be read to its end: damaged, encrypted, or of more pages than are looked through."""


class Piece(NamedTuple):
    """A piece of a PDF: a text, the bytes of an attachment, or None for pictures."""

    name: str
    content: str | bytes | None


def pieces_of(data: bytes) -> Iterator[Piece]:
    """
    Yield what is in a PDF, of the version in force first, then of earlier ones kept in the file.

    :raises Damaged: it cannot be read to its end
    """
    yield from _version(data)
    ends = [match.end() for match in VERSION_END.finditer(data)]
    for number, end in enumerate(ends[:-1], 1):
        try:
            pieces = list(_version(data[:end]))
        except Damaged:
            continue  # the first part of a file laid out for the web is no version
        yield from (Piece(f"version {number}, {one.name}", one.content) for one in pieces)


def _version(data: bytes) -> Iterator[Piece]:
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Damaged("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise Damaged("too many pages")
        yield from _metadata(reader)
        yield from _pages(reader)
        yield Piece("fields and bookmarks", "\n".join(_beside_the_pages(reader)))
        for name, contents in reader.attachments.items():
            yield Piece("attachments", name)
            yield from (Piece(name, content) for content in contents)
    except FAULTS as fault:
        raise Damaged(str(fault)) from fault


def _metadata(reader: PdfReader) -> Iterator[Piece]:
    yield Piece("metadata", "\n".join(_texts(reader.metadata)))
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        yield Piece("metadata.xml", OWN_NAME.sub(b"", packet.get_object().get_data()))


def _pages(reader: PdfReader) -> Iterator[Piece]:
    for number, page in enumerate(reader.pages, 1):
        yield Piece(f"page {number}", page.extract_text())
        yield Piece(f"page {number}, notes", "\n".join(_texts(page.get("/Annots"))))
        if len(page.images):
            yield Piece(f"page {number}, pictures", None)


def _beside_the_pages(reader: PdfReader) -> Iterator[str]:
    for key in ("/AcroForm", "/Outlines", "/Names"):
        yield from _texts(reader.root_object.get(key))


def _texts(thing: Any) -> Iterator[str]:
    """Yield every text below an object, each object once."""
    seen: dict[int, Any] = {}
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, ByteStringObject):
            yield bytes(one).decode("latin-1")
        elif isinstance(one, str) and not isinstance(one, NameObject):
            yield str(one)
        elif isinstance(one, dict | list) and id(one) not in seen:
            seen[id(one)] = one
            is_table = isinstance(one, dict)
            waiting += [one[key] for key in one if key not in NOT_FOLLOWED] if is_table else one
