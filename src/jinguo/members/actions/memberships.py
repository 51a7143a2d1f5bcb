"""Memberships of associations: application, check, the council's vote, and the end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, Refused
from jinguo.core.identity import check_uscc
from jinguo.core.language import as_clauses
from jinguo.facts import actions as facts
from jinguo.members import events, policies, queries
from jinguo.members.actions import common
from jinguo.members.actions.offices import end_office
from jinguo.members.models import Body, Membership
from jinguo.members.schemes import Bodies, as_scheme

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

ENTERPRISE_LENGTH = 80
State = Membership.State


class AlreadyIn(Refused):
    """The person or the enterprise is in the body, or has applied."""

    code = "already-in"


@dataclass(frozen=True, kw_only=True)
class MembershipIn:
    """
    An application as a form gives it.

    ``person_id`` is the member, or who stands for the unit; a unit has an enterprise and its credit code.
    """

    body_id: UUID
    person_id: UUID
    kind: str = Membership.Kind.INDIVIDUAL
    enterprise: str = ""
    uscc: str = ""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """How the council voted, and on which day."""

    meeting_on: date
    votes_for: int
    votes_against: int
    votes_abstained: int

    @property
    def cast(self) -> int:
        """The votes cast, abstentions too."""
        return self.votes_for + self.votes_against + self.votes_abstained


@transaction.atomic
def apply(*, actor: Actor, application: MembershipIn, on: date, now: datetime) -> Membership:
    """
    Take down that someone applies to join a body.

    :raises NotFound: the body or the person is not there for this actor
    :raises Denied: the actor does not keep members where the person is
    :raises Invalid: a unit without an enterprise or with a wrong credit code, or the day is still to come
    :raises AlreadyIn: she, or the enterprise, is a member or has applied
    """
    body = queries.get_body(actor, application.body_id, lock=True)
    person = common.registered(actor, application.person_id)
    policies.check_manage(actor, person.area_id)
    policies.check_day(on, timezone.localdate(now))
    made = Membership(
        body=body, area_id=person.area_id, person=person, kind=application.kind,
        applied_on=on, due_on=on + timedelta(days=rules_of(body).check_days),
        **enterprise_of(application),
    )  # fmt: skip
    check_not_in(made)
    made.save(force_insert=True)
    common.keep(made, "apply", actor=actor, on=on, now=now, to_state=made.state)
    return made


def rules_of(body: Body) -> Bodies:
    """Return how a body takes in members: by the version it was founded under."""
    rules = as_scheme(body.scheme).bodies
    assert rules  # it was founded under a scheme that provides for bodies
    return rules


def enterprise_of(application: MembershipIn) -> dict[str, str]:
    """
    Return the enterprise of an application and its credit code, both empty where there is none.

    :raises Invalid: one is missing where it is needed, or the code is wrong
    """
    is_unit = application.kind == Membership.Kind.UNIT
    if application.kind not in Membership.Kind.values:
        raise Invalid(_("Choose one of those offered."), kind=application.kind)
    name = common.check_text(
        "enterprise", application.enterprise, ENTERPRISE_LENGTH, is_required=is_unit
    )
    uscc = application.uscc.strip()
    if is_unit and not uscc:
        raise Invalid(_("A unit member has a social credit code."), uscc="")
    try:
        return {"enterprise": name, "uscc": check_uscc(uscc) if uscc else ""}
    except Invalid as fault:
        raise Invalid(fault.message, uscc=uscc) from fault


def check_not_in(wanted: Membership) -> None:
    """
    Pass when neither the person nor the enterprise is in the body already; the body must be locked.

    :raises AlreadyIn: she, or it, is a member or has applied
    """
    same = Membership.objects.filter(
        body=wanted.body, kind=wanted.kind, state__in=Membership.CURRENT
    )
    if wanted.kind == Membership.Kind.UNIT:
        if same.filter(uscc=wanted.uscc).exists():
            raise AlreadyIn(_("This enterprise is a member or has applied."), uscc=wanted.uscc)
    elif same.filter(person=wanted.person).exists():
        raise AlreadyIn(_("She is a member or has applied."))


@transaction.atomic
def check_application(
    *, actor: Actor, membership_id: UUID, conditions: Collection[str], on: date, now: datetime
) -> Membership:
    """
    Record that the secretariat found all conditions met, and put the application before the council.

    :raises NotFound: no such membership for this actor
    :raises WrongState: it does not wait for the check
    :raises Denied: the actor does not keep members there
    :raises Invalid: a condition is not met, or the day is wrong
    """
    found = queries.get_membership(actor, membership_id, lock=True)
    step = policies.check_step(actor, "check", found)
    check_on(found.applied_on, on, now)
    rules = rules_of(found.body)
    wanted = [one.id for one in rules.conditions]
    missing = [one.label for one in rules.conditions if one.id not in conditions]
    if missing:
        sentence = _("Not met: %s. Turn the application down, or tick what is met.")
        raise Invalid(sentence % as_clauses(missing), conditions="")
    found.conditions, found.due_on = wanted, on + timedelta(days=rules.vote_days)
    common.move(
        found, "check", step.target, "conditions", "due_on", actor=actor, on=on, now=now
    )  # fmt: skip
    return found


@transaction.atomic
def turn_down(
    *, actor: Actor, membership_id: UUID, reason: str, on: date, now: datetime
) -> Membership:
    """
    Turn an application down that does not meet the conditions.

    :raises NotFound: no such membership for this actor
    :raises WrongState: it does not wait for the check
    :raises Denied: the actor does not keep members there
    :raises Invalid: no reason, or the day is wrong
    """
    return _close(actor, "turn-down", membership_id, reason, on, now)


@transaction.atomic
def withdraw(
    *, actor: Actor, membership_id: UUID, reason: str, on: date, now: datetime
) -> Membership:
    """
    Record that who applied takes the application back.

    :raises NotFound: no such membership for this actor
    :raises WrongState: it is decided
    :raises Denied: the actor does not keep members there
    :raises Invalid: no reason, or the day is wrong
    """
    return _close(actor, "withdraw", membership_id, reason, on, now)


def _close(
    actor: Actor, verb: str, membership_id: UUID, reason: str, on: date, now: datetime
) -> Membership:
    found = queries.get_membership(actor, membership_id, lock=True)
    step = policies.check_step(actor, verb, found)
    check_on(found.applied_on, on, now)
    why = common.check_reason(reason)
    found.due_on = None
    common.move(found, verb, step.target, "due_on", actor=actor, on=on, now=now, reason=why)
    return found


@transaction.atomic
def record_vote(*, actor: Actor, membership_id: UUID, vote: Vote, now: datetime) -> Membership:
    """
    Record how the council voted: who has enough votes is admitted and gets a certificate number.

    Records ``members.joined`` for the day of the meeting when she is admitted.

    :raises NotFound: no such membership for this actor
    :raises WrongState: it is not before the council
    :raises Denied: the actor records no votes there
    :raises Invalid: nobody voted, or the day is wrong
    """
    found = queries.get_membership(actor, membership_id, lock=True)
    policies.check_step(actor, "vote", found)
    check_on(found.applied_on, vote.meeting_on, now)
    if vote.cast < 1:
        raise Invalid(_("Nobody voted. Enter the votes of the meeting."), votes_for=0)
    found.meeting_on, found.due_on = vote.meeting_on, None
    found.votes_for, found.votes_against = vote.votes_for, vote.votes_against
    found.votes_abstained = vote.votes_abstained
    is_carried = rules_of(found.body).is_carried(vote.votes_for, vote.cast)
    if is_carried:
        found.admitted_on = vote.meeting_on
        found.number = next_number(queries.get_body(actor, found.body_id, lock=True))
    common.move(
        found, "vote", State.ADMITTED if is_carried else State.REFUSED,
        "meeting_on", "due_on", "votes_for", "votes_against", "votes_abstained", "admitted_on",
        "number", actor=actor, on=vote.meeting_on, now=now,
    )  # fmt: skip
    if is_carried:
        facts.record([joined(found, vote.meeting_on, 1)], actor=actor)
    return found


def next_number(body: Body) -> int:
    """Return the next certificate number of a locked body."""
    last = body.memberships.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def leave(*, actor: Actor, membership_id: UUID, reason: str, on: date, now: datetime) -> Membership:
    """
    Record that a member leaves. Her office and her directory entry end with it.

    Records ``members.joined`` with what is taken away.

    :raises NotFound: no such membership for this actor
    :raises WrongState: she is not a member
    :raises Denied: the actor does not keep members there
    :raises Invalid: no reason, or the day is wrong
    """
    return _end(actor, "leave", membership_id, reason, on, now)


@transaction.atomic
def expel(*, actor: Actor, membership_id: UUID, reason: str, on: date, now: datetime) -> Membership:
    """
    Record that a member is expelled. Her office and her directory entry end with it.

    Records ``members.joined`` with what is taken away.

    :raises NotFound: no such membership for this actor
    :raises WrongState: she is not a member
    :raises Denied: the actor does not decide there
    :raises Invalid: no reason, or the day is wrong
    """
    return _end(actor, "expel", membership_id, reason, on, now)


def _end(
    actor: Actor, verb: str, membership_id: UUID, reason: str, on: date, now: datetime
) -> Membership:
    found = queries.get_membership(actor, membership_id, lock=True)
    step = policies.check_step(actor, verb, found)
    assert found.admitted_on  # a member was admitted
    check_on(found.admitted_on, on, now)
    why = common.check_reason(reason)
    end_office(found, on)
    found.ended_on, found.agreed_on, found.products, found.contact = on, None, "", ""
    found.is_public = False
    common.move(
        found, verb, step.target, "ended_on", "agreed_on", "products", "contact", "is_public",
        actor=actor, on=on, now=now, reason=why,
    )  # fmt: skip
    facts.record([joined(found, on, -1)], actor=actor)
    return found


def check_on(first: date, on: date, now: datetime) -> None:
    """
    Pass when something may be recorded for a day: from ``first`` to today.

    :raises Invalid: earlier, or still to come
    """
    policies.check_day(on, timezone.localdate(now))
    if on < first:
        raise Invalid(_("The day lies before the step it follows."), on=on, meeting_on=on)


def joined(membership: Membership, on: date, sign: int) -> events.Joined:
    """Return what is counted of a membership: +1 when it begins, −1 when it ends."""
    is_person = membership.kind == Membership.Kind.INDIVIDUAL
    return events.Joined(
        area=membership.area_id,
        occurred_on=on,
        object_id=membership.id,
        programme=membership.body.programme,
        category=membership.kind,
        subject=membership.person_id if is_person else None,
        quantity=sign,
    )
