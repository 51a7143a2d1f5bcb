"""Posters, sign-in lists and certificates of activities, as data of their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jinguo.activities import texts
from jinguo.core.identifiers import office_phones, refuse_document
from jinguo.core.typesetting import Form, qr_code, typeset

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """A line of a poster: what it is, and what it says."""

    label: str
    words: str


@dataclass(frozen=True)
class Poster:
    """
    What stands on a poster, in words ready to be printed.

    ``address`` goes into the QR code and below ``call``, which says what it is for. ``kind`` and ``summary``
    may be empty.
    """

    title: str
    organiser: str
    rows: Sequence[Row]
    call: str
    address: str
    kind: str = ""
    summary: str = ""


@dataclass(frozen=True)
class SignInLine:
    """One entry of a sign-in list; ``code`` is what is typed when the paper comes back."""

    name: str
    seats: str
    phone: str
    code: str


@dataclass(frozen=True)
class SignInList:
    """A list to sign: of what, its columns' heads, its lines, and how the codes are used."""

    title: str
    about: str
    heads: Sequence[str]
    lines: Sequence[SignInLine]
    hint: str


@dataclass(frozen=True)
class Certificate:
    """What stands on the certificate of one person, in words ready to be printed."""

    heading: str
    addressee: str
    body: str
    number: str
    issuer: str
    day: str


def draw_poster(poster: Poster, form: Form) -> bytes:
    """
    Return a poster as a picture or a page of A4.

    :raises IdentifierFound: something on it can lead to a person
    """
    said = [row.words for row in poster.rows]  # where it is held among them
    for words in said:
        texts.public_place(words, field="poster")
    for words in (poster.title, poster.organiser, poster.kind):
        texts.public_line(words, field="poster", at=said)
    texts.public_passage(poster.summary, field="poster", at=said)
    made = typeset(FOLDER / "poster.typ", {**asdict(poster), "qr": qr_code(poster.address)}, form)
    if form is Form.PDF:
        refuse_document(made, allowed=[*said, poster.address, *office_phones(poster.summary)])
    return made


def draw_sign_in_list(sign_in_list: SignInList) -> bytes:
    """Return a sign-in list as PDF."""
    return typeset(FOLDER / "sign-in.typ", asdict(sign_in_list))


def draw_certificates(certificates: Sequence[Certificate]) -> bytes:
    """Return a PDF with one certificate a page, in their order."""
    return typeset(FOLDER / "certificate.typ", [asdict(one) for one in certificates])
