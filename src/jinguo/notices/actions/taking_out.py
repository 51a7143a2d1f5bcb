"""Lines taken out of notices that are not released yet, when what they list has ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.language import as_clauses
from jinguo.notices import queries
from jinguo.notices.actions import common
from jinguo.notices.models import Entry, Notice
from jinguo.org.actor import Actor

SHOWN = 3  # lines named in the history
ASIDE = 1_000_000  # past the last line of any notice

CLOSE_UP = """
UPDATE notices_entry SET position = line.number
FROM (
    SELECT id, row_number() OVER (ORDER BY position) AS number
    FROM notices_entry WHERE notice_id = %s
) AS line
WHERE notices_entry.id = line.id
"""


@transaction.atomic
def take_out(
    *, actor: Actor, object_type: str, object_ids: Collection[UUID], reason: str, now: datetime
) -> None:
    """
    Take things that have ended out of the notices that wait for their release.

    It is part of an act of the module that listed them, which has asked its own policies, and is called
    before that act locks anything: notices are locked first, in the order of their ids. The lines that
    stay close up. A notice on which nobody would be left is withdrawn, and keeps its lines as they were.
    Notices released keep theirs. ``reason`` is a sentence of the module, fit for everyone who sees the
    notice.
    """
    waiting = queries.entries_before_release(object_type, object_ids)
    rows = Notice.objects.filter(id__in=list(waiting.values_list("notice", flat=True)))
    rows = rows.filter(state__in=Notice.BEFORE_RELEASE).order_by("id")
    locked = {row.id: row for row in rows.select_for_update(of=("self",), no_key=True)}
    gone: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for entry in waiting.filter(notice__in=locked).order_by("notice", "position"):
        gone[entry.notice_id].append(entry)
    for notice_id, entries in gone.items():
        _take_out(locked[notice_id], entries, reason, actor=actor, now=now)


def _take_out(
    notice: Notice, entries: Sequence[Entry], reason: str, *, actor: Actor, now: datetime
) -> None:
    common.move(
        notice, "take-out", notice.state, actor=actor, now=now, reason=_said(entries, reason)
    )
    if len(entries) == notice.entries.count():
        why = _("Nobody is left on it.")
        common.move(notice, "withdraw", Notice.State.WITHDRAWN, actor=actor, now=now, reason=why)
        return
    notice.entries.filter(id__in=[one.id for one in entries]).delete()
    _close_up(notice)


def _close_up(notice: Notice) -> None:
    """Number the lines from 1 again; set aside first, as no two may have one number even for a moment."""
    notice.entries.update(position=F("position") + ASIDE)
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_UP, [notice.id])


def _said(entries: Sequence[Entry], reason: str) -> str:
    """Return the line of history: which lines, as they were printed, and why."""
    shown = as_clauses(f"{one.position} {one.name} {one.place}" for one in entries[:SHOWN])
    if more := len(entries) - SHOWN if len(entries) > SHOWN else 0:
        shown += ngettext("; and %d more", "; and %d more", more) % more
    return _("%(lines)s. %(reason)s") % {"lines": shown, "reason": reason}
