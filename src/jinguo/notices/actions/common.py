"""What every act on a notice does the same way: write its state and its line of history, note the trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from jinguo.core import trail
from jinguo.facts import actions as facts
from jinguo.facts.events import Event
from jinguo.notices import followers
from jinguo.notices.followers import Move, Moved
from jinguo.notices.models import Change, Entry, Notice, Objection
from jinguo.org.actor import Actor


def move(
    notice: Notice, verb: str, to_state: str, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Bring a locked notice to a state: its row, one line of history, one note on the trail."""
    write_down(notice, verb, notice.state, to_state, actor=actor, now=now, reason=reason)
    if notice.state != to_state:
        notice.state = to_state
        notice.save(update_fields=["state"])
    note(actor, verb, notice)


def write_down(
    notice: Notice,
    verb: str,
    from_state: str,
    to_state: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    objection: Objection | None = None,
) -> None:
    """Append one line to the history of a notice, or of an objection against it."""
    Change.objects.create(
        notice=notice,
        objection=objection,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        on=timezone.localdate(now),
        at=now,
        account=actor.account_id,
        actor=actor.name[:80],
        reason=reason,
    )


def note(actor: Actor, verb: str, notice: Notice) -> None:
    """Leave one line on the trail about a notice."""
    trail.note(
        actor,
        f"notices.{verb}",
        object_type="notices.notice",
        object_id=notice.id,
        area=notice.area_id,
    )


def note_objection(
    actor: Actor,
    verb: str,
    objection: Objection,
    *,
    purpose: str = "",
    fields: tuple[str, ...] = (),
) -> None:
    """Leave one line on the trail about an objection."""
    trail.note(
        actor,
        f"notices.{verb}",
        object_type="notices.objection",
        object_id=objection.id,
        area=objection.notice.area_id,
        purpose=purpose,
        fields=fields,
    )


def moved(
    notice: Notice,
    move: Move,
    entries: Iterable[Entry],
    *,
    actor: Actor,
    now: datetime,
    until: date | None = None,
    reason: str = "",
) -> None:
    """Tell the module that listed them what moved some entries of a notice."""
    ids = [entry.object_id for entry in entries]
    followers.tell(notice.object_type, Moved(move, ids, until, reason), actor=actor, now=now)


def record(
    kind: type[Event],
    notice: Notice,
    *,
    object_id: UUID,
    actor: Actor,
    now: datetime,
    **data: object,
) -> None:
    """Record a fact about a notice, or about an objection against it, for the unit that issues it."""
    event = kind(
        area=notice.area_id,
        occurred_on=timezone.localdate(now),
        object_id=object_id,
        programme=notice.programme,
        category=notice.object_type,
        data=data,
    )
    facts.record([event], actor=actor, unit=notice.unit_id)
