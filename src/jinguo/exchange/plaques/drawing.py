"""
Certificates, plaques and letters of appointment as PDF, one a page.

A template is laid out once, in typst; everything that differs goes in as JSON and is set as it is, so that a
name like ``#include`` is a name. Chinese is set in the Noto fonts installed with the program; a sign they
lack comes from the fonts of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
import zxingcpp

FOLDER = Path(__file__).parent
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


class Template(StrEnum):
    """A layout, named as its file."""

    PLAQUE = "plaque"
    CERTIFICATE = "certificate"
    DOOR = "door"
    LETTER = "letter"


@dataclass(frozen=True)
class Document:
    """
    What stands on one plaque, certificate or letter, in words ready to be printed.

    ``address`` goes into the QR code, which letters have none of, and ``hint`` below it. ``addressee``
    stands on certificates and letters, ``body`` there and on the sheet for a door, whose lines it has,
    ``closing`` on letters only.
    """

    title: str
    number: str
    issuer: str
    day: str
    hint: str = ""
    address: str = ""
    heading: str = ""
    addressee: str = ""
    body: str = ""
    closing: str = ""


def draw(template: Template, documents: Sequence[Document]) -> bytes:
    """Return a PDF with one page a document, in their order."""
    pages = [
        {**asdict(one), "qr": qr_code(one.address) if one.address else ""} for one in documents
    ]
    made = typst.compile(
        template_file(template),
        font_paths=[str(FONTS)],
        sys_inputs={"data": json.dumps(pages, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)  # one PDF; only pictures come as a list
    return made


@cache
def template_file(template: Template) -> str:
    """Return where a template lies."""
    return str(FOLDER / f"{template}.typ")


def qr_code(text: str) -> str:
    """Return a QR code as SVG with the margin it needs; a sixth of it may be dirty."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(zxingcpp.write_barcode_to_svg(code))
