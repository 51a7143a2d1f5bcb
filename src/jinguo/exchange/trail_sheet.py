"""Events of the trail, and the alerts made of them, as .xlsx workbooks for whoever audits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.exchange.export import Column, Kind, day, write
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.audit.alerts import Alert
    from jinguo.audit.models import Event
    from jinguo.org.actor import Actor

LONGEST = 1_000_000  # a sheet has 1,048,576 rows
FIELDS = (
    "at", "actor", "address", "action", "result", "object_type", "object_id", "area", "count",
    "fields", "purpose", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What an event is in the reader's words: its act, its result, its fields, and why."""

    act: str
    result: str
    fields: str
    purpose: str


@transaction.atomic
def export_trail(
    *, actor: Actor, events: QuerySet[Event], say: Callable[[Event], Said], path: Path
) -> int:
    """
    Write events, which must come from :func:`jinguo.audit.queries.events`, to a workbook; return how many.

    ``say`` puts an event into words; the codes it stands on the trail with have columns of their own.

    The export itself stands on the trail.

    :raises Denied: the actor does not audit
    :raises Refused: there are more events than a sheet holds
    """
    actor.require(Capability.AUDIT_VIEW)
    if events[LONGEST : LONGEST + 1].exists():
        raise Refused(
            _("More than a million events do not fit on a sheet. Choose a day or an act first.")
        )
    found = events.only(*FIELDS).iterator(chunk_size=5_000)
    count = write(_("Trail"), columns(), (row(event, say(event)) for event in found), path)
    trail.note(
        actor,
        "audit.export",
        object_type="audit.event",
        count=count,
        fields=FIELDS,
    )
    return count


@transaction.atomic
def export_alerts(*, actor: Actor, alerts: Sequence[Alert], path: Path) -> int:
    """
    Write alerts, which must come from :func:`jinguo.audit.alerts.alerts`, to a workbook; return how many.

    The export itself stands on the trail.

    :raises Denied: the actor sees no alerts
    """
    actor.require(Capability.AUDIT_ALERTS)
    cells = (
        (
            day(one.day), str(one.rule.title), one.actor, one.address, one.count,
            day(one.first_at), day(one.last_at),
        )
        for one in alerts
    )  # fmt: skip
    headings = [
        Column("day", _("Day")),
        Column("rule", _("What"), width=36),
        Column("actor", _("Who"), width=20),
        Column("address", _("Address"), width=16),
        Column("count", _("Times"), Kind.NUMBER),
        Column("first_at", _("First at"), width=18),
        Column("last_at", _("Last at"), width=18),
    ]
    count = write(_("Alerts"), headings, cells, path)
    trail.note(
        actor,
        "audit.export",
        object_type="audit.alert",
        count=count,
        fields=[one.key for one in headings],
    )
    return count


def columns() -> list[Column]:
    """Return the columns of the sheet: words first, codes at the end."""
    return [
        Column("at", _("When"), width=18),
        Column("actor", _("Who"), width=20),
        Column("address", _("Address"), width=16),
        Column("action", _("Act"), width=30),
        Column("count", _("Things"), Kind.NUMBER, width=8),
        Column("fields", _("Fields"), width=24),
        Column("purpose", _("Purpose"), width=30),
        Column("result", _("Result"), width=10),
        Column("object_type", _("Kind of record"), width=20),
        Column("object_id", _("Record"), width=38),
        Column("area", _("Area"), width=14),
        Column("version", _("Program version"), width=12),
        Column("action-code", _("Code of the act"), width=24),
        Column("fields-code", _("Codes of the fields"), width=24),
        Column("purpose-code", _("Code of the reason"), width=16),
        Column("result-code", _("Code of the result"), width=10),
    ]


def row(event: Event, said: Said) -> Sequence[Any]:
    """Return one event in the order of the columns; a purpose in her own words has no code."""
    return (
        day(event.at), event.actor, event.address, said.act, event.count, said.fields, said.purpose,
        said.result, event.object_type, str(event.object_id or ""), event.area, event.version,
        event.action, ", ".join(event.fields),
        event.purpose if event.purpose != said.purpose else "", event.result,
    )  # fmt: skip
