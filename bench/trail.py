"""
How long a witness needs to check a long trail with ``audit/chain.py`` alone, beside the hashing itself.

The floor is one SHA-256 a link and two a leaf, over bytes that are there already. They take turns, and both
are counted in seconds of one core; ``seconds`` is how long the witness waits.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median
from uuid import UUID

import common

sys.path.insert(0, str(common.ROOT / "src"))

from jinguo.audit import chain

A_DAY = 5_000  # events
EVENTS, TURNS = 1_000_000, 3


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
    """Measure floor and check in turn and print the median of their ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=EVENTS)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args()
    floors, checks, waits = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trail.jsonl"
        with common.step("the trail's export written"):
            write(file, chosen.events)
        for _turn in range(chosen.turns):
            floors.append(floor(chosen.events))
            core, waited = check(file)
            checks.append(core)
            waits.append(waited)
            common.say(f"hashing {floors[-1]:.2f} s, check {core:.2f} s")
    common.report(
        "trail",
        ratio=round(median(one / least for one, least in zip(checks, floors, strict=True)), 3),
        check_seconds=round(median(checks), 2),
        hashing_seconds=round(median(floors), 2),
        seconds=round(median(waits), 2),
        events=chosen.events,
    )


def check(file: Path) -> tuple[float, float]:
    """
    Check a trail as a witness does; return the seconds of one core, and those that pass.

    :raises subprocess.CalledProcessError: the trail does not hold, so that the time means nothing
    """
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-I", "-S", chain.__file__, str(file)],
        env={}, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    waited = time.perf_counter() - begun
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before.ru_utime, waited


if __name__ == "__main__":
    main()
