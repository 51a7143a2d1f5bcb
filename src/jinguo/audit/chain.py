"""
The arithmetic of the chain, and the check of a trail that was exported.

This one file needs Python 3.11 and nothing else: a witness keeps a copy of it, and runs
``python chain.py TRAIL.jsonl 2020-06-15=3f9a…`` with the roots she has on paper. An export holds a line of
JSON for each link (``seq``, ``digest``, ``event``), in the order of the chain, then one for each day's root
(``day``, ``first_seq``, ``last_seq``, ``root``).

An event's bytes are its columns as canonical JSON (UTF-8, sorted keys, no blanks); a digest is
SHA-256 over the previous digest and those bytes; a day's root is a Merkle tree over its digests,
leaves prefixed with 0x00 and nodes with 0x01 (RFC 6962).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinguo.audit.models import Event

GENESIS = bytes(32)


def event_row(event: Event) -> dict[str, Any]:
    """Return the columns of one event as JSON knows them."""
    return {
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
    }


def canonical(row: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of a row: UTF-8 JSON, keys sorted, no blanks."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def event_bytes(event: Event) -> bytes:
    """Return the canonical bytes of one event."""
    return canonical(event_row(event))


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


def faults(lines: Iterable[str], kept: Mapping[str, str]) -> Iterator[str]:
    """
    Yield a sentence for each place where an exported trail does not hold together.

    ``kept`` are roots known from outside, by day: in them lies the proof, for whoever can change the
    trail can compute its digests anew.
    """
    digests: list[bytes] = []
    unseen, expected = dict(kept), 1
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            if "event" in row:
                yield from _link_faults(row, digests)
            else:
                yield from _root_faults(row, digests, expected, unseen)
                expected = row["last_seq"] + 1
        except (ValueError, KeyError, TypeError):
            yield f"Line {number} cannot be read."
    for day in unseen:
        yield f"The root of {day} that was kept is not in the file."


def _link_faults(row: Mapping[str, Any], digests: list[bytes]) -> Iterator[str]:
    previous, digest = digests[-1] if digests else GENESIS, bytes.fromhex(row["digest"])
    if row["seq"] != len(digests) + 1:
        yield f"Link {row['seq']} stands where {len(digests) + 1} should."
    if next_digest(previous, canonical(row["event"])) != digest:
        yield f"Link {row['seq']}: the event or its link was changed."
    digests.append(digest)


def _root_faults(
    row: Mapping[str, Any], digests: list[bytes], expected: int, unseen: dict[str, str]
) -> Iterator[str]:
    day, first, last, root = row["day"], row["first_seq"], row["last_seq"], row["root"]
    leaves = digests[first - 1 : last]
    if first != expected:
        yield f"The root of the day before {day} is missing or moved."
    if len(leaves) != last - first + 1 or merkle_root(leaves).hex() != root:
        yield f"The root of {day} does not match its links."
    if day in unseen and "".join(unseen.pop(day).split()).lower() != root:
        yield f"The root of {day} is not the one that was kept."


def main(arguments: Sequence[str]) -> int:
    """Check the file named first against the roots named after it (``DAY=ROOT``); 0 when it holds."""
    file, *kept = arguments
    with Path(file).open(encoding="utf-8") as lines:
        found = list(faults(lines, dict(one.split("=", 1) for one in kept)))
    sys.stdout.writelines(f"{one}\n" for one in found or ["The trail holds."])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
