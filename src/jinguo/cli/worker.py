"""The background worker: the queue's tasks and their times."""

from __future__ import annotations

from uuid import UUID

import click
import django
from django.core.management import call_command
from django.utils import translation

from jinguo.cli.prepare import prepare
from jinguo.config.checks import check_fit

TASKS = 2  # at a time: long work does not keep the figures waiting


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Run the background worker until interrupted."""
    if context.invoked_subcommand is None:
        prepare()
        check_fit()
        translation.deactivate()  # what it writes is read by others than who started it
        call_command("procrastinate", "worker", concurrency=TASKS, verbosity=0)


@command.command(name="carry-out", hidden=True)
@click.argument("kind")
@click.argument("work", type=click.UUID)
def carry_out(kind: str, work: UUID) -> None:
    """Do one piece of long work, for the worker that waits for this process."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from jinguo.core import progress  # noqa: PLC0415
    from jinguo.exchange import actions, background  # noqa: PLC0415

    with progress.heard_by(background.say):
        actions.carry_out(kind=kind, work_id=work, now=timezone.now())
