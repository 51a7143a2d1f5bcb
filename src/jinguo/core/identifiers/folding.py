"""
A text as the detector reads it: half-width, without signs nobody sees, and where each sign stood.

People do not hide a number from a program. They paste it out of a table, type it in full width, or write
it in Chinese numerals; and a reader still reads it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Format signs (zero width, soft hyphens), signs drawn on others, and controls but for tabs and line ends.
UNSEEN = {"Cf", "Mn", "Me", "Cc"}
DIGITS = str.maketrans(
    "〇○◯零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0000" + "123456789" * 2 + "1"
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-"))


@dataclass(frozen=True)
class Folded:
    """
    A folded text. ``numbers`` is the same with Chinese numerals as digits, sign for sign.

    ``places`` has for each sign its place in the text as it was given.
    """

    text: str
    numbers: str
    places: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the folded text stood: from inclusive, to exclusive."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Return ``text`` as the detector reads it."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in _folded(sign):
            signs.append(one)
            places.append(place)
    folded = "".join(signs).translate(DASHES)
    return Folded(folded, folded.translate(DIGITS), tuple(places))


@lru_cache(maxsize=20_000)
def _folded(sign: str) -> str:
    if sign in "\t\n\r":
        return "\n" if sign == "\r" else sign
    if unicodedata.category(sign) in UNSEEN:
        return ""
    return "".join(_as_digit(one) for one in unicodedata.normalize("NFKC", sign))


def _as_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
