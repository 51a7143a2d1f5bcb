"""
How long a witness needs to check a long trail with `audit/chain.py` alone, beside the hashing itself.

    .venv/bin/python bench/trail.py [EVENTS]

The floor is one SHA-256 a link and two a leaf, over bytes that are there already.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

SOURCES = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SOURCES))

from jinguo.audit import chain  # noqa: E402

A_DAY = 5_000  # events


def events(count: int) -> Iterator[dict[str, object]]:
    """Yield events of the size they have in an installation."""
    for number in range(count):
        yield {
            "id": str(UUID(int=number)), "at": f"2020-06-15T08:00:00.{number % 1_000_000:06}+00:00",
            "xid": number, "account": str(UUID(int=7)), "actor": "黄岛区妇联 高敏", "session": "0" * 32,
            "address": "10.0.0.7", "action": "people.update", "object_type": "people.household",
            "object_id": str(UUID(int=number * 3)), "area": "370211105201", "result": "done", "count": 1,
            "purpose": "", "fields": ["address", "phone"], "version": "0.1.0",
        }  # fmt: skip


def write(file: Path, count: int) -> None:
    """Write the export of a trail of so many events."""
    digest, leaves, roots = chain.GENESIS, [], []
    with file.open("w", encoding="utf-8") as out:
        for seq, event in enumerate(events(count), start=1):
            digest = chain.next_digest(digest, chain.canonical(event))
            leaves.append(digest)
            row = {"seq": seq, "digest": digest.hex(), "event": event}
            out.write(chain.canonical(row).decode() + "\n")
            if len(leaves) == A_DAY or seq == count:
                roots.append((seq - len(leaves) + 1, seq, chain.merkle_root(leaves).hex()))
                leaves = []
        for number, (first, last, root) in enumerate(roots):
            row = {"day": f"day {number}", "first_seq": first, "last_seq": last, "root": root}
            out.write(json.dumps(row) + "\n")


def floor(count: int) -> float:
    """Return the seconds of the hashing alone."""
    data = [chain.canonical(event) for event in events(min(count, 10_000))]
    begun, digest = time.process_time(), chain.GENESIS
    for number in range(count):
        digest = sha256(digest + data[number % len(data)]).digest()
        sha256(b"\x00" + digest).digest()
        sha256(b"\x01" + digest + digest).digest()
    return time.process_time() - begun


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trail.jsonl"
        write(file, count)
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-I", "-S", chain.__file__, str(file)],
            env={}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        took = time.perf_counter() - begun
        cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    least = floor(count)
    print(done.stdout.strip())
    print(f"{count:,} events: {took:.1f} s ({cpu:.1f} s of one core)")
    print(f"the hashing alone {least:.1f} s; {cpu / least:.1f} times that")


if __name__ == "__main__":
    main()
