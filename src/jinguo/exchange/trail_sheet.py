"""Events of the trail as an .xlsx workbook, for whoever audits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.exchange.export import Column, Kind, day, write
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.audit.models import Event
    from jinguo.org.actor import Actor

LONGEST = 1_000_000  # a sheet has 1,048,576 rows


@transaction.atomic
def export_trail(*, actor: Actor, events: QuerySet[Event], path: Path) -> int:
    """
    Write events, which must come from :func:`jinguo.audit.queries.events`, to a workbook; return how many.

    The export itself stands on the trail.

    :raises Denied: the actor does not audit
    :raises Refused: there are more events than a sheet holds
    """
    actor.require(Capability.AUDIT_VIEW)
    if events[LONGEST : LONGEST + 1].exists():
        raise Refused(
            _("More than a million events do not fit on a sheet. Choose a day or an act first.")
        )
    columns = [
        Column("at", _("When"), width=18),
        Column("actor", _("Who"), width=20),
        Column("address", _("Address"), width=16),
        Column("action", _("Act"), width=24),
        Column("result", _("Result"), width=10),
        Column("object_type", _("Kind of record"), width=20),
        Column("object_id", _("Record"), width=38),
        Column("area", _("Area"), width=14),
        Column("count", _("Things"), Kind.NUMBER, width=8),
        Column("fields", _("Fields"), width=24),
        Column("purpose", _("Purpose"), width=30),
        Column("version", _("Program version"), width=12),
    ]
    found = events.values_list(*(column.key for column in columns)).iterator(chunk_size=5_000)
    rows = (
        (day(row[0]), *row[1:6], str(row[6] or ""), *row[7:9], ", ".join(row[9]), *row[10:])
        for row in found
    )
    count = write(_("Trail"), columns, rows, path)
    trail.note(
        actor,
        "audit.export",
        object_type="audit.event",
        count=count,
        fields=[column.key for column in columns],
    )
    return count
