"""The trail from the command line."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.audit import actions, queries
from jinguo.audit.models import Event
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

READER = Actor.system("audit", Capability.AUDIT_VIEW)
INSTANTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


@click.group(name="audit", help="Verify the trail and read it.")
def command() -> None:
    """Verify the trail and read it."""


@command.command(
    help="Chain what is finished, then recompute the whole chain; exit 1 when it does not hold."
)
@click.option("--json", "as_json", is_flag=True, help="Print for another program.")
def verify(as_json: bool) -> None:
    """Recompute the whole chain and every day's root."""
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
        click.echo(_("%(events)s events, %(problems)s problems.") % {
            "events": f"{Event.objects.count():,}", "problems": len(problems)})  # fmt: skip
    sys.exit(1 if problems else 0)


@command.command(
    help="Write the whole trail to a file that audit/chain.py checks elsewhere, without a database."
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=False))
def export(file: Path) -> None:
    """Write the links with their events, then the roots, a line of JSON each."""
    count = actions.export(actor=READER, path=file)
    click.echo(_("%(events)s events written to %(file)s.") % {
        "events": f"{count:,}", "file": file})  # fmt: skip


@command.command(help="Print the last day's root, the anchor to be kept outside.")
def root() -> None:
    """Print the last finished day's root."""
    last = queries.find_root()
    click.echo(f"{last.day} {bytes(last.root).hex()}" if last else _("No day is finished yet."))


@command.command(help="List the newest events of the trail, the newest first.")
@click.option("--object", "object_id", type=click.UUID, help="Only what was done to this record.")
@click.option("--actor", default="", help="Only accounts and jobs whose name holds this.")
@click.option(
    "--since",
    type=click.DateTime(INSTANTS),
    help="Only from this day or instant on, inclusive, in the zone of the office.",
)
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="How many at most."
)
@click.option("--json", "as_json", is_flag=True, help="Print for another program.")
def events(
    object_id: UUID | None, actor: str, since: datetime | None, limit: int, as_json: bool
) -> None:
    """Print the newest events, a line or an object each."""
    found = queries.events(READER)
    if object_id:
        found = found.filter(object_id=object_id)
    if actor:
        found = found.filter(actor__icontains=actor)
    if since:
        found = found.filter(at__gte=timezone.make_aware(since))
    chosen = list(found[:limit])
    if as_json:
        click.echo(json.dumps([as_row(event) for event in chosen], ensure_ascii=False))
        return
    for event in chosen:
        click.echo(as_line(event))
    if not chosen:
        click.echo(_("Nothing on the trail is like that."))


def as_row(event: Event) -> dict[str, object]:
    """Return an event as another program reads it."""
    return {
        "id": str(event.id),
        "at": event.at.isoformat(),
        "actor": event.actor,
        "account": str(event.account) if event.account else None,
        "address": event.address,
        "action": event.action,
        "result": event.result,
        "object_type": event.object_type,
        "object": str(event.object_id) if event.object_id else None,
        "area": event.area,
        "count": event.count,
        "purpose": event.purpose,
        "fields": event.fields,
    }


def as_line(event: Event) -> str:
    """Return an event as a person reads it: when, who, what, how it ended, to what, where, why."""
    parts = [
        f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
        event.actor,
        event.action,
        event.result,
        f"{event.object_type} {event.object_id or ''}".strip(),
        f"×{event.count}" if event.count != 1 else "",
        event.area,
        event.purpose,
    ]
    return "  ".join(part for part in parts if part)
