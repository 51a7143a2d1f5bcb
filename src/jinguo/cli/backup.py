"""
Backups: one sealed file that holds the database and the files, and not the key ring.

Inside is an archive: ``about.json`` (which keys the database was sealed with, where its trail stood),
``database.dump`` and ``files/``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import tempfile
import zipfile
from pathlib import Path

import click
from django.conf import settings

from jinguo.cli import dumping
from jinguo.cli.prepare import prepare, start_server
from jinguo.cli.sealing import decrypt, encrypt
from jinguo.config.environment import environment
from jinguo.core.errors import Refused

FORMAT = 1
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
        (inside / "about.json").write_text(json.dumps(about()))
        dumping.dump(inside / "database.dump")
        with zipfile.ZipFile(inside / "all.zip", "w") as archive:
            for path in (inside / "about.json", inside / "database.dump"):
                archive.write(path, path.name)
            for path in sorted(Path(settings.MEDIA_ROOT).glob("**/*")):
                archive.write(path, Path("files") / path.relative_to(settings.MEDIA_ROOT))
        encrypt(inside / "all.zip", file, passphrase)
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
    """
    Restore a backup into an empty database, then verify the trail and the figures.

    The key ring of the installation that was backed up must be in its place first.
    """
    start_server()
    check_empty()
    environment.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=environment.var) as folder:
        inside = Path(folder)
        decrypt(file, inside / "all.zip", passphrase_of(passphrase_file, confirm=False))
        with zipfile.ZipFile(inside / "all.zip") as archive:
            archive.extractall(inside)
        told = json.loads((inside / "about.json").read_text())
        check_keys(told)
        dumping.load(inside / "database.dump")
        if (inside / "files").exists():
            (inside / "files").rename(settings.MEDIA_ROOT)
    prepare()
    verify(told)


def passphrase_of(file: Path | None, *, confirm: bool) -> str:
    """
    Return the passphrase of a file, or ask for it.

    :raises Refused: it is shorter than twelve signs
    """
    text = (
        file.read_text("utf-8").partition("\n")[0].strip()
        if file
        else click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    )
    if len(text) < SHORTEST:
        raise Refused(f"The passphrase needs at least {SHORTEST} signs.")
    return str(text)


def about() -> dict[str, object]:
    """Return what a restore compares: marks of the keys, the head of the trail."""
    from jinguo.audit.models import Link  # noqa: PLC0415  (Django must be set up first)

    head = Link.objects.order_by("-seq").first()
    return {
        "format": FORMAT,
        "keys": marks(),
        "trail": {"seq": head.seq, "digest": bytes(head.digest).hex()} if head else None,
    }


def marks() -> dict[str, str]:
    """Return a mark of each key on the ring, from which the key cannot be found."""
    from jinguo.core import crypto  # noqa: PLC0415  (the settings must stand first)

    ring = crypto.ring()
    keys = {"indexing": ring.indexing, **{str(n): key for n, key in ring.sealing.items()}}
    return {
        name: hmac.digest(key, b"jinguo backup", hashlib.sha256).hex() for name, key in keys.items()
    }


def check_empty() -> None:
    """
    Pass when neither the database nor the folder of files holds anything yet.

    :raises Refused: one of them does
    """
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415  (Django must be set up first)

    tables = connection.introspection.table_names()
    connection.close()
    if tables:
        raise Refused("The database is not empty. Restore into a new one: nothing is overwritten.")
    files = Path(settings.MEDIA_ROOT)
    if files.exists() and any(files.iterdir()):
        raise Refused(f"{files} holds files. Restore into an empty folder: nothing is overwritten.")


def check_keys(told: dict[str, object]) -> None:
    """
    Pass when the ring in place holds every key the backup's database was sealed with.

    :raises Refused: a key is missing, or there is no ring
    """
    place = settings.JINGUO_KEY_FILE
    wanted, have = told["keys"], marks() if place.exists() else {}
    if not isinstance(wanted, dict) or not wanted.items() <= have.items():
        raise Refused(
            f"The key ring at {place} does not open this backup's data. Put the key ring of the"
            " installation that was backed up there (mode 0600), then restore again."
        )


def verify(told: dict[str, object]) -> None:
    """
    Set the recording clock past the restored facts, then verify the trail, every cell and every state.

    :raises Refused: something does not hold
    """
    from jinguo.assess import queries as assess  # noqa: PLC0415
    from jinguo.audit import actions, queries  # noqa: PLC0415
    from jinguo.facts import queries as facts  # noqa: PLC0415

    actions.advance_clock(past=facts.newest_transaction())
    problems = [
        *trail_problems(told),
        *(one.message for one in queries.verify()),
        *(str(one) for one in [*facts.check(), *assess.check_states()]),
    ]
    if problems:
        raise Refused(f"Restored, but {len(problems)} things do not hold: {problems[0]}")
    click.echo("Restored. The trail holds and every figure agrees with its facts.")


def trail_problems(told: dict[str, object]) -> list[str]:
    """Return a sentence when the trail does not reach where it stood at the backup."""
    from jinguo.audit.models import Link  # noqa: PLC0415

    head = told["trail"]
    if not isinstance(head, dict):
        return []
    link = Link.objects.filter(seq=head["seq"]).first()
    if link and bytes(link.digest).hex() == head["digest"]:
        return []
    return [f"Link {head['seq']} of the trail is not the one that stood there at the backup."]
