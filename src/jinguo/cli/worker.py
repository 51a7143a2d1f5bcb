"""The background worker: the queue's tasks and their times."""

from __future__ import annotations

import click
from django.core.management import call_command
from django.utils import translation

from jinguo.cli.prepare import prepare


@click.command()
def command() -> None:
    """Run the background worker until interrupted."""
    prepare()
    translation.deactivate()  # what it writes is read by others than who started it
    call_command("procrastinate", "worker", verbosity=0)
