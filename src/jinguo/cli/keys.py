"""The keys that seal personal data."""

from __future__ import annotations

import click
from django.conf import settings
from rich.progress import Progress

from jinguo.cli.prepare import prepare


@click.group(name="keys", help="Make and change the keys that seal personal data.")
def command() -> None:
    """Make and change the keys that seal personal data."""


@command.command(help="Make the key ring of this installation when there is none.")
def create() -> None:
    """Make the key ring of this installation when there is none."""
    from jinguo.core import crypto  # noqa: PLC0415  (the settings must stand first)

    made = crypto.create_ring()
    click.echo(f"{'Made' if made else 'There already'}: {settings.JINGUO_KEY_FILE}")
    click.echo(
        "Keep a copy where the database's backups are not. Without it nothing sealed can be read."
    )


@command.command(help="Seal everything under a new key; goes on where it was broken off.")
@click.option("--resume", is_flag=True, help="Make no new key; finish an earlier rotation.")
def rotate(resume: bool) -> None:
    """Seal every personal value and the key of every file under a new key; the earlier ones still open."""
    prepare()
    from jinguo.core import blobs, crypto, sealed  # noqa: PLC0415
    from jinguo.people.privacy import sealed_columns  # noqa: PLC0415

    ring = crypto.ring() if resume else crypto.add_key()
    with Progress() as bars:
        for table, column in sealed_columns():
            left = sealed.left_over(ring, table, column)
            task = bars.add_task(f"{table}.{column}", total=left)
            for done in sealed.rotate(ring, table, column):
                bars.advance(task, done)
        task = bars.add_task("files", total=blobs.left_over(ring))
        for _file in blobs.rotate(ring):
            bars.advance(task)
    click.echo("Everything is sealed under the active key.")
