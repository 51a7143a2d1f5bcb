"""The background worker: the queue's tasks and their times."""

from __future__ import annotations

import click
from django.core.management import call_command

from jinguo.cli.prepare import prepare
from jinguo.config.checks import check_fit


@click.command()
def command() -> None:
    """Run the background worker until interrupted."""
    prepare()
    check_fit()
    call_command("procrastinate", "worker", verbosity=0)
