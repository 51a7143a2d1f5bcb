"""Giving seats by lot, once entry has closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.activities import policies, queries, rules, telling
from jinguo.activities.actions import common
from jinguo.activities.actions.enrolling import record_enrolled
from jinguo.activities.actions.leaving import ENDED, STATE
from jinguo.activities.drawing import Ticket, draw_lots
from jinguo.activities.models import Draw, Enrolment
from jinguo.activities.queries.draws import code_of
from jinguo.core import crypto

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def draw(*, actor: Actor, activity_id: UUID, now: datetime) -> Draw:
    """
    Draw who gets the seats, who waits in which order, and for whom there is no place; show the seed.

    Every entry takes part under its code. Records ``activities.enrolled`` for who gets seats.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is a draft, over or cancelled
    :raises Refused: its seats are not given by lot, entry is still open, or it was drawn
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "draw")
    row = Draw.objects.select_for_update().filter(activity=activity).first()
    policies.check_draw(activity, row, now)
    assert row is not None
    waiting = {
        code_of(one.id): one
        for one in queries.entries_with_persons(activity).filter(state=STATE.WAITING)
    }
    tickets = [Ticket(code, one.seats, one.has_priority) for code, one in sorted(waiting.items())]
    seed = crypto.unseal("activities_draw", "sealed_seed", row.id, bytes(row.sealed_seed))
    kept = rules.kept_in(activity, queries.first_session(activity), now)
    drawn = draw_lots(tickets, seed, capacity=activity.capacity, kept=kept)
    row.seed, row.drawn_at, row.order = seed, now, drawn.order
    row.entries = [
        {"code": one.code, "seats": one.seats, "has_priority": one.has_priority} for one in tickets
    ]
    in_line = activity.waiting_capacity
    row.capacity, row.kept, row.places = activity.capacity, kept, in_line
    row.save(update_fields=["seed", "drawn_at", "order", "entries", "capacity", "kept", "places"])
    _seat(actor, [waiting[code] for code in drawn.seated], now)
    _put_in_line(actor, [waiting[code] for code in drawn.waiting[:in_line]], now)
    _refuse(actor, [waiting[code] for code in drawn.waiting[in_line:]], now)
    common.note(actor, "draw", activity, count=len(tickets))
    return row


def _seat(actor: Actor, entries: Sequence[Enrolment], now: datetime) -> None:
    for one in entries:
        one.state = STATE.ENROLLED
    Enrolment.objects.bulk_update(entries, ["state"])
    record_enrolled(actor, entries, timezone.localdate(now), 1)
    telling.tell(actor, "drawn", entries, now=now)


def _put_in_line(actor: Actor, entries: Sequence[Enrolment], now: datetime) -> None:
    for place, one in enumerate(entries, start=1):
        one.place = place
    Enrolment.objects.bulk_update(entries, ["place"])
    for place, one in enumerate(entries, start=1):
        telling.tell(actor, "waiting", [one], now=now, position=place)


def _refuse(actor: Actor, entries: Sequence[Enrolment], now: datetime) -> None:
    for one in entries:
        one.state, one.ended_because, one.ended_at = STATE.REFUSED, ENDED.NOT_DRAWN, now
    Enrolment.objects.bulk_update(entries, ["state", "ended_because", "ended_at"])
    telling.tell(actor, "refused", entries, now=now)
