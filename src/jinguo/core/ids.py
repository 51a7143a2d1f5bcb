"""Identifiers: UUID version 7, so that rows made one after another lie beside each other."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import uuid_utils


def new_id() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


def new_ids(count: int) -> list[bytes]:
    """Return ``count`` new UUIDv7s in ascending order, 16 bytes each, for rows made by the thousand."""
    return [uuid_utils.uuid7().bytes for _number in range(count)]


def texts_of(ids: Sequence[bytes]) -> list[str]:
    """Return ids of 16 bytes as they are written, as ``str(UUID(bytes=…))`` does at a fifth of the time."""
    return [
        f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}" for one in map(bytes.hex, ids)
    ]


NIL = uuid.UUID(int=0)
"""The id before every other."""
