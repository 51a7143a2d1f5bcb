"""The keys that seal personal data."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils.translation import gettext as _
from rich.progress import Progress

from jinguo.cli import language
from jinguo.cli.prepare import prepare


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
