"""Posters, sign-in lists and certificates of activities, as data of their templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jinguo.activities import texts
from jinguo.core.identifiers import office_phones, refuse_document
from jinguo.core.pictures.sheets import Space
from jinguo.core.typesetting import Form, qr_code, small_code, typeset

FOLDER = Path(__file__).parent
FEWEST_ON_A_PAGE = 4
"""Lines of a sign-in list, where every name is broken over many rows."""
SIGNED = Space(left=1.25, top=0.06, right=6.4, bottom=0.94)
"""Where who comes signs: beside the small code of her line, as ``sign-in.typ`` leaves it free."""


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
    """
    One entry of a sign-in list.

    When the paper comes back, ``code`` is what is typed, and the ten digits of ``mark`` are what a photograph
    is read by; a line for whoever comes without an entry has neither.
    """

    name: str
    seats: str
    phone: str
    code: str
    mark: str


@dataclass(frozen=True)
class SignInList:
    """
    A list to sign: of what, its columns' heads, its lines, and how the codes are used.

    ``page_code`` says what the code of a page holds, by its number.
    """

    title: str
    about: str
    heads: Sequence[str]
    lines: Sequence[SignInLine]
    hint: str
    page_code: Callable[[int], str]


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
    most = len(sign_in_list.lines) // FEWEST_ON_A_PAGE + 2
    data = {
        "title": sign_in_list.title,
        "about": sign_in_list.about,
        "heads": sign_in_list.heads,
        "hint": sign_in_list.hint,
        "lines": [
            {**asdict(line), "mark": small_code(line.mark) if line.mark else ""}
            for line in sign_in_list.lines
        ],
        "pages": [qr_code(sign_in_list.page_code(page)) for page in range(1, most + 1)],
    }
    return typeset(FOLDER / "sign-in.typ", data)


def draw_certificates(certificates: Sequence[Certificate]) -> bytes:
    """Return a PDF with one certificate a page, in their order."""
    return typeset(FOLDER / "certificate.typ", [asdict(one) for one in certificates])
