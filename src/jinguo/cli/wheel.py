"""Building the wheel: what a server installs that has neither Node nor a checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click

from jinguo.cli import messages, sbom
from jinguo.config.environment import CHECKOUT, PACKAGE
from jinguo.core import files
from jinguo.core.errors import Refused


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=CHECKOUT / "dist",
    help="Folder to write to; dist/ when left out.",
)
def command(out: Path) -> None:
    """Build the wheel, with its built assets, compiled catalogues and packs."""
    messages.compile_all()
    files.write_whole(sbom.FILE, sbom.parts_list())
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        check_whole(wheel)
        out.mkdir(parents=True, exist_ok=True)
        wheel = Path(shutil.copy(wheel, out))
    click.echo(f"{wheel} ({wheel.stat().st_size:,} bytes)")


def build(folder: Path) -> Path:
    """Build the wheel into an empty folder and return it."""
    ended = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode:
        raise click.ClickException((ended.stdout + ended.stderr).strip())
    [wheel] = folder.glob("*.whl")
    return wheel


ASSETS = (
    "theme.css",
    "desk.js",
    "chart.js",
    "map.css",
    "map.js",
    "portal.css",
    "portal.js",
)


def check_whole(wheel: Path) -> None:
    """
    Pass when a wheel carries everything that is built and therefore not in the repository.

    :raises Refused: something is missing
    """
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted({*built()} - {*archive.namelist()})
    if missing:
        raise Refused(f"The wheel would lack {', '.join(missing)}. ./jinguo serve builds them.")


def built() -> Iterator[str]:
    """Return the names of what is built: the assets pages ask for, and a catalogue for each of texts."""
    for name in ASSETS:
        yield f"jinguo/static/build/{name}"
    for file in PACKAGE.glob("**/LC_MESSAGES/django.po"):
        yield str(Path("jinguo") / file.relative_to(PACKAGE).with_suffix(".mo"))
