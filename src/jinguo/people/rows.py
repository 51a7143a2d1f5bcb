"""
Households on their way onto the register, plain and sealed.

Nothing here needs Django's tables, so that a roster can be sealed in another process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from jinguo.core.ids import new_id
from jinguo.core.names import pinyin_key

HOUSEHOLD, PERSON = "people_household", "people_person"
ID_NUMBER, PHONE = "id-number", "phone"  # purposes of the blind indexes


@dataclass(frozen=True, kw_only=True)
class HouseholdIn:
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
    address: str = ""
    code: str = ""


class SealedHousehold(NamedTuple):
    """One household with its sensitive values sealed for its row and indexed; ready to be stored."""

    id: UUID
    person_id: UUID
    area: str
    code: str
    name: str
    pinyin: str
    initials: str
    sex: str
    born_on: date | None
    id_number: bytes | None
    id_index: UUID | None
    phone: bytes | None
    phone_index: UUID | None
    phone_tail: str
    member_count: int
    is_resident: bool
    yard: str
    address: bytes | None


class Sealer(Protocol):
    """What sealing needs: a key ring, or the module ``core.crypto`` itself."""

    def seal_many(
        self, table: str, column: str, rows: Sequence[UUID], texts: Sequence[str], /
    ) -> list[bytes]: ...

    def blind_many(self, purpose: str, texts: Sequence[str], /) -> list[UUID]: ...


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


def seal_households(rows: Sequence[HouseholdIn], sealer: Sealer) -> list[SealedHousehold]:
    """
    Return the rows with new ids, their ID numbers, phones and addresses sealed.

    The rows must have passed their checks. Needs no database, so a worker process can do it.
    """
    homes, heads = [new_id() for _ in rows], [new_id() for _ in rows]
    numbers, phones = [row.id_number for row in rows], [row.phone for row in rows]
    sealed_numbers = seal_some(sealer, PERSON, "id_number", heads, numbers)
    sealed_phones = seal_some(sealer, PERSON, "phone", heads, phones)
    addresses = seal_some(sealer, HOUSEHOLD, "address", homes, [row.address for row in rows])
    number_indexes = blind_some(sealer, ID_NUMBER, numbers)
    phone_indexes = blind_some(sealer, PHONE, phones)
    return [
        SealedHousehold(
            homes[at],
            heads[at],
            row.area,
            row.code,
            row.head_name,
            *name_keys(row.head_name),
            sex_of(row.id_number, row.sex),
            born_on(row.id_number),
            sealed_numbers[at],
            number_indexes[at],
            sealed_phones[at],
            phone_indexes[at],
            row.phone[-4:],
            row.member_count,
            row.is_resident,
            row.yard,
            addresses[at],
        )
        for at, row in enumerate(rows)
    ]


def seal_some(
    sealer: Sealer, table: str, column: str, rows: Sequence[UUID], texts: Sequence[str]
) -> list[bytes | None]:
    """Return each text sealed for its row, None where the text is empty."""
    there = [at for at, text in enumerate(texts) if text]
    tokens = sealer.seal_many(
        table, column, [rows[at] for at in there], [texts[at] for at in there]
    )
    result: list[bytes | None] = [None] * len(texts)
    for at, token in zip(there, tokens, strict=True):
        result[at] = token
    return result


def blind_some(sealer: Sealer, purpose: str, texts: Sequence[str]) -> list[UUID | None]:
    """Return each text's blind index, None where the text is empty."""
    there = [at for at, text in enumerate(texts) if text]
    indexes = sealer.blind_many(purpose, [texts[at] for at in there])
    result: list[UUID | None] = [None] * len(texts)
    for at, index in zip(there, indexes, strict=True):
        result[at] = index
    return result
