"""Everything that must hold before a change is offered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from jinguo.cli.prepare import start_server
from jinguo.config.environment import CHECKOUT

BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "Style": [str(BIN / "ruff"), "check", "."],
    "Format": [str(BIN / "ruff"), "format", "--check", "."],
    "Types": [str(BIN / "mypy")],
    "Layers": [str(BIN / "lint-imports")],
    "Migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "Documents": [sys.executable, "-m", "jinguo.cli", "docs", "--check"],
    "Translations": [sys.executable, "-m", "jinguo.cli.messages", "check"],
}


@click.command()
def command() -> None:
    """Check style, types, layers, migrations, generated documents and translations."""
    start_server()
    failed = [title for title, words in CHECKS.items() if not holds(title, words)]
    if failed:
        raise click.ClickException(f"Does not hold: {', '.join(failed)}.")
    click.echo("Everything holds.")


def holds(title: str, words: list[str]) -> bool:
    """Run one check; print what it says only when it fails."""
    ended = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    click.echo(f"{title:12} {'ok' if ended.returncode == 0 else 'does not hold'}")
    if ended.returncode:
        click.echo(ended.stdout + ended.stderr)
    return ended.returncode == 0
