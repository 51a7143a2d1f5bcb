"""Stopping what was started here, and nothing else."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from jinguo.cli import language, serving
from jinguo.config.environment import environment
from jinguo.core import postgres


@click.command()
def command() -> None:
    """Stop the servers of this installation and its embedded database."""
    language.set_up()
    if serving.stop(environment.serving):
        click.echo(_("The server has stopped."))
    if not environment.is_embedded:
        click.echo(_("The database is a server of its own, named by DATABASE_URL; it goes on."))
    elif postgres.stop(environment.cluster):
        click.echo(_("The embedded database has stopped."))
    else:
        click.echo(_("No embedded database is running."))
