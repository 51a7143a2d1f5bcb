"""Requests of people about their own data: made by themselves, answered by the data officer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.workdays import add_working_days
from jinguo.people import answered, policies, queries
from jinguo.people.actions import changes
from jinguo.people.actions.persons import PersonChange, correct_person
from jinguo.people.actions.sign_in_phones import held
from jinguo.people.checking import check_reason
from jinguo.people.models import DataRequest, Person, Resident

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

Kind, State = DataRequest.Kind, DataRequest.State
ANSWER_WITHIN = 15  # working days (R-055; the law says "timely")
REQUEST = "people_datarequest"  # its table, to which sealed words are bound
LONGEST = 500  # signs of a request or an answer
AT_ONCE = (Kind.ACCESS, Kind.COPY)
"""What the pages of the public hand out themselves, to her who is signed in."""


class AlreadyAsked(Refused):
    """Another request of the same kind waits for its answer."""

    code = "already-asked"


@transaction.atomic
def ask(*, actor: Actor, person_id: UUID, kind: str, words: str, now: datetime) -> DataRequest:
    """
    Record what a person asks about her data, or a guardian about a child's.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor is neither she herself, nor a guardian, nor edits her record
    :raises Invalid: an unknown kind, or nothing said of what to correct, delete or use no more
    :raises AlreadyAsked: a request of this kind waits
    """
    person = queries.get_person(actor, person_id, lock=True)
    policies.check_agree(actor, person)
    kind, words = check_kind(kind), words.strip()[:LONGEST]
    if not words and kind not in AT_ONCE:
        raise Invalid(_("Say what it is about."), words="")
    return record(actor, person, kind, words, now)


@transaction.atomic
def hand_out(*, actor: Actor, person_id: UUID, kind: str, now: datetime) -> DataRequest:
    """
    Record that a resident was shown her data, or given a copy, at once: a request received and done.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor is no resident
    :raises Invalid: this kind is not handed out at once
    """
    person = queries.get_person(actor, person_id, lock=True)
    policies.check_own(actor)
    if check_kind(kind) not in AT_ONCE:
        raise Invalid(_("Someone of the federation has to answer this."), kind="")
    waiting = person.data_requests.waiting().filter(kind=kind).first()
    made = waiting or record(actor, person, kind, "", now)
    return end(actor, made, State.DONE, _("Handed out on the page, at once."), now)


def check_kind(kind: str) -> str:
    """
    Return a kind of request.

    :raises Invalid: there is no such kind
    """
    if kind not in Kind.values:
        raise Invalid(_("Choose what you ask for."), kind="")
    return kind


def record(actor: Actor, person: Person, kind: str, words: str, now: datetime) -> DataRequest:
    """
    Write a request that waits.

    :raises AlreadyAsked: another of this kind waits
    """
    today = localdate(now)
    made = DataRequest(
        person=person,
        area_id=person.area_id,
        kind=kind,
        asked_by=actor.account_id,
        received_on=today,
        due_on=add_working_days(today, ANSWER_WITHIN).on,
    )
    made.words = crypto.seal(REQUEST, "words", made.pk, words) if words else None
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyAsked(
            _(
                "You have asked this already. It is answered before you ask again, or you withdraw it."
            )
        ) from fault
    note(actor, "people.ask", made)
    return made


@transaction.atomic
def take_request(*, actor: Actor, request_id: UUID, now: datetime) -> DataRequest:
    """
    Record that someone deals with a request.

    :raises NotFound: no such request for this actor
    :raises Denied: the actor does not answer requests there
    :raises Refused: someone deals with it already, or it has ended
    """
    found = queries.get_request(actor, request_id, lock=True)
    policies.check_answer(actor, found)
    if not policies.REQUEST_STEPS.may("take", found.state):
        raise Refused(_("Someone deals with this request already."))
    found.state, found.handler = State.TAKEN, actor.name[:80]
    found.save(update_fields=["state", "handler"])
    note(actor, "people.take-request", found)
    return found


@transaction.atomic
def answer_request(
    *, actor: Actor, request_id: UUID, is_done: bool, answer: str, now: datetime
) -> DataRequest:
    """
    Answer a request: what was done, or why it is refused (个人信息保护法 art. 50). Who asked is told that
    there is an answer, and reads it signed in.

    :raises NotFound: no such request for this actor
    :raises Denied: the actor does not answer requests there
    :raises Refused: it has ended
    :raises Invalid: nothing is said
    """
    found = queries.get_request(actor, request_id, lock=True)
    policies.check_answer(actor, found)
    answer = answer.strip()[:LONGEST]
    if not answer:
        raise Invalid(
            _("Say what was done.")
            if is_done
            else _("Say why. A refusal without a reason is void."),
            answer="",
        )
    end(actor, found, State.DONE if is_done else State.REFUSED, answer, now)
    tell(actor, found, now)
    return found


@transaction.atomic
def correct_as_asked(
    *, actor: Actor, request_id: UUID, change: PersonChange, reason: str, now: datetime
) -> DataRequest:
    """
    Correct the record of who asked for it, whether she lives in a household of the register or in none.

    The request still waits for its answer, which says what was done.

    :raises NotFound: no such request for this actor
    :raises Denied: the actor does not answer requests there, or may not edit the record
    :raises Refused: it has ended, asks for something else, or no reason is given
    :raises Invalid: a value that does not pass its check, or nothing that differs from the record
    :raises AlreadyRegistered: the ID number is another person's
    """
    found = queries.get_request(actor, request_id)
    household, person = held(actor, found.person_id)
    found = queries.get_request(actor, request_id, lock=True)
    policies.check_correct_as_asked(actor, found, person)
    changed = correct_person(household, person, change, now)
    if not changed:
        raise Invalid(_("The record says all of this already. Change what is wrong in it."))
    why = check_reason(reason)
    if household is not None:
        changes.keep(changed, actor=actor, on=localdate(now), now=now, reason=why)
    trail.note(
        actor,
        "people.correct-as-asked",
        object_type="people.person",
        object_id=person.pk,
        area=person.area_id,
        purpose=why,
        fields=[one.what for one in changed],
    )
    return found


@transaction.atomic
def withdraw_request(*, actor: Actor, request_id: UUID, now: datetime) -> DataRequest:
    """
    Take back a request of one's own.

    :raises NotFound: no such request for this actor
    :raises Denied: the actor is no resident
    :raises Refused: it has ended
    """
    found = queries.get_request(actor, request_id, lock=True)
    policies.check_own(actor)
    policies.check_waits(found)
    return end(actor, found, State.WITHDRAWN, "", now)


def end(actor: Actor, found: DataRequest, state: str, answer: str, now: datetime) -> DataRequest:
    """Write the end of a request."""
    found.state, found.answer, found.ended_on = state, answer, localdate(now)
    if not actor.is_resident:
        found.handler = actor.name[:80]
    found.save(update_fields=["state", "answer", "ended_on", "handler"])
    note(actor, f"people.request-{state}", found)
    return found


def tell(actor: Actor, found: DataRequest, now: datetime, *, gone: Collection[UUID] = ()) -> None:
    """Let who asked be told of the answer: a guardian of one about her child. Nobody of ``gone`` is told."""
    asker = Resident.objects.filter(account=found.asked_by).select_related("person").first()
    person = asker.person if asker else found.person
    if person.pk not in gone:
        answered.tell(found, person, actor=actor, now=now)


def note(actor: Actor, action: str, found: DataRequest) -> None:
    trail.note(
        actor,
        action,
        object_type="people.request",
        object_id=found.pk,
        area=found.area_id,
        purpose=found.kind,
    )
