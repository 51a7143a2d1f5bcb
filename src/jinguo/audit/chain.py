"""
The arithmetic of the chain, and the check of a trail that was exported.

This one file needs Python 3.11 and nothing else: a witness keeps a copy of it, and runs
``python chain.py TRAIL.jsonl 2020-06-15=3f9a…`` with the roots she has on paper, or
``python chain.py --roots OLD.json NEW.json`` with two lists of roots she was sent. An export holds a line of
JSON for each link (``digest``, ``event``, ``seq``), in the order of the chain, then one for each day's root
(``day``, ``first_seq``, ``last_seq``, ``root``).

An event's bytes are its columns as canonical JSON (UTF-8, sorted keys, no blanks); a digest is
SHA-256 over the previous digest and those bytes; a day's root is a Merkle tree over its digests,
leaves prefixed with 0x00 and nodes with 0x01 (RFC 6962).
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinguo.audit.models import Event

GENESIS = bytes(32)
STAMPS = ("at", "xid")  # what the database sets when it records an event
ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
# A link as an export writes it: the event's bytes are taken as they stand there, which is what was hashed.
LINK = re.compile(r'\{"digest":"([0-9a-f]{64})","event":(\{.*\}),"seq":([0-9]+)\}\n?')


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
    return ENCODED(row).encode()


def noted_bytes(event: Event) -> bytes:
    """Return the canonical bytes of what the act itself says of an event: all but the database's stamps."""
    return canonical({name: one for name, one in event_row(event).items() if name not in STAMPS})


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
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        # One left over goes up as it is: the left subtree is the largest power of two.
        over = level[-1:] if len(level) % 2 else []
        level = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs] + over
    return level[0]


def faults(lines: Iterable[str], kept: Mapping[str, str]) -> Iterator[str]:
    """
    Yield a sentence for each place where an exported trail does not hold together.

    ``kept`` are roots known from outside, by day: in them lies the proof, for whoever can change the
    trail can compute its digests anew.
    """
    digests: list[bytes] = []
    unseen, expected = dict(kept), 1
    for number, line in enumerate(lines, start=1):
        if (digest := _held_digest(line, digests)) is not None:
            digests.append(digest)
            continue
        try:
            row = json.loads(line, object_pairs_hook=_once_each)
            if "event" in row:
                yield from _link_faults(row, digests)
            else:
                yield from _root_faults(row, digests, expected, unseen)
                expected = row["last_seq"] + 1
        except (ValueError, KeyError, TypeError):
            yield f"Line {number} cannot be read."
    for day in unseen:
        yield f"The root of {day} that was kept is not in the file."


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; a key that stands there twice would be read differently by others."""
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key stands there twice")
    return row


def _held_digest(line: str, digests: list[bytes]) -> bytes | None:
    """Return the digest of a link that holds as it stands; None for every other line."""
    link = LINK.fullmatch(line)
    if link is None or int(link[3]) != len(digests) + 1:
        return None
    digest = next_digest(digests[-1] if digests else GENESIS, link[2].encode())
    return digest if digest.hex() == link[1] else None


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


def root_faults(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """
    Yield a sentence for each place where a later file of roots does not go on from an earlier one.

    Every digest of the trail holds the one before it, so whoever changes an event and computes all anew
    changes the root of its day and of each day after. Only days that the earlier file has are proven.
    """
    rows = {row["day"]: row for row in new}
    for row in old:
        later = rows.get(row["day"])
        if later is None:
            yield f"The root of {row['day']} is in the earlier file alone."
        elif later["root"] != row["root"]:
            yield f"The root of {row['day']} is another one now: that day or one before it was rewritten."
        elif (later["first_seq"], later["last_seq"]) != (row["first_seq"], row["last_seq"]):
            yield f"The day {row['day']} has other links now."
    if not old:
        yield "The earlier file holds no root, so it proves nothing."
    days = [row["day"] for row in new]
    if days != sorted(set(days)):
        yield "The days of the later file are out of order."
    for before, after in pairwise(new):
        if after["first_seq"] != before["last_seq"] + 1:
            yield f"Between {before['day']} and {after['day']} a root is missing or moved."
    known = {row["day"] for row in old}
    for day in days:
        if old and old[0]["day"] <= day <= old[-1]["day"] and day not in known:
            yield f"The root of {day} was put in later."


def compare(old: Path, new: Path) -> list[str]:
    """Return a sentence for each place where the later of two files of roots contradicts the earlier."""
    try:
        return list(root_faults(*(json.loads(file.read_text("utf-8")) for file in (old, new))))
    except (ValueError, KeyError, TypeError):
        return ["One of the files is not a list of roots."]


def main(arguments: Sequence[str]) -> int:
    """
    Check the file named first against the roots named after it (``DAY=ROOT``); 0 when it holds.

    ``--roots OLD NEW`` compares two files of roots instead.
    """
    file, *kept = arguments
    if file == "--roots":
        found = compare(*map(Path, kept))
    else:
        with Path(file).open(encoding="utf-8") as lines:
            found = list(faults(lines, dict(one.split("=", 1) for one in kept)))
    sys.stdout.writelines(f"{one}\n" for one in found or ["The trail holds."])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
