"""Backups: one sealed file that holds the database and the files, and not the key ring."""

from __future__ import annotations

import json
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.cli import archive, drilling, dumping, steps, verifying
from jinguo.cli.groups import WithDefault
from jinguo.cli.prepare import prepare
from jinguo.cli.progress import bars
from jinguo.cli.sealing import encrypt
from jinguo.config.environment import environment
from jinguo.core import progress


class Backups(WithDefault):
    """`jinguo backup FILE` writes one."""

    default = "write"


@click.group(cls=Backups)
def backup() -> None:
    """
    Write an encrypted backup of the database and the files: `jinguo backup FILE`.

    The passphrase is asked for, or read with --passphrase-file. Keep the key ring apart from it.
    `jinguo backup verify FILE` shows that it can be restored.
    """


backup.add_command(verifying.verify)
backup.add_command(verifying.drill)


@backup.command(hidden=True)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@archive.passphrase_file
def write(file: Path, passphrase_file: Path | None) -> None:
    """Write an encrypted backup of the database and the files. Keep the key ring apart from it."""
    prepare()
    from django.db import transaction  # noqa: PLC0415  (Django must be set up first)

    passphrase = archive.passphrase_of(passphrase_file, confirm=True)
    with (
        tempfile.TemporaryDirectory(dir=environment.var) as folder,
        bars({step: str(title) for step, title in steps.BACKUP.items()}),
    ):
        inside = Path(folder)
        progress.begin("dump")
        with drilling.snapshot() as moment:
            (inside / "about.json").write_text(json.dumps(archive.about()))
            dumping.dump(inside / "database.dump", snapshot=moment)
        pack(inside)
        progress.begin("seal")
        with transaction.atomic():  # a backup that cannot be noted is not written
            archive.note(archive.WRITTEN, file)
            encrypt(inside / "all.zip", file, passphrase, cipher=settings.JINGUO_CIPHER)
        lay_list_beside(file)
    click.echo(_("Written: %(file)s (%(size)s bytes).") % {
        "file": file, "size": f"{file.stat().st_size:,}"})  # fmt: skip
    click.echo(
        _("The key ring is not in it: keep a copy of %s elsewhere.") % settings.JINGUO_KEY_FILE
    )


def lay_list_beside(file: Path) -> None:
    """Write the list of who was erased into the folder of a backup, and whole where it is kept here."""
    from jinguo.people import erased_list  # noqa: PLC0415  (Django must be set up first)

    for place in (erased_list.place(), file.resolve().parent / erased_list.NAME):
        erased_list.add(erased_list.everyone(), place)


def pack(inside: Path) -> None:
    """Put what lies in a folder, and below ``files`` every file of the installation, into one archive."""
    files = sorted(Path(settings.MEDIA_ROOT).glob("**/*"))
    progress.begin("pack", len(files))
    with zipfile.ZipFile(inside / "all.zip", "w") as whole:
        for path in (inside / "about.json", inside / "database.dump"):
            whole.write(path, path.name)
        for done, path in enumerate(files, 1):
            with suppress(FileNotFoundError):  # erased while the backup is written
                whole.write(path, Path("files") / path.relative_to(settings.MEDIA_ROOT))
            progress.count(done, len(files))
