"""Showing that a backup can be restored: into a scratch installation beside this one, by hand or by timer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.cli import archive, drilling
from jinguo.cli.prepare import prepare
from jinguo.config.environment import environment
from jinguo.core import postgres
from jinguo.core.errors import Refused


@click.command()
@archive.existing_file
@archive.passphrase_file
def verify(file: Path, passphrase_file: Path | None) -> None:
    """
    Restore FILE into a scratch database, verify its trail and figures there, and drop that again.

    Nothing of this installation changes; its keys must open the backup.
    """
    prepare()
    if not restores_beside(file, passphrase_file):
        raise Refused(_("The backup does not restore. What is wrong stands above."))
    archive.note(archive.VERIFIED, file)
    click.echo(_("The backup is good. The scratch database is dropped."))


@click.command()
@click.argument("place", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="File whose first line is the passphrase.",
)
def drill(place: Path, passphrase_file: Path) -> None:
    """
    Restore the newest backup of the folder PLACE into a scratch database, check it there, and log it.

    For a weekly timer: `jinguo doctor` is red when the last drill failed or is older than eight days.
    """
    prepare()
    file, began_at = drilling.newest(place), timezone.now()
    is_good = restores_beside(file, passphrase_file)
    drilling.log(file, began_at=began_at, ended_at=timezone.now(), is_good=is_good)
    archive.note(archive.DRILLED, file, result="done" if is_good else "refused")
    if not is_good:
        raise Refused(_("The backup does not restore. What is wrong stands above."))
    click.echo(_("The drill of %s went well. The scratch database is dropped.") % file.name)


def restores_beside(file: Path, passphrase_file: Path | None) -> bool:
    """Say whether a backup restores into a scratch installation; what is wrong with it is printed."""
    words = ["restore", str(file.resolve())]
    if passphrase_file:
        words += ["--passphrase-file", str(passphrase_file.resolve())]
    with scratch_installation() as variables:
        ended = subprocess.run(
            [sys.executable, "-m", "jinguo.cli", *words], env=variables, check=False
        )
    return ended.returncode == 0


@contextmanager
def scratch_installation() -> Iterator[dict[str, str]]:
    """
    Give the variables of an empty installation with a server of its own and the keys of this one.

    It lies in the var folder and is gone in the end, whatever happened.
    """
    var = Path(tempfile.mkdtemp(prefix="scratch-", dir=environment.var))
    var.chmod(0o711)  # the server's own user walks through
    here = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "JINGUO_DATABASE")}
    cluster = postgres.cluster_at(var / "postgres")
    try:
        yield {**here, "JINGUO_VAR": str(var), "JINGUO_KEYS": str(environment.key_file.resolve())}
    finally:
        postgres.stop(cluster)
        shutil.rmtree(cluster.base, ignore_errors=True)
        shutil.rmtree(var, ignore_errors=True)
