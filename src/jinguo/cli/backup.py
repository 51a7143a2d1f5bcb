"""
Backups: one sealed file that holds the database and the files, and not the key ring.

Inside is an archive: ``about.json`` (which keys the database was sealed with, where its trail stood),
``database.dump`` and ``files/``. Writing, restoring and verifying one are events of the trail.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.cli import drilling, dumping, language, steps
from jinguo.cli.groups import WithDefault
from jinguo.cli.prepare import prepare, start_server
from jinguo.cli.progress import bars
from jinguo.cli.sealing import decrypt, encrypt
from jinguo.config.environment import environment
from jinguo.core import postgres, progress
from jinguo.core.errors import Refused

FORMAT = 1
SHORTEST = 12
WRITTEN, VERIFIED, RESTORED = "backup.write", "backup.verify", "backup.restore"
DRILLED = "backup.drill"


class Backups(WithDefault):
    """`jinguo backup FILE` writes one."""

    default = "write"


passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase; asked for otherwise.",
)
existing_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(cls=Backups)
def backup() -> None:
    """
    Write an encrypted backup of the database and the files: `jinguo backup FILE`.

    The passphrase is asked for, or read with --passphrase-file. Keep the key ring apart from it.
    `jinguo backup verify FILE` shows that it can be restored.
    """


@backup.command(hidden=True)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@passphrase_file
def write(file: Path, passphrase_file: Path | None) -> None:
    """Write an encrypted backup of the database and the files. Keep the key ring apart from it."""
    prepare()
    from django.db import transaction  # noqa: PLC0415  (Django must be set up first)

    passphrase = passphrase_of(passphrase_file, confirm=True)
    with (
        tempfile.TemporaryDirectory(dir=environment.var) as folder,
        bars({step: str(title) for step, title in steps.BACKUP.items()}),
    ):
        inside = Path(folder)
        progress.begin("dump")
        with drilling.snapshot() as moment:
            (inside / "about.json").write_text(json.dumps(about()))
            dumping.dump(inside / "database.dump", snapshot=moment)
        pack(inside)
        progress.begin("seal")
        with transaction.atomic():  # a backup that cannot be noted is not written
            note(WRITTEN, file)
            encrypt(inside / "all.zip", file, passphrase)
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
    with zipfile.ZipFile(inside / "all.zip", "w") as archive:
        for path in (inside / "about.json", inside / "database.dump"):
            archive.write(path, path.name)
        for done, path in enumerate(files, 1):
            with suppress(FileNotFoundError):  # erased while the backup is written
                archive.write(path, Path("files") / path.relative_to(settings.MEDIA_ROOT))
            progress.count(done, len(files))


@backup.command(name="verify")
@existing_file
@passphrase_file
def verify_backup(file: Path, passphrase_file: Path | None) -> None:
    """
    Restore FILE into a scratch database, verify its trail and figures there, and drop that again.

    Nothing of this installation changes; its keys must open the backup.
    """
    prepare()
    if not restores_beside(file, passphrase_file):
        raise Refused(_("The backup does not restore. What is wrong stands above."))
    note(VERIFIED, file)
    click.echo(_("The backup is good. The scratch database is dropped."))


@backup.command()
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
    note(DRILLED, file, result="done" if is_good else "refused")
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


@click.command()
@existing_file
@passphrase_file
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
    passphrase = passphrase_of(passphrase_file, confirm=False)
    with bars({step: str(title) for step, title in steps.RESTORE.items()}):
        told = bring_back(file, passphrase)
        missing = drilling.count_problems(told)
        prepare()
        said = erase_again(file, erased)
        verify(told, missing)
    note(RESTORED, file)
    click.echo(said)
    click.echo(_("Restored. The trail holds and every figure agrees with its facts."))


def erase_again(file: Path, given: Path | None) -> str:
    """
    Erase those who were erased after a backup was written; return a sentence about it.

    :raises Refused: a list was not written by the installation that was backed up
    """
    from django.utils import timezone  # noqa: PLC0415  (Django must be set up first)

    from jinguo.audit import actions as audit  # noqa: PLC0415
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


def bring_back(file: Path, passphrase: str) -> dict[str, object]:
    """Load the database and the files of a backup; return what it tells of itself."""
    with tempfile.TemporaryDirectory(dir=environment.var) as folder:
        inside = Path(folder)
        progress.begin("open")
        decrypt(file, inside / "all.zip", passphrase)
        with zipfile.ZipFile(inside / "all.zip") as archive:
            archive.extractall(inside)
        told: dict[str, object] = json.loads((inside / "about.json").read_text())
        check_keys(told)
        progress.begin("load")
        dumping.load(inside / "database.dump")
        if (inside / "files").exists():
            close_to_others(inside / "files")
            (inside / "files").rename(settings.MEDIA_ROOT)
    return told


def note(action: str, file: Path, *, result: str = "done") -> None:
    """Write an event of the trail about a backup; of its place only the file's name is said."""
    from jinguo.core import trail  # noqa: PLC0415  (Django must be set up first)
    from jinguo.org.actor import Actor  # noqa: PLC0415

    trail.note(
        Actor.system("backup"),
        action,
        object_type="backup",
        purpose=file.name[:200],
        result=result,
    )


def passphrase_of(file: Path | None, *, confirm: bool) -> str:
    """
    Return the passphrase of a file, or ask for it.

    :raises Refused: it is shorter than twelve signs
    """
    text = (
        file.read_text("utf-8").partition("\n")[0].strip()
        if file
        else click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=confirm)
    )
    if len(text) < SHORTEST:
        raise Refused(_("The passphrase needs at least %d signs.") % SHORTEST)
    return str(text)


def close_to_others(folder: Path) -> None:
    """Let this system's user alone into a folder and what is in it; an archive keeps no modes."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def about() -> dict[str, object]:
    """Return what a restore compares: marks of the keys, rows of each table, the head of the trail."""
    from jinguo.audit.models import Link  # noqa: PLC0415  (Django must be set up first)

    head = Link.objects.order_by("-seq").first()
    return {
        "format": FORMAT,
        "keys": marks(),
        "counts": drilling.counts(drilling.our_tables()),
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


def check_keys(told: dict[str, object]) -> None:
    """
    Pass when the ring in place holds every key the backup's database was sealed with.

    :raises Refused: a key is missing, or there is no ring
    """
    place = settings.JINGUO_KEY_FILE
    wanted, have = told["keys"], marks() if place.exists() else {}
    if not isinstance(wanted, dict) or not wanted.items() <= have.items():
        raise Refused(
            _(
                "The key ring at %s does not open this backup's data. Put the key ring of the"
                " installation that was backed up there (mode 0600), then restore again."
            )
            % place
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
