"""Running every test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import click

from jinguo.config.environment import CHECKOUT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run every test: unit, races, journeys. ARGUMENTS go to pytest."""
    has_browser = any(shutil.which(name) for name in BROWSERS)
    if not has_browser and os.environ.get("CI") == "true":
        raise click.ClickException("No Chromium here, and in CI the journeys are never skipped.")
    chosen = list(arguments)
    if not has_browser:
        click.echo("No Chromium here: the browser journeys are skipped.")
        chosen += ["-m", "not journey"]
    ended = subprocess.run([sys.executable, "-m", "pytest", *chosen], cwd=CHECKOUT, check=False)
    sys.exit(ended.returncode)
