"""Who stayed away or gave a place up late, the blocks that follow, and the appeals against them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities.models import Activity, Attendance, Block, Enrolment
from jinguo.activities.queries.enrolments import limits_of
from jinguo.core.errors import NotFound
from jinguo.org.roles import Capability
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Absence:
    """A session somebody missed, at its start, or a place she gave up late, at that instant."""

    activity: Activity
    at: datetime
    is_late: bool


def absences_of(person: UUID, programme: str, *, since: date, until: date) -> int:
    """Count the sessions somebody missed, and the places she gave up late, from a day to a day, exclusive."""
    missed = _missed(person, programme, until).filter(session__starts_at__date__gte=since)
    late = _given_up_late(person, programme, until).filter(ended_at__date__gte=since)
    return missed.count() + late.count()


def absences_behind(block: Block) -> list[Absence]:
    """
    Return what a block rests on today, the latest first: what was excused since does not count.

    They lie within the days the limits of the latest one count, and after the block before.
    """
    found = _absences(block.person_id, block.programme, block.from_on + timedelta(days=1))
    if not found:
        return []
    days = limits_of(found[0].activity, block.from_on).absence_days
    earlier = Block.objects.filter(
        person=block.person_id, programme=block.programme, from_on__lt=block.from_on
    )
    since = counted_since(earlier, block.from_on, days)
    return [one for one in found if timezone.localdate(one.at) >= since]


def counted_since(earlier: QuerySet[Block], on: date, days: int) -> date:
    """Return the first day whose absences count on a day, after the last of the blocks before it."""
    since = on - timedelta(days=days - 1)
    last = earlier.order_by("-until_on").first()
    if last is None:
        return since
    return max(since, last.from_on + timedelta(days=1) if last.is_lifted else last.until_on)


def _absences(person: UUID, programme: str, until: date) -> list[Absence]:
    missed = _missed(person, programme, until).select_related("session__activity")
    late = _given_up_late(person, programme, until).select_related("activity")
    found = [Absence(one.session.activity, one.session.starts_at, is_late=False) for one in missed]
    for one in late:
        assert one.ended_at is not None  # what_ended_says_when_and_why
        found.append(Absence(one.activity, one.ended_at, is_late=True))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _missed(person: UUID, programme: str, until: date) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        enrolment__person=person, state=Attendance.State.ABSENT,
        session__activity__programme=programme, session__starts_at__date__lt=until,
    )  # fmt: skip


def _given_up_late(person: UUID, programme: str, until: date) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(
        person=person, state=Enrolment.State.LATE_CANCELLED, is_excused=False,
        activity__programme=programme, ended_at__date__lt=until,
    )  # fmt: skip


def blocks_running(
    persons: Collection[UUID], on: date, *, programme: str | None = None
) -> QuerySet[Block]:
    """
    Return the blocks of some persons that have not run out on a day, lifted ones too, the newest first.

    The caller got the persons from the register, or from entries she may see.
    """
    found = Block.objects.filter(person__in=persons, from_on__lte=on, until_on__gt=on)
    if programme is not None:
        found = found.filter(programme=programme)
    return found.select_related("person").order_by("-from_on", "-id")


def open_appeals(actor: Actor) -> QuerySet[Block]:
    """Return the appeals the actor may decide, the oldest first, each with its person."""
    reach = actor.reach(Capability.ACTIVITIES_FORGIVE)
    found = Block.objects.filter(
        reach.as_q("area__code"), appealed_at__isnull=False, decided_at__isnull=True
    )
    return found.select_related("person").order_by("appealed_at")


def get_block(actor: Actor, block_id: UUID, *, lock: bool = False) -> Block:
    """
    Return one block the actor may see: in her reach, or a resident's own and her wards'.

    :raises NotFound: no such block, or none this actor may see
    """
    seen = Q(actor.reach(Capability.ACTIVITIES_VIEW).as_q("area__code"))
    found = Block.objects.filter(seen | Q(person__in=people.persons(actor)))
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    block = found.select_related("person").filter(id=block_id).first()
    if block is None:
        raise NotFound(_("There is no such block."))
    return block
