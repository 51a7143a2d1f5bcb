"""
Documents about to leave the house, looked through down to what their own programs do not show.

What could not be looked into (pictures, sound, other programs' files) is named, so that someone looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jinguo.core.identifiers.finding import SHOWN, IdentifierFound, find_identifiers
from jinguo.core.identifiers.kinds import Kind


@dataclass(frozen=True)
class Found:
    """Something found in a document: its kind, the part it is in, and how it begins."""

    kind: Kind
    part: str
    shown: str


@dataclass(frozen=True)
class Scan:
    """What was found in a document, and the names of its parts that have no text to be looked through."""

    found: tuple[Found, ...]
    unread: tuple[str, ...]


def scan_document(data: bytes, *, allowed: Sequence[str] = ()) -> Scan:
    """
    Return what a person can be found or harmed by in a .docx, .xlsx, .pptx or .pdf file.

    It looks at the bytes, not at a name. ``allowed`` as in :func:`find_identifiers`.

    :raises Unreadable: another kind of file, a damaged or encrypted one, or one too large to unpack
    """
    # The reader of PDFs would cost every start a third of a second.
    from jinguo.core.identifiers.parts import parts_of  # noqa: PLC0415

    found: dict[Found, None] = {}
    unread: list[str] = []
    for part in parts_of(data):
        if part.text is None:
            unread.append(part.name)
            continue
        for one in find_identifiers(part.text, allowed=allowed):
            shown = part.text[one.start : one.end].strip()[:SHOWN]
            found[Found(one.kind, part.name, shown)] = None
    return Scan(tuple(found), tuple(unread))


def refuse_document(data: bytes, *, allowed: Sequence[str] = ()) -> tuple[str, ...]:
    """
    Pass when a document holds nothing :func:`scan_document` finds; return what could not be read.

    :raises IdentifierFound: naming the kind, the part and how it begins
    :raises Unreadable: see :func:`scan_document`
    """
    scan = scan_document(data, allowed=allowed)
    if scan.found:
        first = scan.found[0]
        sentence = _("The file holds %(kind)s (“%(shown)s…”, in %(part)s). Take it out first.") % {
            "kind": first.kind.title,
            "shown": first.shown,
            "part": first.part,
        }
        raise IdentifierFound(sentence, file=sentence)
    return scan.unread
