"""The keys that seal personal data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.progress import Progress

from jinguo.cli import language
from jinguo.cli.prepare import prepare
from jinguo.core.errors import Refused

if TYPE_CHECKING:
    from jinguo.core.shares import Share


@click.group(name="keys", help="Make and change the keys that seal personal data.")
def command() -> None:
    """Make and change the keys that seal personal data."""


@command.command(help="Make the key ring of this installation when there is none.")
def create() -> None:
    """Make the key ring of this installation when there is none."""
    language.set_up()
    from jinguo.core import crypto  # noqa: PLC0415  (the settings must stand first)

    made = crypto.create_ring()
    said = _("Made: %s") if made else _("There already: %s")
    click.echo(said % settings.JINGUO_KEY_FILE)
    click.echo(
        _(
            "Keep a copy where the database's backups are not. Without it nothing sealed can be read."
        )
    )


@command.command(help="Seal everything under a new key; goes on where it was broken off.")
@click.option("--resume", is_flag=True, help="Make no new key; finish an earlier rotation.")
def rotate(resume: bool) -> None:
    """Seal every personal value and the key of every file under a new key; the earlier ones still open."""
    prepare()
    from jinguo.core import blobs, crypto, sealed, trail  # noqa: PLC0415
    from jinguo.org.actor import Actor  # noqa: PLC0415
    from jinguo.people.privacy import sealed_columns  # noqa: PLC0415

    keeper, count = Actor.system("keys"), 0
    if not resume:
        trail.note(keeper, "keys.add")
    ring = crypto.ring() if resume else crypto.add_key()
    with Progress() as bars:
        for table, column in sealed_columns():
            left = sealed.left_over(ring, table, column)
            task = bars.add_task(f"{table}.{column}", total=left)
            for done in sealed.rotate(ring, table, column):
                bars.advance(task, done)
                count += done
        task = bars.add_task("files", total=blobs.left_over(ring))
        for _file in blobs.rotate(ring):
            bars.advance(task)
            count += 1
    trail.note(keeper, "keys.rotate", count=count)
    click.echo(_("Everything is sealed under the active key."))


@command.command(help="Split the key ring among custodians: a file each into DIR.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--of", type=int, default=3, show_default=True, help="How many shares.")
@click.option("--need", type=int, default=2, show_default=True, help="How many join it again.")
def split(folder: Path, of: int, need: int) -> None:
    """Write a share for each custodian; what any one of them holds opens nothing."""
    prepare()
    from django.db import transaction  # noqa: PLC0415  (Django must be set up first)

    from jinguo.core import crypto, files, shares, trail  # noqa: PLC0415
    from jinguo.org.actor import Actor  # noqa: PLC0415

    crypto.ring()
    day = str(timezone.localdate())
    made = shares.split(
        settings.JINGUO_KEY_FILE.read_bytes(), of=of, need=need, made_on=day,
        cipher=settings.JINGUO_CIPHER,
    )  # fmt: skip
    places = [(folder / f"share-{one.set}-{one.number}.json", one) for one in made]
    with transaction.atomic():
        trail.note(Actor.system("keys"), "keys.split", count=of, purpose=made[0].set)
        for file, share in places:
            files.write_whole(file, share.text())
    for file, _share in places:
        click.echo(file)
    click.echo(
        _("Give each file to another custodian and leave none here. Any %d of them join the key ring again.")
        % need
    )  # fmt: skip
    click.echo(_("Split anew after every rotation: these shares hold the keys of today."))


@command.command(help="Join the key ring from shares, into its place or FILE.")
@click.argument(
    "shares", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="FILE to write.")
@click.option("--drill", is_flag=True, help="Write nothing; say whether they hold today's keys.")
def join(shares: tuple[Path, ...], out: Path | None, drill: bool) -> None:
    """Restore the key ring, or with --drill show once a year that it can be restored."""
    language.set_up()
    from jinguo.core import files, shares as custody  # noqa: I001, PLC0415  (the settings must stand first)

    ring = custody.join([read_share(file) for file in shares])
    if drill:
        try_out(ring)
        return
    place = out or settings.JINGUO_KEY_FILE
    if not files.write_once(place, ring):
        raise Refused(_("%s is there already. Name another file with --out.") % place)
    click.echo(_("Restored: %s") % place)


def read_share(file: Path) -> Share:
    """
    Return the share in a file.

    :raises DamagedShare: naming the file
    """
    from jinguo.core import shares  # noqa: PLC0415  (the settings must stand first)

    return shares.read(file.read_bytes().decode("utf-8", errors="replace"), file.name)


def try_out(ring: bytes) -> None:
    """
    Pass when what was joined is the ring in place, and note the drill.

    :raises Refused: a key was made since the shares were
    """
    prepare()
    from jinguo.core import trail  # noqa: PLC0415
    from jinguo.org.actor import Actor  # noqa: PLC0415

    if ring != settings.JINGUO_KEY_FILE.read_bytes():
        raise Refused(
            _("The shares join, but hold other keys than today's. Split anew, and take these back.")
        )  # fmt: skip
    trail.note(Actor.system("keys"), "keys.drill")
    click.echo(_("The shares join to today's key ring. The drill stands on the trail."))
