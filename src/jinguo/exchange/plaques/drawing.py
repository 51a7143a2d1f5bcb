"""Certificates, plaques, letters and sheets for doors as PDF, one a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from jinguo.core.typesetting import qr_code, typeset

FOLDER = Path(__file__).parent


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
    return typeset(FOLDER / f"{template}.typ", pages)
