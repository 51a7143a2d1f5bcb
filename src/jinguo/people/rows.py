"""
Households on their way onto the register, and what is worked out of them.

Nothing here needs Django's tables, so that a roster can be sealed in another process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import compress, repeat
from typing import Any, NamedTuple

from jinguo.core.crypto import Ring
from jinguo.core.names import pinyin_key

HOUSEHOLD, PERSON = "people_household", "people_person"
RESIDENT = "people_resident"  # the table to which the phones people sign in with are bound
ID_NUMBER, PHONE = "id-number", "phone"  # purposes of the blind indexes


class HouseholdIn(NamedTuple):
    """
    One household as a form or a roster row gives it, already normalised.

    ``area`` is the village's 12-digit code. ``code`` empty asks for the village's next serial.
    ``id_number`` (18 signs, X upper case) and ``phone`` may be empty; sex and date of birth come from
    the ID number when there is one.
    """

    area: str
    head_name: str
    id_number: str = ""
    phone: str = ""
    sex: str = "0"
    member_count: int = 1
    is_resident: bool = True
    yard: str = "yard"
    lane: str = ""
    address: str = ""
    code: str = ""


@lru_cache(maxsize=200_000)
def name_keys(name: str) -> tuple[str, str]:
    """Return the pinyin of a name without blanks, by which lists sort and search, and its first letters."""
    syllables = pinyin_key(name).split()
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


def common_area(codes: Sequence[str]) -> str:
    """Return the code of the smallest area that holds all these; empty when none does."""
    first, last = min(codes, default=""), max(codes, default="")
    lengths = (12, 9, 6, 4, 2)
    return next((first[:n] for n in lengths if first[:n] == last[:n] and len(first) >= n), "")


def born_on(id_number: str) -> date | None:
    """Return the date of birth in a valid ID number of 18 signs (GB 11643-1999); None for none."""
    if not id_number:
        return None
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def sex_of(id_number: str, otherwise: str) -> str:
    """Return the sex (GB/T 2261.1) an ID number's 17th sign tells: odd 1 male, even 2 female."""
    return ("2", "1")[int(id_number[16]) % 2] if id_number else otherwise


def by_column(rows: Sequence[HouseholdIn]) -> dict[str, Sequence[Any]]:
    """Return rows as their columns, by the field's name."""
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else repeat(())
    return dict(zip(HouseholdIn._fields, columns))  # noqa: B905 (no row has no columns)


def seal_column(
    ring: Ring, table: str, column: str, rows: Sequence[bytes], texts: Sequence[str]
) -> list[bytes | None]:
    """Return each text sealed for its row, None where the text is empty."""
    given = compress(rows, texts)
    return spread(texts, ring.seal_column(table, column, list(given), list(filter(None, texts))))


def index_column(ring: Ring, purpose: str, texts: Sequence[str]) -> list[bytes | None]:
    """Return each text's blind index, None where the text is empty."""
    return spread(texts, ring.index_column(purpose, list(filter(None, texts))))


def spread(texts: Sequence[str], made: Sequence[bytes]) -> list[bytes | None]:
    """Return what was made of the texts that are not empty in their places, None in the others."""
    if len(made) == len(texts):
        return list(made)
    rest = iter(made)
    return [next(rest) if text else None for text in texts]
