"""Faults struck off, and households confirmed as put right, taken back: what was open is open again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from jinguo.assess import events, policies, states
from jinguo.assess.actions import common
from jinguo.assess.actions.undoing import check_in_time, check_nothing_touched, taken_back_text
from jinguo.assess.models import (
    Fault,
    PlannedVisit,
    Recognition,
    Repair,
    RepairTakenBack,
    Score,
    Transition,
)
from jinguo.core.recorded import signed
from jinguo.facts import actions as facts
from jinguo.org.actor import Actor

State = Recognition.State


def strike_on_again(repairs: Sequence[Repair], *, actor: Actor, now: datetime) -> list[UUID]:
    """
    Take back that faults were struck off, in a transaction; return the ids of their recognitions.

    :raises NotFound, Denied: as :func:`jinguo.assess.actions.put_right`
    :raises CannotTakeBack: too long ago, or a household is not being put right any more
    """
    rows = common.lock_recognitions(actor, {one.fault.recognition_id for one in repairs})
    check_in_time(repairs[0].at, now)
    check_nothing_touched(sum(row.state != State.RECTIFYING for row in rows))
    ladders = common.ladders_of(row.application for row in rows)
    common.check_recognition_step(actor, "restore", rows, ladders)
    common.insert(
        [
            RepairTakenBack(
                id=one.id, fault=one.fault, on=one.on, repaired_at=one.at,
                **signed(actor, now),
            )
            for one in repairs
        ]
    )  # fmt: skip
    Repair.objects.filter(id__in=[one.id for one in repairs]).delete()
    common.note(actor, states.TAKE_BACK, states.RECOGNITION, rows)
    return [row.id for row in rows]


def put_back(changes: Sequence[Transition], *, actor: Actor, now: datetime) -> list[UUID]:
    """
    Take back that households were confirmed as put right, in a transaction; return their ids.

    They have again the day they had; the day of the next inspection is set when they are confirmed anew.

    :raises NotFound: one is not there for this actor
    :raises Denied: one lies beyond the actor's right to inspect
    :raises CannotTakeBack: too long ago, or one was worked on since
    """
    done = {one.recognition_id: one for one in changes if one.recognition_id}
    rows = common.lock_recognitions(actor, done)
    ladders = common.ladders_of(row.application for row in rows)
    for row in rows:
        step = states.step_back(states.RECOGNITION, done[row.id].from_state, done[row.id].to_state)
        assert step is not None  # get_act returns no other
        level = ladders[row.application.ladder_id].level(row.level)
        policies.check_place(actor, step, row.area_id, level)
    check_in_time(changes[0].at, now)
    check_nothing_touched(len(_touched(changes)))
    why = taken_back_text()
    common.record_transitions(
        rows, State.RECTIFYING, actor=actor, on=timezone.localdate(now), now=now, reason=why
    )
    days = _deadlines(done)
    for day in set(days.values()):
        some = [key for key, by in days.items() if by == day]
        Recognition.objects.filter(id__in=some).update(state=State.RECTIFYING, rectify_by=day)
    facts.take_back(events.Restored.kind, {row.id: row.area_id for row in rows}, reason=why)
    common.note(actor, states.TAKE_BACK, states.RECOGNITION, rows)
    return [row.id for row in rows]


def _touched(changes: Sequence[Transition]) -> set[UUID | None]:
    """Return the recognitions that changed, were inspected or came into a plan after these changes."""
    at, ids = changes[0].at, [one.recognition_id for one in changes]
    done = [one.id for one in changes]
    later = Transition.objects.filter(recognition__in=ids, id__gt=min(done)).exclude(id__in=done)
    seen = Score.objects.filter(recognition__in=ids, at__gt=at)
    planned = PlannedVisit.objects.filter(recognition__in=ids, plan__at__gt=at)
    return {
        one for rows in (later, seen, planned) for one in rows.values_list("recognition", flat=True)
    }


def _deadlines(done: dict[UUID, Transition]) -> dict[UUID, date]:
    """Return the last day of each order that runs again: the latest of its faults."""
    ordered = Transition.objects.filter(
        recognition=OuterRef("recognition"), at=OuterRef("at"), to_state=State.RECTIFYING
    )
    faults = Fault.objects.filter(recognition__in=done).annotate(is_order=Exists(ordered))
    days: dict[UUID, date] = {}
    began: dict[UUID, datetime] = {}
    # The order's own faults share its instant; what is older belongs to another order.
    for fault in faults.order_by("recognition", "-at"):
        key = fault.recognition_id
        if fault.is_order:
            began.setdefault(key, fault.at)
        if fault.at >= began.get(key, fault.at):
            days[key] = max(fault.due_on, days.get(key, fault.due_on))
    return days
