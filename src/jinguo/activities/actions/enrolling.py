"""Enrolling: one person, or many at once, by herself or by who speaks for her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import events, policies, queries, rules, telling
from jinguo.activities.actions import common, seats
from jinguo.activities.actions.seats import ALREADY, ENROLLED, FULL, HOUSEHOLD, Entry, Seated
from jinguo.activities.asked import Candidates, candidates
from jinguo.activities.models import Activity, Allocation, Enrolment
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.facts import actions as facts
from jinguo.people import policies as people_policies
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person

MOST = 1_000  # entries of one act


class AlreadyEnrolled(Refused):
    """She has a place in the activity, or waits for one."""

    code = ALREADY


class Full(Refused):
    """Neither a seat nor a place in the waiting list is left."""

    code = FULL


@dataclass(frozen=True, kw_only=True)
class EntryIn:
    """Who is to be enrolled, by which guardian where she is a child, for how many seats."""

    person_id: UUID
    guardian_id: UUID | None = None
    seats: int = 1


@dataclass(frozen=True)
class Decision:
    """
    What became of one entry: ``enrolled``, ``waiting``, or ``refused`` and ``why``.

    ``place`` is the number in the waiting list.
    """

    person_id: UUID
    state: str
    enrolment_id: UUID | None = None
    place: int | None = None
    why: Refused | None = None


@transaction.atomic
def enrol(
    *,
    actor: Actor,
    activity_id: UUID,
    person_id: UUID,
    channel: str,
    now: datetime,
    seats: int = 1,
    guardian_id: UUID | None = None,
) -> Enrolment:
    """
    Give a person seats in an activity, or a place in its waiting list.

    Records ``activities.enrolled`` when she gets seats. After enrolment has closed, who records who comes
    still enrols whoever stands at the door.

    :raises NotFound: no such activity is published, or the person is not there for this actor
    :raises Denied: the actor may see the person but not enrol her
    :raises NotOpen: enrolment has not opened at ``now``, or has closed
    :raises NotForHer: a rule of the activity leaves her out
    :raises GuardianNeeded: she is under 14, and no guardian has consented
    :raises AlreadyEnrolled: she has a place, or waits for one
    :raises Full: neither a seat nor a place in the waiting list is left
    :raises Invalid: fewer seats than one, or more than one entry may take
    """
    entry = EntryIn(person_id=person_id, guardian_id=guardian_id, seats=seats)
    [decision] = _decide(actor, activity_id, [entry], channel, now)
    if decision.why:
        raise decision.why
    assert decision.enrolment_id is not None
    return Enrolment.objects.get(id=decision.enrolment_id)


@transaction.atomic
def enrol_many(
    *,
    actor: Actor,
    activity_id: UUID,
    entries: Sequence[EntryIn],
    channel: str,
    now: datetime,
) -> list[Decision]:
    """
    Enrol some persons in the order given, and return what became of each; one statement decides on all.

    What concerns one person alone refuses her entry and no other. Records ``activities.enrolled`` for who
    gets seats. But for children, and the messages to who waits, the number of statements does not grow.

    :raises NotFound: no such activity is published, or a person is not there for this actor
    :raises Denied: the actor may not enrol one of them
    :raises NotOpen: enrolment has not opened at ``now``, or has closed
    :raises Invalid: nobody is named, or more than 1,000
    """
    if not 0 < len(entries) <= MOST:
        raise Invalid(_("Choose 1 to %d persons.") % MOST, count=len(entries))
    return _decide(actor, activity_id, entries, channel, now)


def _decide(
    actor: Actor, activity_id: UUID, entries: Sequence[EntryIn], channel: str, now: datetime
) -> list[Decision]:
    if seats.is_full_for(activity_id, [one.person_id for one in entries], now):
        return [_refusal(one.person_id, FULL) for one in entries]
    activity = queries.get_published(activity_id)
    _check_open(actor, activity, now)
    persons = _persons(actor, [one.person_id for one in entries])
    for person in persons.values():
        policies.check_enrol_for(actor, person)
    entries = [_with_guardian(actor, one, persons[one.person_id]) for one in entries]
    asked = candidates(activity, list(persons.values()), now)
    refused = _refused_alone(activity, entries, asked)
    preferred = rules.with_priority(asked)
    most = rules.household_limit(activity)
    homes = asked.past.homes if most else {}
    may = [
        Entry(
            person_id=one.person_id, guardian_id=one.guardian_id, seats=one.seats,
            has_priority=one.person_id in preferred, household_id=homes.get(one.person_id),
        )
        for one in entries
        if one.person_id not in refused
    ]  # fmt: skip
    seated = iter(_seat(actor, activity, may, channel, now))
    return [
        Decision(one.person_id, Enrolment.State.REFUSED, why=refused[one.person_id])
        if one.person_id in refused
        else _decision(next(seated), most)
        for one in entries
    ]


def _check_open(actor: Actor, activity: Activity, now: datetime) -> None:
    """Pass when one may enrol now, or she lets in whoever stands at the door."""
    policies.check_open(activity, now, at_the_door=queries.lets_in(actor, activity, now))


def _persons(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Return the persons by id, in one query."""
    found = {one.id: one for one in people.persons(actor).filter(id__in=set(ids))}
    if len(found) < len(set(ids)):
        raise NotFound(_("There is no such person."))
    return found


def _with_guardian(actor: Actor, entry: EntryIn, person: Person) -> EntryIn:
    """Name the guardian who acts herself for her child."""
    if entry.guardian_id or not actor.is_resident:
        return entry
    if people.is_own(actor, person):
        return entry
    return replace(entry, guardian_id=people.own_person(actor).id)


def _refused_alone(
    activity: Activity, entries: Sequence[EntryIn], asked: Candidates
) -> dict[UUID, Refused]:
    """Return why some entries are refused whatever seats are left."""
    found: dict[UUID, Refused] = {}
    against = rules.refusals(asked)
    by_id = {person.id: person for person in asked.persons}
    for one in entries:
        if reasons := against.get(one.person_id):
            found[one.person_id] = policies.NotForHer(" ".join(reasons), reasons=reasons)
            continue
        try:
            people_policies.check_current(by_id[one.person_id])
            policies.check_seats(activity, one.seats)
            _check_guardian(by_id[one.person_id], one.guardian_id, asked.on)
        except Refused as refusal:
            found[one.person_id] = refusal
    return found


def _check_guardian(person: Person, guardian_id: UUID | None, on: date) -> None:
    """Ask the register only about children."""
    if not people_policies.needs_guardian(person, on):
        return
    guardians = {one.guardian_id: one.guardian for one in people.guardians_of(person, on)}
    consent = people.find_consent(person, policies.CONSENT, on)
    guardian = guardians.get(guardian_id) if guardian_id else None
    policies.check_guardian(person, guardian, consent, on)


def _seat(
    actor: Actor, activity: Activity, entries: Sequence[Entry], channel: str, now: datetime
) -> list[Seated]:
    """Take the activity's row, let the statement decide, and record what it decided."""
    if not entries:
        return []
    activity = queries.get_published(activity.id, lock=True)
    _check_open(actor, activity, now)
    kept = rules.kept_in(activity, queries.first_session(activity), now)
    decided = seats.decide(
        activity, entries, kept=kept, of_household=rules.household_limit(activity),
        booked_by=actor.account_id, channel=channel, now=now,
    )  # fmt: skip
    _record(actor, activity, decided, now)
    return decided


def _record(actor: Actor, activity: Activity, decided: Sequence[Seated], now: datetime) -> None:
    on = timezone.localdate(now)
    enrolled = [one for one in decided if one.verdict == ENROLLED]
    facts.record(
        [
            common.counted(events.Enrolled, activity, one.id, on, subject=one.person_id)
            for one in enrolled
        ],
        actor=actor,
    )
    written = [one.id for one in decided if one.verdict in Enrolment.LIVING]
    if written:
        tell_entered(actor, activity, written, now)
        common.note(actor, "enrol", activity, count=len(written))


def tell_entered(actor: Actor, activity: Activity, ids: Sequence[UUID], now: datetime) -> None:
    """Tell who has a seat that she has it, who waits at which position, and who waits for the draw so."""
    rows = queries.entries_with_persons(activity).filter(id__in=ids)
    enrolled = [one for one in rows if one.state == Enrolment.State.ENROLLED]
    telling.tell(actor, "enrolled", enrolled, now=now)
    if activity.allocation == Allocation.DRAW:
        to_draw = [one for one in rows if one.state == Enrolment.State.WAITING and not one.place]
        telling.tell(actor, "draw-entered", to_draw, now=now)
    waiting = [one for one in rows if one.state == Enrolment.State.WAITING and one.place]
    positions = queries.positions(activity) if waiting else {}
    for one in waiting:
        telling.tell(actor, "waiting", [one], now=now, position=positions[one.id])


def _decision(seated: Seated, of_household: int | None) -> Decision:
    if seated.verdict == HOUSEHOLD and of_household:
        why = policies.NotForHer(rules.household_refusal(of_household))
        return Decision(seated.person_id, Enrolment.State.REFUSED, why=why)
    if seated.verdict in (FULL, ALREADY):
        return _refusal(seated.person_id, seated.verdict)
    return Decision(seated.person_id, seated.verdict, seated.id, seated.place)


def _refusal(person_id: UUID, verdict: str) -> Decision:
    if verdict == FULL:
        why: Refused = Full(_("All seats are taken, and the waiting list is full."))
    else:
        why = AlreadyEnrolled(_("She has a place already, or waits for one."))
    return Decision(person_id, Enrolment.State.REFUSED, why=why)


def record_enrolled(actor: Actor, enrolments: Sequence[Enrolment], on: date, quantity: int) -> None:
    """Count places that were got (+1) or given up (−1) on a day."""
    facts.record(
        [
            common.counted(
                events.Enrolled, one.activity, one.id, on, subject=one.person_id, quantity=quantity
            )
            for one in enrolments
        ],
        actor=actor,
    )
