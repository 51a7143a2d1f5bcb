"""Short codes of the lines of a printed list: typed when the paper comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without those that look alike in handwriting or print (0 O, 1 I L, U V)."""
SHORTEST = 3


def short_codes(ids: Iterable[UUID]) -> dict[UUID, str]:
    """
    Return a code of three signs for each id, a longer one where another id has that already.

    A code stays as it is when ids are added later: they come in the order of their ids, which are made one
    after another, so that the earlier keeps the shorter one.
    """
    codes: dict[UUID, str] = {}
    taken: set[str] = set()
    for one in sorted(ids):
        signs = spelled(one)
        length = next(
            n for n in range(SHORTEST, len(signs) + 1) if signs[:n] not in taken or n == len(signs)
        )
        codes[one] = signs[:length]
        taken.add(signs[:length])
    return codes


def spelled(one: UUID) -> str:
    """Return twelve signs that stand for an id."""
    number = int.from_bytes(blake2b(one.bytes, digest_size=8).digest())
    signs = []
    for _place in range(12):
        number, sign = divmod(number, len(SIGNS))
        signs.append(SIGNS[sign])
    return "".join(signs)


def typed_codes(text: str) -> list[str]:
    """Return the codes in what was typed or scanned, each once, in its order, in capitals."""
    found = re.findall(r"[0-9A-Z]+", text.upper())
    return list(dict.fromkeys(found))
