"""
Backups: one encrypted file that holds the database and the files, and not the key ring.

Layout: ``JINGUO1``, a salt, then chunks of up to 1 MB, each AES-256-GCM under a key made from the
passphrase by scrypt. A chunk is bound to its number and to whether it is the last, so that a changed,
missing, swapped or cut-off chunk is found.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from jinguo.cli.prepare import prepare, start_server
from jinguo.config.environment import environment
from jinguo.core import postgres
from jinguo.core.errors import Refused

MAGIC = b"JINGUO1\n"
SALT = 16
NONCE = 12
CHUNK = 1 << 20
SHORTEST = 12


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase; asked for otherwise.",
)
def backup(file: Path, passphrase_file: Path | None) -> None:
    """Write an encrypted backup of the database and the files. Keep the key ring apart from it."""
    prepare()
    passphrase = passphrase_of(passphrase_file, confirm=True)
    with tempfile.TemporaryDirectory(dir=environment.var) as folder:
        inside = Path(folder)
        dump(inside / "database.dump")
        (inside / "about.json").write_text(json.dumps({"version": 1}))
        with tarfile.open(inside / "all.tar", "w") as archive:
            archive.add(inside / "about.json", "about.json")
            archive.add(inside / "database.dump", "database.dump")
            if Path(settings.MEDIA_ROOT).exists():
                archive.add(settings.MEDIA_ROOT, "files")
        encrypt(inside / "all.tar", file, passphrase)
    click.echo(f"Written: {file} ({file.stat().st_size:,} bytes).")
    click.echo(f"The key ring is not in it: keep a copy of {settings.JINGUO_KEY_FILE} elsewhere.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase; asked for otherwise.",
)
def restore(file: Path, passphrase_file: Path | None) -> None:
    """Restore a backup into an empty database, then verify the trail and the figures."""
    start_server()
    check_empty()
    with tempfile.TemporaryDirectory(dir=environment.var) as folder:
        inside = Path(folder)
        decrypt(file, inside / "all.tar", passphrase_of(passphrase_file, confirm=False))
        with tarfile.open(inside / "all.tar") as archive:
            archive.extractall(inside, filter="data")
        load(inside / "database.dump")
        if (inside / "files").exists():
            Path(settings.MEDIA_ROOT).parent.mkdir(parents=True, exist_ok=True)
            (inside / "files").rename(settings.MEDIA_ROOT)
    prepare()
    verify()


def passphrase_of(file: Path | None, *, confirm: bool) -> str:
    """
    Return the passphrase of a file, or ask for it.

    :raises Refused: it is shorter than twelve signs
    """
    text = (
        file.read_text().splitlines()[0]
        if file
        else click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    )
    if len(text) < SHORTEST:
        raise Refused(f"The passphrase needs at least {SHORTEST} signs.")
    return str(text)


def program(name: str) -> list[str]:
    """Return how to call one of PostgreSQL's programs: the embedded one, or the one on the path."""
    return [str(postgres.binaries() / name)] if environment.is_embedded else [name]


def address() -> str:
    """Return the database's address."""
    return environment.database_url or postgres.url(environment.cluster, environment.database)


def dump(file: Path) -> None:
    """
    Write the database's dump in PostgreSQL's own format.

    :raises Refused: with what pg_dump says
    """
    with file.open("wb") as out:
        ended = subprocess.run(
            [*program("pg_dump"), "--format=custom", "--no-owner", "--dbname", address()],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    if ended.returncode:
        raise Refused(ended.stderr.decode(errors="replace").strip())


def load(file: Path) -> None:
    """
    Load a dump, all of it or nothing.

    :raises Refused: with what pg_restore says
    """
    with file.open("rb") as source:
        ended = subprocess.run(
            [
                *program("pg_restore"),
                "--single-transaction",
                "--no-owner",
                "--exit-on-error",
                "--dbname",
                address(),
            ],
            stdin=source,
            stderr=subprocess.PIPE,
            check=False,
        )
    if ended.returncode:
        raise Refused(ended.stderr.decode(errors="replace").strip())


def check_empty() -> None:
    """
    Pass when nothing stands in the database yet.

    :raises Refused: it has tables
    """
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415  (Django must be set up first)

    tables = connection.introspection.table_names()
    connection.close()
    if tables:
        raise Refused("The database is not empty. Restore into a new one: nothing is overwritten.")


def verify() -> None:
    """
    Set the recording clock past the restored facts, then verify the trail and every cell.

    :raises Refused: something does not hold
    """
    from jinguo.audit import actions, queries  # noqa: PLC0415
    from jinguo.facts import queries as facts  # noqa: PLC0415

    actions.advance_clock()
    problems = [
        *(one.message for one in queries.verify()),
        *(str(one) for one in facts.check()),
    ]
    if problems:
        raise Refused(f"Restored, but {len(problems)} things do not hold: {problems[0]}")
    click.echo("Restored. The trail holds and every figure agrees with its facts.")


def key_of(passphrase: str, salt: bytes) -> AESGCM:
    """Return the cipher of a passphrase (scrypt, N = 2^15, r = 8, p = 1)."""
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))


def chunks(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Return a file's pieces, each with whether it is the last; an empty file has one empty piece."""
    piece = source.read(size)
    while True:
        following = source.read(size)
        yield piece, not following
        if not following:
            return
        piece = following


def place(number: int, is_last: bool) -> bytes:
    """Return what binds a chunk to its place."""
    return number.to_bytes(8, "big") + (b"last" if is_last else b"more")


def encrypt(source: Path, target: Path, passphrase: str) -> None:
    """Encrypt a file; the target appears whole or not at all, for its owner only."""
    salt = os.urandom(SALT)
    cipher = key_of(passphrase, salt)
    beside = target.with_name(target.name + ".part")
    with (
        source.open("rb") as plain,
        os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
    ):
        out.write(MAGIC + salt)
        for number, (piece, is_last) in enumerate(chunks(plain, CHUNK)):
            nonce = os.urandom(NONCE)
            out.write(nonce + cipher.encrypt(nonce, piece, place(number, is_last)))
        out.flush()
        os.fsync(out.fileno())
    beside.replace(target)


def decrypt(source: Path, target: Path, passphrase: str) -> None:
    """
    Decrypt a backup.

    :raises Refused: not a backup, a wrong passphrase, or a damaged or cut-off file
    """
    with source.open("rb") as sealed, target.open("wb") as out:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise Refused("This file is not a backup of Jinguo.")
        cipher = key_of(passphrase, sealed.read(SALT))
        for number, (piece, is_last) in enumerate(chunks(sealed, NONCE + CHUNK + 16)):
            try:
                out.write(cipher.decrypt(piece[:NONCE], piece[NONCE:], place(number, is_last)))
            except (InvalidTag, ValueError) as fault:
                raise Refused(
                    "The passphrase is wrong, or the backup is damaged or cut off."
                ) from fault
