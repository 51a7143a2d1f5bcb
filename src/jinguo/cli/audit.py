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

from jinguo.audit import actions, chain, queries
from jinguo.audit.models import Event
from jinguo.core import files
from jinguo.desk.audit.words import pack_words
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.reports import audit_pack

READER = Actor.system("audit", Capability.AUDIT_VIEW, Capability.AUDIT_PACK)
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


@command.command(
    help="Write a year's audit pack: counts by act and account, and whether the trail holds; exit 1 when not."
)
@click.option("--year", type=int, required=True, help="The year, as 2020.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The archive to write.",
)
def pack(year: int, out: Path) -> None:
    """Write the archive of a document, a workbook and the roots of the year's days."""
    actions.seal_links()
    actions.seal_days(timezone.localdate())
    made = audit_pack.make(actor=READER, year=year, words=pack_words(), now=timezone.now())
    files.write_whole(out, made.data)
    click.echo(_("Written: %(file)s (%(size)s bytes).") % {
        "file": out, "size": f"{len(made.data):,}"})  # fmt: skip
    if made.problems:
        click.echo(_("The trail does not hold: page one of the pack says so."), err=True)
        sys.exit(1)


@command.command(help="Print the last day's root, the anchor to be kept outside.")
def root() -> None:
    """Print the last finished day's root."""
    last = queries.find_root()
    click.echo(f"{last.day} {bytes(last.root).hex()}" if last else _("No day is finished yet."))


@command.command(
    help="Print the roots of the finished days, to be sent to a witness and printed as a sheet to sign."
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day, inclusive; else all."
)
@click.option("--json", "as_json", is_flag=True, help="Print for `witness` and for a mail.")
def roots(since: datetime | None, as_json: bool) -> None:
    """Print each day with its links and its root in groups of eight, so that two people can compare them."""
    actions.seal_links()
    actions.seal_days(timezone.localdate())
    found = queries.roots_since(since.date() if since else None)
    if as_json:
        click.echo(json.dumps([queries.root_row(one) for one in found], indent=1))
        return
    for one in found:
        click.echo(f"{one.day}  {one.first_seq}–{one.last_seq}  {bytes(one.root).hex(' ', 4)}")
    if not found:
        click.echo(_("No day is finished yet."))


@command.command(
    help="Compare two lists of roots made by `roots --json`; exit 1 when NEW does not go on from OLD."
)
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def witness(old: Path, new: Path) -> None:
    """Say whether a trail was rewritten since an earlier list of its roots left the house."""
    found = chain.compare(old, new)
    for sentence in found:
        click.echo(sentence)
    if not found:
        click.echo(_("The later list goes on from the earlier one."))
    sys.exit(1 if found else 0)


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
