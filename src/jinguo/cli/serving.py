"""Who serves this installation: one mark a server, and never a signal to anyone else."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jinguo.cli.frames import said_of as _
from jinguo.core.errors import Refused

PATIENCE = 25  # seconds a server may take to end; it gives its children 20


@dataclass(frozen=True)
class Process:
    """One process that serves: its number, and when it began, which makes the number certain."""

    pid: int
    began: str
    is_leader: bool


@contextmanager
def marked(folder: Path, children: Sequence[int]) -> Iterator[None]:
    """Keep a file in the folder that names this process and its children, with when each began."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / str(os.getpid())
    file.write_text("".join(f"{pid} {began(pid)}\n" for pid in [os.getpid(), *children]))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def stop(folder: Path) -> int:
    """
    End the servers marked in a folder and wait until they are gone; return how many there were.

    A number that by now belongs to another process gets no signal. Where a server was killed, the
    children it left behind are ended in its place.
    """
    files = sorted(folder.glob("*"))
    running = [processes for file in files if (processes := list(living(file)))]
    for processes in running:
        _signal(processes)
    for processes in running:
        _wait(processes)
    for file in files:
        file.unlink(missing_ok=True)
    return len(running)


def _signal(processes: Sequence[Process]) -> None:
    """Tell the leader, which tells its children; without a leader, tell the children."""
    for one in processes[:1] if processes[0].is_leader else processes:
        try:
            os.kill(one.pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
        except PermissionError as fault:
            raise Refused(
                _("Process %d serves here as another user. Stop it as that user.") % one.pid
            ) from fault


def _wait(processes: Sequence[Process]) -> None:
    """Wait until processes are gone, :data:`PATIENCE` seconds at most."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and any(began(one.pid) == one.began for one in processes):
        time.sleep(0.1)


def living(file: Path) -> Iterator[Process]:
    """Return the processes of a mark that still run, the leader first."""
    for line in file.read_text(errors="replace").splitlines():
        pid, _space, then = line.partition(" ")
        if then and pid.isdecimal() and began(int(pid)) == then:
            yield Process(int(pid), then, is_leader=pid == file.name)


def began(pid: int) -> str:
    """Return when a process began, as its system counts it; empty when there is none."""
    stat = Path("/proc") / str(pid) / "stat"
    try:
        # The name in brackets may hold anything; state and start are the 3rd and 22nd fields.
        fields = stat.read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _listed(pid)
    return "" if fields[0] == "Z" else f"{fields[19]} {_boot()}".strip()


def _boot() -> str:
    """Return the mark of this run of the system: starts are counted from its beginning."""
    file = Path("/proc/sys/kernel/random/boot_id")
    return file.read_text().strip() if file.exists() else ""


def _listed(pid: int) -> str:
    """Return when a process began where the system has no /proc."""
    return subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
