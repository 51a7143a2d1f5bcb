"""Volunteers: on the list with their skills, their time, and crime-record checks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.dates import months_after
from jinguo.core.errors import Invalid, Refused
from jinguo.core.recorded import signed
from jinguo.facts import actions as facts
from jinguo.members import events, policies, queries
from jinguo.members.actions import common
from jinguo.members.models import RecordCheck, Service, Volunteer
from jinguo.members.schemes import Scheme, as_scheme

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

WHAT_LENGTH, SEEN_BY_LENGTH = 100, 40
DAY = 24 * 60  # minutes


class AlreadyVolunteer(Refused):
    """She is on the list of volunteers."""

    code = "already-volunteer"


@transaction.atomic
def enlist(
    *,
    actor: Actor,
    programme: str,
    person_id: UUID,
    skills: Collection[str],
    on: date,
    now: datetime,
) -> Volunteer:
    """
    Put someone on the list of volunteers. Records ``members.volunteered``.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor keeps no volunteers where she is
    :raises NotInPlan: the programme has no volunteers there
    :raises AlreadyVolunteer: she is on the list
    :raises Invalid: an unknown skill, or the day is still to come
    """
    person = common.registered(actor, person_id)
    policies.check_manage(actor, person.area_id)
    policies.check_day(on, timezone.localdate(now))
    scheme = queries.scheme_with("volunteers", programme, person.area_id, timezone.localdate(now))
    if Volunteer.objects.filter(programme=programme, person=person, ended_on=None).exists():
        raise AlreadyVolunteer(_("She is on the list of volunteers."))
    made = Volunteer.objects.create(
        programme=programme, scheme_id=scheme.id, area_id=person.area_id, person=person,
        skills=skills_of(scheme, skills), since_on=on,
    )  # fmt: skip
    common.keep(made, "enlist", actor=actor, on=on, now=now)
    facts.record([volunteered(made, on, 1)], actor=actor)
    return made


def skills_of(scheme: Scheme, chosen: Collection[str]) -> list[str]:
    """
    Return the skills chosen, each once, in the plan's order.

    :raises Invalid: one is not in the plan
    """
    known = [one.id for one in scheme.volunteers.skills] if scheme.volunteers else []
    if not set(chosen) <= set(known):
        raise Invalid(_("Choose from those offered."), skills="")
    return [one for one in known if one in chosen]


@transaction.atomic
def change_skills(
    *, actor: Actor, volunteer_id: UUID, skills: Collection[str], now: datetime
) -> Volunteer:
    """
    Say anew what a volunteer can do.

    :raises NotFound: no such volunteer for this actor
    :raises Denied: the actor keeps no volunteers there
    :raises WrongState: she is no longer one
    :raises Invalid: an unknown skill
    """
    found = queries.get_volunteer(actor, volunteer_id, lock=True)
    policies.check_volunteer(actor, found)
    found.skills = skills_of(as_scheme(found.scheme), skills)
    found.save(update_fields=["skills"])
    common.keep(found, "change-skills", actor=actor, on=timezone.localdate(now), now=now)
    return found


@transaction.atomic
def stop(*, actor: Actor, volunteer_id: UUID, reason: str, on: date, now: datetime) -> Volunteer:
    """
    Record that someone no longer is a volunteer. Records ``members.volunteered`` with what is taken away.

    :raises NotFound: no such volunteer for this actor
    :raises Denied: the actor keeps no volunteers there
    :raises WrongState: she is no longer one
    :raises Invalid: no reason, or the day is wrong
    """
    found = queries.get_volunteer(actor, volunteer_id, lock=True)
    policies.check_volunteer(actor, found)
    check_on(found, on, now)
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    common.keep(found, "stop", actor=actor, on=on, now=now, reason=common.check_reason(reason))
    facts.record([volunteered(found, on, -1)], actor=actor)
    return found


@transaction.atomic
def record_service(
    *,
    actor: Actor,
    volunteer_id: UUID,
    what: str,
    minutes: int,
    with_minors: bool,
    on: date,
    now: datetime,
) -> Service:
    """
    Write down time a volunteer gave. Records ``members.served``.

    :raises NotFound: no such volunteer for this actor
    :raises Denied: the actor keeps no volunteers there
    :raises WrongState: she is no longer one
    :raises CheckMissing: it was with minors, and no crime-record check held on the day
    :raises FromAttendance: her hours of that activity are there already, from who was there
    :raises Invalid: no words for it, no time or more than a day, or the day is wrong
    """
    found = queries.get_volunteer(actor, volunteer_id, lock=True)
    policies.check_volunteer(actor, found)
    check_on(found, on, now)
    if not 1 <= minutes <= DAY:
        raise Invalid(_("Give between one minute and a whole day."), minutes=minutes)
    if with_minors:
        policies.check_with_minors(found.person_id, on)
    what = common.check_text("what", what, WHAT_LENGTH)
    policies.check_not_attended(found, what, on)
    made = Service.objects.create(
        volunteer=found, area_id=found.area_id, on=on, minutes=minutes, with_minors=with_minors,
        what=what, **signed(actor, now),
    )  # fmt: skip
    note(actor, "serve", found)
    facts.record([served(made, on, minutes)], actor=actor)
    return made


@transaction.atomic
def take_service_back(*, actor: Actor, service_id: UUID, reason: str, now: datetime) -> Service:
    """
    Take an entry back that was wrong; return the entry that does, for the same day.

    Records ``members.served`` with what is taken away.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor keeps no volunteers there
    :raises FromAttendance: it follows from who was there, and is taken back by correcting that
    :raises Refused: it was taken back already
    :raises Invalid: no reason
    """
    volunteer_id = queries.get_service(actor, service_id).volunteer_id
    queries.get_volunteer(actor, volunteer_id, lock=True)
    wrong = queries.get_service(actor, service_id)  # as it is now that nobody else can take it back
    policies.check_take_back(actor, wrong)
    [made] = reverse([wrong], reason=common.check_reason(reason), actor=actor, now=now)
    return made


def reverse(wrong: Sequence[Service], *, reason: str, actor: Actor, now: datetime) -> list[Service]:
    """Take entries back whose volunteers are loaded and held, whoever may; return those that do."""
    made = Service.objects.bulk_create(
        Service(
            volunteer=one.volunteer, area_id=one.area_id, on=one.on, minutes=-one.minutes,
            with_minors=one.with_minors, what=one.what, reverses=one, reason=reason,
            **signed(actor, now),
        )
        for one in wrong
    )  # fmt: skip
    for one in made:
        note(actor, "take-back", one.volunteer)
    facts.record([served(one, one.on, one.minutes) for one in made], actor=actor)
    return made


@transaction.atomic
def record_check(
    *, actor: Actor, person_id: UUID, checked_on: date, seen_by: str, now: datetime
) -> RecordCheck:
    """
    Record that someone's crime-record paper of a day was seen, and by whom; nothing else of it is kept.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor keeps nobody where she is
    :raises NotInPlan: the plan does not say how long a check holds
    :raises Invalid: nobody saw it, the day is still to come, or it would not hold any more
    """
    person = common.registered(actor, person_id)
    policies.check_manage(actor, person.area_id)
    today = timezone.localdate(now)
    policies.check_day(checked_on, today)
    rules = queries.record_checks_over(person.area_id, today)
    holds_until = months_after(checked_on, rules.months) - timedelta(days=1)
    if holds_until < today:
        raise Invalid(_("A check of that day holds no longer. Ask for a new one."), checked_on="")
    made = RecordCheck.objects.create(
        person=person, checked_on=checked_on, holds_until=holds_until,
        warn_on=holds_until - timedelta(days=rules.warn_days),
        seen_by=common.check_text("seen_by", seen_by, SEEN_BY_LENGTH),
        **signed(actor, now),
    )  # fmt: skip
    trail.note(
        actor, "members.record-check", object_type="people.person", object_id=person.id,
        area=person.area_id,
    )  # fmt: skip
    return made


def check_on(volunteer: Volunteer, on: date, now: datetime) -> None:
    """
    Pass when something may be recorded of a volunteer for a day: from her first one to today.

    :raises Invalid: earlier, or still to come
    """
    policies.check_day(on, timezone.localdate(now))
    if on < volunteer.since_on:
        raise Invalid(_("She was no volunteer yet on that day."), on=on)


def note(actor: Actor, verb: str, volunteer: Volunteer) -> None:
    """Leave what was done with the hours of a volunteer on the trail."""
    trail.note(
        actor, f"members.{verb}", object_type=Volunteer.OBJECT_TYPE, object_id=volunteer.id,
        area=volunteer.area_id,
    )  # fmt: skip


def volunteered(volunteer: Volunteer, on: date, sign: int) -> events.Volunteered:
    """Return what is counted of a volunteer: +1 when she begins, −1 when she stops."""
    return events.Volunteered(
        area=volunteer.area_id,
        occurred_on=on,
        object_id=volunteer.id,
        programme=volunteer.programme,
        subject=volunteer.person_id,
        quantity=sign,
    )


def served(service: Service, on: date, minutes: int) -> events.Served:
    """Return what is counted of an entry; its volunteer must be loaded."""
    return events.Served(
        area=service.area_id,
        occurred_on=on,
        object_id=service.volunteer_id,
        programme=service.volunteer.programme,
        subject=service.volunteer.person_id,
        quantity=minutes,
    )
