from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.core.identifiers import circumstances, numbers, words
from jinguo.core.identifiers.folding import fold
from jinguo.core.identifiers.kinds import Finding, Kind
from jinguo.core.identifiers.words import AREA_CODE
from jinguo.core.identity import plain

LANDLINE = re.compile(rf"\(?{AREA_CODE}\)?[2-9]\d{{6,7}}")
SHOWN = 3  # signs of what was found that a sentence repeats, so that she finds the place


class IdentifierFound(Invalid):
    """A text that is to leave the house holds something a person can be found or harmed by."""

    code = "identifier-found"


def find_identifiers(text: str, *, allowed: Sequence[str] = ()) -> list[Finding]:
    """
    Return what a person can be found or harmed by in a text, in the order of their places.

    Reads full-width digits, Chinese numerals and digits parted by blanks or hyphens, and passes by signs
    nobody sees. ``allowed`` are values that may stand there, such as the phone of an office; they are
    compared whole, whatever stands between their signs. It is no proof: an unusual way of
    writing, a picture and a name pass.
    """
    folded = fold(text)
    if not folded.text:
        return []
    # A numeral beside digits may be part of the number, or the last sign of the word before it (表一).
    readings = {folded.text, folded.numbers}
    found = [*words.find_plain(folded.text), *circumstances.find_told(folded.text)]
    for reading in readings:
        found += [*numbers.find(reading), *words.find_numbered(reading)]
    findings = [
        Finding(kind, *folded.place(start, end)) for kind, start, end in found if end > start
    ]
    passed = [plain(one) for one in allowed if one]
    return _outermost(
        one for one in findings if not any(plain(text[one.start : one.end]) in it for it in passed)
    )


def office_phones(text: str) -> list[str]:
    """
    Return the telephones in a text that are an office's: landlines with their area code, no mobiles.

    They are what ``allowed`` takes where an office may give its own.
    """
    found = [text[one.start : one.end] for one in find_identifiers(text) if one.kind is Kind.PHONE]
    return [one for one in found if LANDLINE.fullmatch(plain(one))]


def _outermost(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that lie in no other, by place."""
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda one: (one.start, -one.end)):
        if not kept or one.end > kept[-1].end:
            kept.append(one)
    return kept


def refuse_identifiers(
    text: str,
    *,
    field: str = "text",
    allowed: Sequence[str] = (),
    besides: Iterable[Kind] = (),
) -> None:
    """
    Pass when a text holds nothing :func:`find_identifiers` finds, kinds in ``besides`` left out.

    :raises IdentifierFound: naming what was found and how it begins; ``field`` is the key of the sentence
    """
    passed = set(besides)
    found = [one for one in find_identifiers(text, allowed=allowed) if one.kind not in passed]
    if not found:
        return
    first = found[0]
    shown = text[first.start : first.end].strip()[:SHOWN]
    sentence = _("“%(shown)s…” looks like %(kind)s. Take it out: everyone will read this text.") % {
        "shown": shown,
        "kind": first.kind.title,
    }
    raise IdentifierFound(sentence, **{field: sentence})
