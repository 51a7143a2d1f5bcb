"""Giving up a seat, and offering freed seats to who waits."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.activities import policies, queries, rules, telling
from jinguo.activities.actions import common
from jinguo.activities.actions.absences import block_if_too_often
from jinguo.activities.actions.enrolling import record_enrolled
from jinguo.activities.models import Activity, Enrolment

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

STATE, ENDED = Enrolment.State, Enrolment.Ended


@transaction.atomic
def cancel_enrolment(*, actor: Actor, enrolment_id: UUID, now: datetime) -> Enrolment:
    """
    Give up a place. Until some hours before the first session that is free; later it counts as an absence.

    After a session was moved it is free again until that one begins.

    A seat that is freed is offered to who waits. Records ``activities.enrolled`` (−1) for who had a seat.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor may not enrol this person
    :raises WrongState: the entry has ended
    """
    entry = queries.get_enrolment(actor, enrolment_id)
    policies.check_end(actor, entry)
    activity = queries.get_published(entry.activity_id, lock=True)
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    policies.check_entry(entry, "cancel")
    was_enrolled = entry.state == STATE.ENROLLED
    is_late = was_enrolled and queries.is_late_to_cancel(entry, now)
    end(entry, STATE.LATE_CANCELLED if is_late else STATE.DROPPED, ENDED.CANCELLED, now)
    if was_enrolled:
        record_enrolled(actor, [entry], timezone.localdate(now), -1)
        telling.tell(actor, "cancelled-place", [entry], now=now)
    if is_late:
        block_if_too_often(actor, activity, [entry], now)
    common.note(actor, "cancel-enrolment", activity)
    offer_seats(actor, activity, now)
    return entry


def end(entry: Enrolment, state: str, because: str, now: datetime) -> None:
    """Let an entry end, in one of the states that end it."""
    entry.state, entry.ended_because, entry.ended_at = state, because, now
    entry.offer_expires_at = None
    entry.save(update_fields=["state", "ended_because", "ended_at", "offer_expires_at"])


@transaction.atomic
def accept_offer(*, actor: Actor, enrolment_id: UUID, now: datetime) -> Enrolment:
    """
    Take a seat that is offered.

    Records ``activities.enrolled``.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor may not enrol this person
    :raises WrongState: no seat is offered, or the offer has expired
    """
    entry = _offered(actor, enrolment_id, now)
    entry.state, entry.offer_expires_at = STATE.ENROLLED, None
    entry.save(update_fields=["state", "offer_expires_at"])
    record_enrolled(actor, [entry], timezone.localdate(now), 1)
    telling.tell(actor, "enrolled", [entry], now=now)
    common.note(actor, "accept-offer", entry.activity)
    return entry


@transaction.atomic
def decline_offer(*, actor: Actor, enrolment_id: UUID, now: datetime) -> Enrolment:
    """
    Pass a seat that is offered on to who is next.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor may not enrol this person
    :raises WrongState: no seat is offered, or the offer has expired
    """
    entry = _offered(actor, enrolment_id, now)
    end(entry, STATE.DROPPED, ENDED.DECLINED, now)
    common.note(actor, "decline-offer", entry.activity)
    offer_seats(actor, entry.activity, now)
    return entry


def _offered(actor: Actor, enrolment_id: UUID, now: datetime) -> Enrolment:
    """Return and lock an entry whose offer stands, its activity first."""
    entry = queries.get_enrolment(actor, enrolment_id)
    policies.check_end(actor, entry)
    queries.get_published(entry.activity_id, lock=True)
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    policies.check_offer_stands(entry, now)
    return entry


@transaction.atomic
def confirm(*, actor: Actor, enrolment_id: UUID, now: datetime) -> Enrolment:
    """
    Confirm an entry of an activity that needs it.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor does not confirm entries of the activity
    :raises WrongState: the entry has no seat
    """
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    policies.check_confirm(actor, entry.activity)
    policies.check_entry(entry, "confirm")
    if entry.confirmed_at is None:
        entry.confirmed_at = now
        entry.save(update_fields=["confirmed_at"])
        telling.tell(actor, "confirmed", [entry], now=now)
        common.note(actor, "confirm", entry.activity)
    return entry


@transaction.atomic
def refuse(*, actor: Actor, enrolment_id: UUID, now: datetime) -> Enrolment:
    """
    Give the seat of an entry that needs confirmation to somebody else.

    Records ``activities.enrolled`` (−1).

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor does not confirm entries of the activity
    :raises WrongState: the entry has no seat, or is confirmed
    """
    entry = queries.get_enrolment(actor, enrolment_id)
    policies.check_confirm(actor, entry.activity)
    activity = queries.get_published(entry.activity_id, lock=True)
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    policies.check_unconfirmed(entry)
    end(entry, STATE.REFUSED, ENDED.NOT_CONFIRMED, now)
    record_enrolled(actor, [entry], timezone.localdate(now), -1)
    telling.tell(actor, "refused", [entry], now=now)
    common.note(actor, "refuse", activity)
    offer_seats(actor, activity, now)
    return entry


def offer_freed_seats(*, actor: Actor, now: datetime) -> int:
    """
    Let offers end that have expired, and offer every free seat to who waits; return how many were offered.

    A job of every minute; each activity is an act of its own. Offers are made in waking hours only. The actor
    is the job.
    """
    expired = Enrolment.objects.filter(state=STATE.OFFERED, offer_expires_at__lte=now)
    waiting = Enrolment.objects.filter(state=STATE.WAITING, place__isnull=False)
    open_ones = Activity.objects.filter(state__in=Activity.OPEN)
    asked = open_ones.filter(pk__in=expired.values("activity")) | open_ones.filter(
        pk__in=waiting.values("activity")
    )
    return sum(
        _offer_anew(actor, one, now) for one in asked.order_by("id").values_list("id", flat=True)
    )


@transaction.atomic
def _offer_anew(actor: Actor, activity_id: UUID, now: datetime) -> int:
    activity = queries.get_published(activity_id, lock=True)
    rows = queries.entries_with_persons(activity)
    for one in rows.filter(state=STATE.OFFERED, offer_expires_at__lte=now):
        until = one.offer_expires_at
        assert until is not None
        end(one, STATE.DROPPED, ENDED.EXPIRED, now)
        telling.tell(actor, "offer-expired", [one], now=now, until=until)
    return len(offer_seats(actor, activity, now))


def offer_seats(actor: Actor, activity: Activity, now: datetime) -> list[Enrolment]:
    """
    Offer the free seats of an activity to who waits, in order, each to the first whom it fits.

    The caller holds the activity's row. Outside waking hours, and once the first session has begun, nothing
    is offered. An offer stands no longer than until that session begins.
    """
    limits = queries.limits_of(activity, timezone.localdate(now))
    first = queries.first_session(activity)
    has_begun = first is not None and now >= first.starts_at
    if activity.state not in Activity.OPEN or has_begun or not limits.is_waking(now):
        return []
    chosen = fitting(activity, kept=rules.kept_in(activity, first, now))
    until = limits.offer_until(now)
    if first is not None:
        until = min(until, first.starts_at)
    Enrolment.objects.filter(id__in=[one.id for one in chosen]).update(
        state=STATE.OFFERED, offer_expires_at=until
    )
    for one in chosen:
        one.state, one.offer_expires_at = STATE.OFFERED, until
    telling.tell(actor, "seat-offered", chosen, now=now, until=until)
    if chosen:
        common.note(actor, "offer", activity, count=len(chosen))
    return chosen


def fitting(activity: Activity, *, kept: int) -> list[Enrolment]:
    """Return who of the waiting list gets the free seats: each the first in line whom they fit."""
    taken = queries.taken_of(activity)
    free = activity.capacity - taken.seats
    for_all = activity.capacity - kept - taken.seats_of_all
    chosen = []
    for one in queries.entries_with_persons(activity).in_line():
        room = free if one.has_priority else min(free, for_all)
        if one.seats <= room:
            chosen.append(one)
            free -= one.seats
            for_all -= 0 if one.has_priority else one.seats
    return chosen
