"""PostgreSQL's own programs for dumps: which of them fit the server, and how to call them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from jinguo.config.environment import environment
from jinguo.core import postgres
from jinguo.core.errors import Refused


def dump(file: Path, *, snapshot: str) -> None:
    """
    Write the database's dump in PostgreSQL's own format, as the database is in an exported snapshot.

    :raises Refused: with what pg_dump says
    """
    call(
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--snapshot", snapshot,
        "--file", str(file),
    )  # fmt: skip


def load(file: Path) -> None:
    """
    Load a dump, all of it or nothing.

    :raises Refused: with what pg_restore says
    """
    call("pg_restore", "--single-transaction", "--no-owner", "--exit-on-error", str(file))


def call(name: str, *arguments: str) -> None:
    """
    Call a program on this installation's database.

    :raises Refused: with what the program says
    """
    address, password = without_password(address_of_database())
    ended = subprocess.run(
        [program(name), "--dbname", address, *arguments],
        env={**os.environ, **({"PGPASSWORD": password} if password else {})},
        stderr=subprocess.PIPE,
        check=False,
    )
    if ended.returncode:
        raise Refused(ended.stderr.decode(errors="replace").strip())


def address_of_database() -> str:
    """Return the address of this installation's database."""
    return environment.database_url or postgres.url(environment.cluster, environment.database)


def without_password(address: str) -> tuple[str, str]:
    """Return an address without its password, and the password: other users read arguments."""
    parts = urlsplit(address)
    if not parts.password:
        return address, ""
    place = parts.netloc.replace(f":{parts.password}@", "@", 1)
    return urlunsplit(parts._replace(netloc=place)), unquote(parts.password)


def program(name: str) -> str:
    """
    Return a program of the server's own version, else the oldest that is newer.

    :raises Refused: there is none; an older program does not understand a newer server
    """
    wanted = server_version()
    fitting = sorted((version, path) for path, version in programs(name) if version >= wanted)
    if not fitting:
        raise Refused(
            _(
                "There is no %(name)s of version %(version)d or newer. Install the client programs of"
                " PostgreSQL."
            )
            % {"name": name, "version": wanted}
        )
    return fitting[0][1]


def programs(name: str) -> Iterator[tuple[str, int]]:
    """Return every program of a name that is here, with its version."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep)]
    folders += map(str, Path("/usr/lib/postgresql").glob("*/bin"))
    with suppress(postgres.ServerError):  # there is no embedded server for some machines
        folders.insert(0, str(postgres.binaries()))
    for folder in folders:
        if path := shutil.which(name, path=folder):
            said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
            version = said.stdout.partition(") ")[2].split(".")[0]
            if version.isdigit():
                yield path, int(version)


def server_version() -> int:
    """Return the server's major version. Django must be set up."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        (version,) = cursor.fetchone()
    return int(version)
