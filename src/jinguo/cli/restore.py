"""Restoring a backup into an empty database, and verifying there what was restored."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.cli import archive, drilling, dumping, language, steps
from jinguo.cli.prepare import prepare, start_server
from jinguo.cli.progress import bars
from jinguo.cli.sealing import decrypt
from jinguo.config.environment import environment
from jinguo.core import progress
from jinguo.core.errors import Refused


@click.command()
@archive.existing_file
@archive.passphrase_file
@click.option(
    "--erased",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The list erased.list of that installation, where it lies neither in its folder nor beside FILE.",
)
def restore(file: Path, passphrase_file: Path | None, erased: Path | None) -> None:
    """
    Restore a backup into an empty database, then verify the trail and the figures.

    The key ring of the installation that was backed up must be in its place first. Who was erased after
    the backup was written is erased again, by the list erased.list.
    """
    start_server()
    check_empty()
    environment.var.mkdir(parents=True, exist_ok=True)
    passphrase = archive.passphrase_of(passphrase_file, confirm=False)
    with bars({step: str(title) for step, title in steps.RESTORE.items()}):
        told = bring_back(file, passphrase)
        missing = drilling.count_problems(told)
        prepare()
        said = erase_again(file, erased)
        verify(told, missing)
    archive.note(archive.RESTORED, file)
    click.echo(said)
    click.echo(_("Restored. The trail holds and every figure agrees with its facts."))


def bring_back(file: Path, passphrase: str) -> dict[str, object]:
    """Load the database and the files of a backup; return what it tells of itself."""
    with tempfile.TemporaryDirectory(dir=environment.var) as folder:
        inside = Path(folder)
        progress.begin("open")
        decrypt(file, inside / "all.zip", passphrase)
        with zipfile.ZipFile(inside / "all.zip") as whole:
            whole.extractall(inside)
        told: dict[str, object] = json.loads((inside / "about.json").read_text())
        archive.check_keys(told)
        progress.begin("load")
        dumping.load(inside / "database.dump")
        if (inside / "files").exists():
            close_to_others(inside / "files")
            (inside / "files").rename(settings.MEDIA_ROOT)
    return told


def close_to_others(folder: Path) -> None:
    """Let this system's user alone into a folder and what is in it; an archive keeps no modes."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def erase_again(file: Path, given: Path | None) -> str:
    """
    Erase those who were erased after a backup was written; return a sentence about it.

    :raises Refused: a list was not written by the installation that was backed up
    """
    from jinguo.audit import actions as audit  # noqa: PLC0415  (Django must be set up first)
    from jinguo.facts import queries as facts  # noqa: PLC0415
    from jinguo.org.actor import Actor  # noqa: PLC0415
    from jinguo.people import actions, erased_list  # noqa: PLC0415

    lists = [erased_list.place(), file.resolve().parent / erased_list.NAME, given]
    there = [one for one in lists if one is not None and one.exists()]
    persons = {person for one in there for person in erased_list.read(one)}
    audit.advance_clock(past=facts.newest_transaction())
    count = actions.erase_again(
        actor=Actor.system("backup"), person_ids=sorted(persons), now=timezone.now()
    )
    erased_list.add(sorted(persons | set(erased_list.everyone())))
    if not there:
        return _(
            "No list of erased persons was found. Who was erased after this backup was written is back:"
            " erase her again."
        )
    return _("Erased again, as before the restore: %d.") % count


def check_empty() -> None:
    """
    Pass when neither the database nor the folder of files holds anything yet.

    :raises Refused: one of them does
    """
    language.set_up()
    from django.db import connection  # noqa: PLC0415  (Django must be set up first)

    tables = connection.introspection.table_names()
    connection.close()
    if tables:
        raise Refused(
            _("The database is not empty. Restore into a new one: nothing is overwritten.")
        )
    files = Path(settings.MEDIA_ROOT)
    if files.exists() and any(files.iterdir()):
        raise Refused(
            _("%s holds files. Restore into an empty folder: nothing is overwritten.") % files
        )


def verify(told: dict[str, object], missing: list[str]) -> None:
    """
    Set the recording clock past the restored facts, then verify what was restored.

    That is the trail, a hundred sealed values, every cell and every state; ``missing`` says which rows
    did not come.

    :raises Refused: something does not hold
    """
    from jinguo.assess import queries as assess  # noqa: PLC0415
    from jinguo.audit import actions, queries  # noqa: PLC0415
    from jinguo.facts import queries as facts  # noqa: PLC0415
    from jinguo.sites import queries as sites  # noqa: PLC0415

    actions.advance_clock(past=facts.newest_transaction())
    problems = [
        *trail_problems(told),
        *missing,
        *drilling.sealed_problems(),
        *(one.message for one in queries.verify()),
        *(str(one) for one in [*facts.check(), *assess.check_states(), *sites.check_states()]),
    ]
    if problems:
        raise Refused(
            _("Restored, but %(count)d things do not hold: %(first)s")
            % {"count": len(problems), "first": problems[0]}
        )


def trail_problems(told: dict[str, object]) -> list[str]:
    """Return a sentence when the trail does not reach where it stood at the backup."""
    from jinguo.audit.models import Link  # noqa: PLC0415

    head = told["trail"]
    if not isinstance(head, dict):
        return []
    link = Link.objects.filter(seq=head["seq"]).first()
    if link and bytes(link.digest).hex() == head["digest"]:
        return []
    return [_("Link %s of the trail is not the one that stood there at the backup.") % head["seq"]]
