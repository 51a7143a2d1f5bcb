"""What a person has here when two records of hers are made one: all of it is the one's that stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import events, queries
from jinguo.activities.actions import common
from jinguo.activities.actions.enrolling import record_enrolled
from jinguo.activities.actions.leaving import ENDED, STATE, end, offer_seats
from jinguo.activities.models import (
    Attendance,
    Block,
    Enrolment,
    Helper,
    Intent,
    Session,
    Stall,
    Standing,
    StatedStage,
)
from jinguo.facts import actions as facts
from jinguo.org.actor import Actor

if TYPE_CHECKING:
    from jinguo.people.models import Person

MERGER = Actor.system("merge-persons")
KINDS = [one.kind for one in (
    events.Enrolled, events.Attended, events.Certified, events.FollowedUp, events.Meant, events.Hired,
)]  # fmt: skip

ORDER: list[str] = [Intent.State.HIRED, Intent.State.NOT_HIRED, Intent.State.MEANT]
"""Of intents, the one that came furthest first: an answer stands before none."""


@transaction.atomic
def join_records(winner: Person, loser: Person, *, now: datetime) -> None:
    """
    Bring the entries, blocks, standings, intents and sessions of a person merged away to the one who stays.

    Of two places in one activity one is kept: the seat before the place in line, then the earlier. The
    other is given up, with the reason, and its seat is offered to who waits. Two she completed both stay,
    since what came of them is recorded; the loser's is read with the winner's. Of two intents at one post
    the one that came further is kept. What was counted of the loser is counted of the winner.
    """
    for activity_id in _in_both(winner, loser):
        _keep_one(activity_id, winner, loser, now)
    _keep_stronger_intents(winner, loser)
    moved = _entries_to_move(winner, loser)
    areas = {one.id: one.activity.area_id for one in moved}
    came = Attendance.objects.filter(enrolment__in=areas)
    about = {
        **areas,
        **dict(came.values_list("id", "enrolment__activity__area")),
        **dict(_came_of_class(areas)),
        **_areas_of(Intent.objects.filter(person=loser)),
    }
    anew = facts.count_under(
        KINDS, about, before=loser.id, after=winner.id, reason=_("Two records were made one.")
    )
    counted = list(came.filter(fact__in=anew))
    for attendance in counted:
        assert attendance.fact is not None  # it is one of those
        attendance.fact = anew[attendance.fact]
    Attendance.objects.bulk_update(counted, ["fact"])
    Enrolment.objects.filter(id__in=areas).update(person=winner)
    _move_the_rest(winner, loser, now)
    for one in moved:
        common.note(MERGER, "join-records", one.activity)


def _in_both(winner: Person, loser: Person) -> list[UUID]:
    """Return the activities in which both have a place, in the order in which rows are locked."""
    hers = Enrolment.objects.living().filter(person=winner).values("activity")
    both = Enrolment.objects.living().filter(person=loser, activity__in=hers)
    return list(both.order_by("activity_id").values_list("activity_id", flat=True))


def _keep_one(activity_id: UUID, winner: Person, loser: Person, now: datetime) -> None:
    """Let one of two places in an activity end, unless she completed it under both records."""
    activity = queries.get_published(activity_id, lock=True)
    found = activity.enrolments.living().filter(person__in=[winner, loser])
    entries = list(
        found.select_related("activity", "person", "guardian").select_for_update(of=("self",))
    )
    rank = [STATE.COMPLETED, STATE.ENROLLED, STATE.OFFERED, STATE.WAITING]
    entries.sort(key=lambda one: (rank.index(STATE(one.state)), one.entered_at))
    for extra in entries[1:]:
        if extra.state == STATE.COMPLETED:
            continue
        was_enrolled = extra.state == STATE.ENROLLED
        end(extra, STATE.DROPPED, ENDED.MERGED, now)
        if was_enrolled:
            record_enrolled(MERGER, [extra], timezone.localdate(now), -1)
        common.note(MERGER, "cancel-enrolment", activity)
        offer_seats(MERGER, activity, now)


def _entries_to_move(winner: Person, loser: Person) -> list[Enrolment]:
    """Return the loser's entries; without one of an activity that the winner completed too."""
    hers = Enrolment.objects.living().filter(person=winner, activity=OuterRef("activity"))
    found = Enrolment.objects.filter(person=loser).exclude(
        Q(Exists(hers)) & Q(state__in=Enrolment.LIVING)
    )
    return list(found.select_related("activity"))


def _came_of_class(entries: Iterable[UUID]) -> Iterable[tuple[UUID, str]]:
    """Return the certificates and outcomes of some entries, each with the area of its activity."""
    for of in ("certificate", "outcomes"):
        found = Enrolment.objects.filter(id__in=entries, **{f"{of}__isnull": False})
        yield from found.values_list(f"{of}__id", "activity__area")


def _keep_stronger_intents(winner: Person, loser: Person) -> None:
    """Of two intents at one post keep the one that came further, then the earlier; the other goes."""
    mine = {one.vacancy_id: one for one in _held(Intent.objects.filter(person=winner))}
    both = _held(Intent.objects.filter(person=loser, vacancy__in=mine))
    extra = [
        max(one, mine[one.vacancy_id], key=lambda found: (ORDER.index(found.state), found.on))
        for one in both
    ]
    if extra:
        gone = Intent.objects.filter(id__in=[one.id for one in extra])
        counted = [events.Meant.kind, events.Hired.kind]
        facts.take_all_back(counted, _areas_of(gone), reason=_("Two records were made one."))
        gone.delete()


def _held(intents: QuerySet[Intent]) -> QuerySet[Intent]:
    return intents.order_by("id").select_for_update(of=("self",))


def _areas_of(intents: QuerySet[Intent]) -> dict[UUID, str]:
    """Return the areas of the fairs of some intents, by intent."""
    return dict(intents.values_list("id", "vacancy__stall__activity__area"))


def _move_the_rest(winner: Person, loser: Person, now: datetime) -> None:
    """Bring over what needs no count; what would stand there twice ends, or stays with the loser."""
    Intent.objects.filter(person=loser).update(person=winner)
    Stall.objects.filter(vendor=loser).update(vendor=winner)
    Block.objects.filter(person=loser).update(person=winner)
    Enrolment.objects.filter(guardian=loser).update(guardian=winner)
    both = Helper.objects.filter(person=winner, until_on=None).values("activity")
    Helper.objects.filter(person=loser, until_on=None, activity__in=both).delete()
    Helper.objects.filter(person=loser).update(person=winner)
    _join_standings(winner, loser, timezone.localdate(now))
    _join_stages(winner, loser)
    taught = Session.objects.going_on().filter(
        instructor=winner, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    theirs = Session.objects.filter(instructor=loser)
    theirs.exclude(Q(Exists(taught)) & ~Q(state=Session.State.CANCELLED)).update(instructor=winner)


def _join_stages(winner: Person, loser: Person) -> None:
    """Keep of what both records say of her stage the later; the other is erased."""
    said = StatedStage.objects.filter(person__in=[winner, loser]).order_by("-stated_on", "-id")
    for place, one in enumerate(said):
        if place:
            one.delete()
    StatedStage.objects.filter(person=loser).update(person=winner)


def _join_standings(winner: Person, loser: Person, today: date) -> None:
    """Bring the standings over; of two in force for one group, the one that holds longer stays."""
    in_force = Standing.objects.in_force(today)
    hers = {one.group: one for one in in_force.filter(person=winner)}
    for one in in_force.filter(person=loser, group__in=hers):
        shorter = min(one, hers[one.group], key=lambda found: found.until_on or date.max)
        shorter.until_on = max(today, shorter.from_on)
        shorter.ended_because = Standing.Ended.MERGED
        shorter.save(update_fields=["until_on", "ended_because"])
    Standing.objects.filter(person=loser).update(person=winner)
