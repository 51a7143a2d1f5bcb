"""Stopping what was started here, and nothing else."""

from __future__ import annotations

import click

from jinguo.cli import serving
from jinguo.config.environment import environment
from jinguo.core import postgres


@click.command()
def command() -> None:
    """Stop the servers of this installation and its embedded database."""
    if serving.stop(environment.serving):
        click.echo("The server has stopped.")
    if not environment.is_embedded:
        click.echo("The database is a server of its own, named by DATABASE_URL; it goes on.")
    elif postgres.stop(environment.cluster):
        click.echo("The embedded database has stopped.")
    else:
        click.echo("No embedded database is running.")
