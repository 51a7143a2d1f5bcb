"""Areas from the command line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.cli.account import INSTALLER
from jinguo.org import actions


@click.group(name="areas", help="Import areas by their official codes.")
def command() -> None:
    """Import areas by their official codes."""


@command.command(
    name="import",
    help="Add the areas of a CSV file and rename those renamed. Columns: code, name; where there are"
    " valid_from and valid_to, they are read, and level and parent must be the code's.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from",
    "valid_from",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day of new names, and of new areas whose row says none; default today.",
)
@click.option("--source", default="", help="Where the file comes from; default its name.")
def import_(file: Path, valid_from: datetime | None, source: str) -> None:
    """Add the areas of a CSV file and rename those renamed; the same file again changes nothing."""
    now = timezone.now()
    day: date = valid_from.date() if valid_from else timezone.localdate(now)
    added, renamed = actions.import_areas(
        actor=INSTALLER,
        rows=actions.read_areas(file),
        valid_from=day,
        source=source or file.name,
        now=now,
    )
    click.echo(_("%(added)s added, %(renamed)s renamed.") % {"added": added, "renamed": renamed})


@command.command(help="Record that from a day on the work of EARLIER goes on under LATER.")
@click.argument("earlier")
@click.argument("later")
@click.option(
    "--on",
    "effective_on",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="First day under the later code.",
)
@click.option("--source", required=True, help="The decision it rests on.")
def succeed(earlier: str, later: str, effective_on: datetime, source: str) -> None:
    """Record a merger, a move or a new code; figures of later days count the facts where they belong."""
    made = actions.record_succession(
        actor=INSTALLER, earlier=earlier, later=later, effective_on=effective_on.date(),
        source=source, now=timezone.now(),
    )  # fmt: skip
    click.echo(str(made))
