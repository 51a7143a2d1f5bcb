"""
The arithmetic of the chain, without a database: anyone can repeat it from an export.

An event's bytes are its columns as canonical JSON (UTF-8, sorted keys, no blanks); a digest is
SHA-256 over the previous digest and those bytes; a day's root is a Merkle tree over its digests,
leaves prefixed with 0x00 and nodes with 0x01 (RFC 6962).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC

from jinguo.audit.models import Event

GENESIS = bytes(32)


def event_bytes(event: Event) -> bytes:
    """Return the canonical bytes of one event."""
    return json.dumps(
        {
            "id": str(event.id),
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "xid": event.xid,
            "account": str(event.account) if event.account else None,
            "actor": event.actor,
            "session": event.session,
            "address": event.address,
            "action": event.action,
            "object_type": event.object_type,
            "object_id": str(event.object_id) if event.object_id else None,
            "area": event.area,
            "result": event.result,
            "count": event.count,
            "purpose": event.purpose,
            "fields": event.fields,
            "version": event.version,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def next_digest(previous: bytes, data: bytes) -> bytes:
    """Return the digest of the link that follows ``previous`` and carries ``data``."""
    return hashlib.sha256(previous + data).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """
    Return the root over at least one leaf, as RFC 6962 builds its tree.

    :raises ValueError: no leaves
    """
    if not leaves:
        raise ValueError("a day without links has no root")
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(
        b"\x01" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])
    ).digest()
