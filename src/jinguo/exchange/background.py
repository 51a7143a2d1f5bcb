"""The worker's side of long work: each piece in a process of its own, which says how far it is."""

from __future__ import annotations

import subprocess
import sys
from uuid import UUID

from jinguo.exchange import actions

CARRY_OUT = (sys.executable, "-m", "jinguo.cli", "worker", "carry-out")


class BrokenOff(RuntimeError):
    """The process that did the work ended before it was done; nothing of it was written."""


def carry_out_apart(kind: str, work: str) -> None:
    """
    Have work done by another process, and keep how far it says it is.

    The worker's own process has several threads, in which no other core can be used by a fork.

    :raises BrokenOff: it was killed, or failed for a reason that its log names
    """
    with subprocess.Popen([*CARRY_OUT, kind, work], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            step, done, total = line.split()
            actions.tell(kind=kind, work_id=UUID(work), step=step, done=int(done), total=int(total))
    if process.returncode:
        raise BrokenOff(f"code {process.returncode}")


def say(step: str, done: int, total: int) -> None:
    """Say in this process how far its work is, to the one that waits for it."""
    print(step, done, total, flush=True)
