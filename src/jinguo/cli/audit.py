"""The trail from the command line."""

from __future__ import annotations

import json
import sys

import click
from django.utils import timezone

from jinguo.cli.prepare import prepare


@click.group(name="audit", help="Verify the trail and read it.")
def command() -> None:
    """Verify the trail and read it."""


@command.command(
    help="Chain what is finished, then recompute the whole chain; exit 1 when it does not hold."
)
@click.option("--json", "as_json", is_flag=True, help="Print for another program.")
def verify(as_json: bool) -> None:
    """Recompute the whole chain and every day's root."""
    prepare()
    from jinguo.audit import actions, queries  # noqa: PLC0415  (Django must be set up first)
    from jinguo.audit.models import Event  # noqa: PLC0415

    actions.seal_links()
    actions.seal_days(timezone.localdate())
    problems = queries.verify()
    if as_json:
        rows = [
            {"seq": p.seq, "event": str(p.event) if p.event else None, "message": p.message}
            for p in problems
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for problem in problems[:50]:
            click.echo(f"{problem.seq or '-'} {problem.event or ''} {problem.message}")
        click.echo(f"{Event.objects.count():,} events, {len(problems)} problems.")
    sys.exit(1 if problems else 0)


@command.command(help="Print the last day's root, the anchor to be kept outside.")
def root() -> None:
    """Print the last finished day's root."""
    prepare()
    from jinguo.audit.models import DayRoot  # noqa: PLC0415

    last = DayRoot.objects.order_by("-day").first()
    click.echo(f"{last.day} {bytes(last.root).hex()}" if last else "No day is finished yet.")
