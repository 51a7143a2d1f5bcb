"""Certificates and plaques as PDF, one a page."""

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


@dataclass(frozen=True)
class Document:
    """
    What stands on one plaque or certificate, in words ready to be printed.

    ``address`` goes into the QR code. ``addressee`` and ``body`` stand on certificates only.
    """

    title: str
    number: str
    issuer: str
    day: str
    hint: str
    address: str
    heading: str = ""
    addressee: str = ""
    body: str = ""


def draw(template: Template, documents: Sequence[Document]) -> bytes:
    """Return a PDF with one page a document, in their order."""
    pages = [{**asdict(one), "qr": qr_code(one.address)} for one in documents]
    return typeset(FOLDER / f"{template}.typ", pages)
