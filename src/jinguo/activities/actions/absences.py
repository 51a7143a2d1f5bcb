"""What follows from staying away too often, and how it is forgiven."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries, telling
from jinguo.activities.actions import common
from jinguo.activities.models import Activity, Attendance, Block, Enrolment
from jinguo.core import locks, trail
from jinguo.core.errors import Refused

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def block_if_too_often(
    actor: Actor, activity: Activity, entries: Collection[Enrolment], now: datetime
) -> list[Block]:
    """
    Block those from enrolling in the programme who have been absent too often; return the new blocks.

    Only absences since the end of her last block count. Who is blocked is told until when, and that she may
    appeal. The entries are read with their person and guardian.
    """
    on = timezone.localdate(now)
    limits = queries.limits_of(activity, on)
    made = []
    by_person = {one.person_id: one for one in entries}
    for person in sorted(by_person) if limits.absences_most else []:
        locks.hold(f"activities.block:{activity.programme}:{person}")
        earlier = Block.objects.filter(person=person, programme=activity.programme)
        since = queries.counted_since(earlier, on, limits.absence_days)
        absences = queries.absences_of(
            person, activity.programme, since=since, until=on + timedelta(days=1)
        )
        if absences >= limits.absences_most:
            made.append(
                Block.objects.create(
                    person_id=person, programme=activity.programme, area_id=activity.area_id,
                    from_on=on, until_on=on + timedelta(days=limits.block_days), absences=absences,
                )
            )  # fmt: skip
    if made:
        blocked = [by_person[one.person_id] for one in made]
        telling.tell(actor, "booking-paused", blocked, now=now, until=made[0].until_on)
        common.note(actor, "block", activity, count=len(made))
    return made


@transaction.atomic
def excuse(*, actor: Actor, attendance_id: UUID, reason: str, now: datetime) -> Attendance:
    """
    Excuse an absence, so that it no longer counts.

    A block that rests on fewer absences than it takes is lifted with it.

    :raises NotFound: no such absence for this actor
    :raises Denied: the actor does not excuse absences there
    :raises Refused: she was there, or is excused
    :raises Invalid: no reason
    """
    found = queries.get_attendance(actor, attendance_id, lock=True)
    activity = found.session.activity
    policies.check_forgive(actor, activity.area_id)
    if found.state != Attendance.State.ABSENT:
        raise Refused(_("Only an absence can be excused."))
    found.state, found.excused_because = Attendance.State.EXCUSED, common.check_reason(reason)
    found.save(update_fields=["state", "excused_because"])
    common.note(actor, "excuse", activity)
    lift_what_rests_on_less(
        actor, activity, found.enrolment.person_id, answer=_("The absences were excused."), now=now
    )
    return found


@transaction.atomic
def excuse_late_cancellation(
    *, actor: Actor, enrolment_id: UUID, reason: str, now: datetime
) -> Enrolment:
    """
    Excuse a place given up late, so that it no longer counts; the reason stands on the trail.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor does not excuse absences there
    :raises WrongState: it was not cancelled late
    :raises Refused: it is excused
    :raises Invalid: no reason
    """
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    policies.check_forgive(actor, entry.activity.area_id)
    policies.check_late_cancellation(entry)
    purpose = common.check_reason(reason)
    entry.is_excused = True
    entry.save(update_fields=["is_excused"])
    common.note(actor, "excuse", entry.activity, purpose=purpose)
    lift_what_rests_on_less(
        actor, entry.activity, entry.person_id, answer=_("The absences were excused."), now=now
    )
    return entry


def lift_what_rests_on_less(
    actor: Actor, activity: Activity, person: UUID, *, answer: str, now: datetime
) -> None:
    """Lift the running blocks of a programme that would not have come about with what absences are left."""
    on = timezone.localdate(now)
    limits = queries.limits_of(activity, on)
    blocks = Block.objects.filter(
        person=person, programme=activity.programme, until_on__gt=on, is_lifted=False
    )
    for block in blocks.select_for_update():
        if len(queries.absences_behind(block)) < limits.absences_most:
            _write_decision(block, is_lifted=True, answer=answer, now=now)
            _note(actor, "lift-block", block)


@transaction.atomic
def appeal(*, actor: Actor, block_id: UUID, words: str, now: datetime) -> Block:
    """
    Appeal against a block, once.

    :raises NotFound: no such block for this actor
    :raises Refused: it was appealed against, or decided
    :raises Invalid: no words
    """
    block = queries.get_block(actor, block_id, lock=True)
    policies.check_appeal(actor, block)
    policies.check_appealable(block)
    block.appeal, block.appealed_at = common.check_reason(words), now
    block.save(update_fields=["appeal", "appealed_at"])
    _note(actor, "appeal", block)
    return block


@transaction.atomic
def lift_block(*, actor: Actor, block_id: UUID, answer: str, now: datetime) -> Block:
    """
    Lift a block, on appeal or without one.

    :raises NotFound: no such block for this actor
    :raises Denied: the actor does not decide on blocks there
    :raises Refused: it was decided
    :raises Invalid: no answer
    """
    return _decide_on(actor, block_id, is_lifted=True, answer=answer, now=now)


@transaction.atomic
def uphold_block(*, actor: Actor, block_id: UUID, answer: str, now: datetime) -> Block:
    """
    Let a block stand against an appeal.

    :raises NotFound: no such block for this actor
    :raises Denied: the actor does not decide on blocks there
    :raises Refused: it was decided
    :raises Invalid: no answer
    """
    return _decide_on(actor, block_id, is_lifted=False, answer=answer, now=now)


def _decide_on(
    actor: Actor, block_id: UUID, *, is_lifted: bool, answer: str, now: datetime
) -> Block:
    block = queries.get_block(actor, block_id, lock=True)
    policies.check_forgive(actor, block.area_id)
    policies.check_block_open(block)
    _write_decision(block, is_lifted=is_lifted, answer=common.check_reason(answer), now=now)
    _note(actor, "lift-block" if is_lifted else "uphold-block", block)
    return block


def _write_decision(block: Block, *, is_lifted: bool, answer: str, now: datetime) -> None:
    block.is_lifted, block.answer, block.decided_at = is_lifted, answer, now
    block.save(update_fields=["is_lifted", "answer", "decided_at"])


def _note(actor: Actor, verb: str, block: Block) -> None:
    trail.note(
        actor, f"activities.{verb}", object_type="activities.block", object_id=block.id,
        area=block.area_id,
    )  # fmt: skip
