"""Identifiers: UUID version 7, so that rows made one after another lie beside each other."""

from __future__ import annotations

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


def new_ids(count: int) -> list[bytes]:
    """Return ``count`` new UUIDv7s in ascending order, 16 bytes each, for rows made by the thousand."""
    return [uuid_utils.uuid7().bytes for _number in range(count)]


NIL = uuid.UUID(int=0)
"""The id before every other."""
