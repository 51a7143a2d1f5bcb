"""Packs from the command line: check a folder, apply it, write one back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes import actions, loader
from jinguo.programmes.changes import Change
from jinguo.programmes.loaded import Loaded
from jinguo.programmes.source import Problem

INSTALLER = Actor.system("pack", Capability.PROGRAMMES_APPLY, Capability.PROGRAMMES_VIEW)


@click.group(name="pack", help="Check, apply and export packs: the plan of an area as a folder.")
def command() -> None:
    """Check, apply and export packs: the plan of an area as a folder."""


@command.command(help="Check pack folders; every problem names its file and line.")
@click.argument("folders", nargs=-1, required=True, metavar="DIR...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for another program.")
@click.pass_context
def check(context: click.Context, folders: Sequence[str], as_json: bool) -> None:
    """Print every problem of the packs; the exit code says whether there is one."""
    checked = [(folder, *loader.load(folder)) for folder in map(_folder, folders)]
    if as_json:
        rows = [_checked(*one) for one in checked]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for one in checked:
            _say(*one)
    context.exit(1 if any(problems for _folder, _pack, problems in checked) else 0)


def _checked(folder: Path, loaded: Loaded | None, problems: Sequence[Problem]) -> dict[str, Any]:
    sound = None if problems else loaded
    return {
        "folder": str(folder),
        "is_sound": bool(sound),
        "programmes": len(sound.programmes) if sound else None,
        "measures": len(sound.measures) if sound else None,
        "problems": [
            {"file": one.file, "line": one.line or None, "message": one.message} for one in problems
        ],
    }


def _say(folder: Path, loaded: Loaded | None, problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(f"{folder}/{problem}", err=True)
    if loaded and not problems:
        click.echo(
            _("%(folder)s: sound. %(programmes)d programmes, %(measures)d measures.")
            % {
                "folder": folder,
                "programmes": len(loaded.programmes),
                "measures": len(loaded.measures),
            }
        )


@command.command(help="Apply a pack folder. Applied again it changes nothing.")
@click.argument("folder", metavar="DIR")
@click.option("--dry-run", is_flag=True, help="Only print what would change.")
def apply(folder: str, dry_run: bool) -> None:
    """Print what will change, then apply it."""
    path = _folder(folder)
    changes = actions.preview_pack(actor=INSTALLER, folder=path)
    _print(changes)
    if changes and not dry_run:
        actions.apply_pack(actor=INSTALLER, folder=path, now=timezone.now())
        click.echo(_("Applied."))


@command.command(help="Write the pack in force under KEY as a folder, as it was applied.")
@click.argument("key")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export(key: str, folder: Path) -> None:
    """Write the pack's files into an empty folder."""
    written = actions.export_pack(actor=INSTALLER, key=key, folder=folder)
    click.echo(
        ngettext("%(count)d file written to %(folder)s.", "%(count)d files written to %(folder)s.",
                 len(written)) % {"count": len(written), "folder": folder}
    )  # fmt: skip


def _print(changes: Sequence[Change]) -> None:
    for change in changes:
        click.echo(str(change))
    if not changes:
        click.echo(_("Nothing to change: the pack in force is this one."))


def _folder(name: str) -> Path:
    """Return the folder of that path, or the installation's pack of that bare name."""
    path = Path(name)
    if path.is_dir() or "/" in name:
        return path
    return Path(settings.JINGUO_PACKS) / name
