"""Stopping what was started here, and nothing else."""

from __future__ import annotations

import os
import signal

import click

from jinguo.config.environment import environment
from jinguo.core import postgres


@click.command()
def command() -> None:
    """Stop the servers of this installation and its embedded database."""
    if stop_serving():
        click.echo("The server has been told to stop.")
    if environment.is_embedded and postgres.stop(environment.cluster):
        click.echo("The embedded database has stopped.")
    else:
        click.echo("No embedded database is running.")


def stop_serving() -> bool:
    """End the process that serves, by the number it wrote; say whether there was one."""
    file = environment.var / "serve.pid"
    if not file.exists():
        return False
    leader = int(file.read_text().split()[0])
    try:
        os.kill(leader, signal.SIGTERM)
    except ProcessLookupError:
        file.unlink(missing_ok=True)
        return False
    return True
