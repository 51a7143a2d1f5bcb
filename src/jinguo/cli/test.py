"""Running every test."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

import click

from jinguo.config.environment import CHECKOUT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_JOURNEYS = "not journey"
# A file's tests stay together: they share what it is slow to make.
SIDE_BY_SIDE = ("-n", "auto", "--dist", "loadfile", "-m")
UNIT = (*SIDE_BY_SIDE, "not journey and not race")
QUICK = (*SIDE_BY_SIDE, "not slow and not journey and not race")
BROWSER_AND_RACES = ("-m", "journey or race")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--quick", is_flag=True, help="Only the unit tests not marked slow, on all cores.")
def command(arguments: tuple[str, ...], *, quick: bool) -> None:
    """
    Run every test: unit tests on all cores, then races and journeys by themselves.

    With ARGUMENTS pytest runs once and gets them: ./jinguo test tests/assess -q
    """
    if quick:
        sys.exit(pytest([*QUICK, *arguments]))
    has_browser = any(shutil.which(name) for name in BROWSERS)
    if not has_browser and os.environ.get("CI") == "true":
        raise click.ClickException("No Chromium here, and in CI the journeys are never skipped.")
    runs: Sequence[Sequence[str]] = [arguments] if arguments else [UNIT, BROWSER_AND_RACES]
    if not has_browser:
        click.echo("No Chromium here: the browser journeys are skipped.")
        runs = [without_journeys(chosen) for chosen in runs]
    sys.exit(max(pytest(chosen) for chosen in runs))


def pytest(arguments: Sequence[str]) -> int:
    """Run pytest in a process of its own and return how it ended: 0 when all is well."""
    words = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(words, cwd=CHECKOUT, check=False).returncode


def without_journeys(arguments: Sequence[str]) -> list[str]:
    """Return pytest's arguments with the journeys left out of what they choose by mark."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-m", dest="marks", default="")
    for flag in "qvxsl":  # so that -qm is read as pytest reads it
        parser.add_argument(f"-{flag}", action="append_const", dest="flags", const=f"-{flag}")
    known, others = parser.parse_known_args(arguments)
    marks = f"({known.marks}) and {NO_JOURNEYS}" if known.marks else NO_JOURNEYS
    return [*(known.flags or ()), *others, "-m", marks]
