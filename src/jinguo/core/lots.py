"""Lots: numbers that follow from a seed and nothing else, the same on every machine."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

LONGEST = 200
BITS = 256


@dataclass(frozen=True)
class Finding:
    """One thing compared when a draw was repeated: ``what``, whether it agrees, and a sentence."""

    what: str
    agrees: bool
    sentence: str


class Lots:
    """
    The lots of one seed.

    The lot of a thing is HMAC-SHA256 with the seed as key and ``kind|code`` as message, both in UTF-8. Nobody
    can know it before the seed, and whoever has the seed finds the same.
    """

    def __init__(self, seed: str) -> None:
        """
        Take the seed as it was announced; blanks around it do not count.

        :raises Invalid: the seed is empty or longer than 200 characters
        """
        self.seed = seed.strip()
        if not 0 < len(self.seed) <= LONGEST:
            raise Invalid(_("Enter the seed as it was announced: 1 to 200 characters."))
        self._key = self.seed.encode()

    def lot(self, kind: str, code: str) -> bytes:
        """Return the lot of a thing, 32 bytes."""
        return hmac.digest(self._key, f"{kind}|{code}".encode(), "sha256")

    def order(self, kind: str, codes: Iterable[str]) -> list[str]:
        """Return the things by their lots, the lowest first."""
        return sorted(codes, key=lambda code: self.lot(kind, code))

    def number(self, kind: str, code: str) -> int:
        """Return the lot as a whole number from 0 to 2**256 - 1, big-endian."""
        return int.from_bytes(self.lot(kind, code), "big")

    def fraction(self, kind: str, code: str) -> Fraction:
        """Return the lot as an exact number from 0, inclusive, to 1, exclusive."""
        return Fraction(self.number(kind, code), 2**BITS)
