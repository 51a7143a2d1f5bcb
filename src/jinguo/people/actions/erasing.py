"""Erasing persons for good: proposed by one who answers requests about data, carried out by another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import NotFound, Refused
from jinguo.org.models import Area
from jinguo.people import erased_list, erasing, policies, queries
from jinguo.people.actions.emptying import going
from jinguo.people.actions.requests import end, tell
from jinguo.people.checking import check_reason
from jinguo.people.erasing import Plan, PlanChanged
from jinguo.people.models import DataRequest, Erased, Erasure, Person
from jinguo.people.rows import common_area

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

State, Basis = Erasure.State, Erasure.Basis


class StillNeeded(Refused):
    """Something of hers goes on, or a hold is in force; the sentence says what has to end first."""

    code = "still-needed"


class AlreadyProposed(Refused):
    """Erasing her was proposed already and waits for a second person."""

    code = "already-proposed"


def plan_of(actor: Actor, person_ids: Collection[UUID], *, now: datetime) -> Plan:
    """
    Return what erasing these persons would do now; nothing is written.

    :raises NotFound: one is not there for this actor
    :raises Denied: the actor does not answer requests about data there
    :raises Refused: one was erased, or merged into another
    """
    persons = [queries.get_data_subject(actor, one) for one in person_ids]
    for person in persons:
        policies.check_erase(actor, person)
    return erasing.plan(going(person_ids, now))


@transaction.atomic
def propose_erasure(
    *,
    actor: Actor,
    person_ids: Collection[UUID],
    now: datetime,
    request_id: UUID | None = None,
) -> Erasure:
    """
    Propose to erase a person as she asks by a request, or persons whose time is over.

    What is proposed is kept with it; another person carries it out.

    :raises NotFound: a person or the request is not there for this actor
    :raises Denied: the actor does not answer requests about data there
    :raises Refused: a person was erased or merged, or the request is another person's, or has ended
    :raises StillNeeded: something has to end first
    :raises AlreadyProposed: it was proposed for one of them
    """
    persons = locked(actor, person_ids)
    for person in persons:
        policies.check_erase(actor, person)
    asked = queries.get_request(actor, request_id, lock=True) if request_id else None
    if asked is not None:
        policies.check_answer(actor, asked)
        if asked.kind != DataRequest.Kind.DELETE or {asked.person_id} != set(person_ids):
            raise Refused(_("This request does not ask to erase this person."))
    if Erased.objects.filter(person__in=persons, erasure__state=State.PROPOSED).exists():
        raise AlreadyProposed(_("This was proposed already. A second person decides on it."))
    found = ready(going(person_ids, now))
    made = Erasure.objects.create(
        area_id=area_over(persons),
        basis=Basis.REQUEST if asked else Basis.RETENTION,
        request=asked,
        lines=[asdict(line) for line in found.lines],
        count=len(persons),
        proposed_at=now,
        proposed_by=actor.own_account,
        proposer=actor.name[:80],
    )
    Erased.objects.bulk_create(Erased(erasure=made, person=one) for one in persons)
    note(actor, "people.propose-erasure", made)
    return made


def locked(actor: Actor, person_ids: Collection[UUID]) -> list[Person]:
    """
    Return persons within reach, held until the transaction ends.

    :raises NotFound: one is not there for this actor
    """
    if not person_ids:
        raise Refused(_("Nobody is chosen."))
    found = queries.data_subjects(actor).filter(pk__in=person_ids).order_by("pk")
    persons = list(found.select_for_update(of=("self",)))
    if len(persons) != len(set(person_ids)):
        raise NotFound(_("There is no such person."))
    return persons


def area_over(persons: Collection[Person]) -> str:
    """Return the code of the smallest area on record that holds all these, else that of one of them."""
    codes = sorted(one.area_id for one in persons)
    common = common_area(codes)
    above = Area.objects.filter(code__in=[common[:width] for width in range(2, len(common) + 1)])
    return above.order_by("-code").values_list("code", flat=True).first() or codes[0]


def ready(those: erasing.Going) -> Plan:
    """
    Return a plan that nothing stands in the way of.

    :raises StillNeeded: something does
    """
    found = erasing.plan(those)
    if found.obstacles:
        raise StillNeeded(" ".join(found.sentences))
    return found


@transaction.atomic
def confirm_erasure(*, actor: Actor, erasure_id: UUID, now: datetime) -> Erasure:
    """
    Carry out what another person proposed: all of it or nothing. What stays of it is the certificate.

    A request it answers ends as done. Files go after the commit; backups expire by their own clock, and the
    list of who was erased is read when one is restored.

    :raises NotFound: no such erasure for this actor
    :raises Denied: the actor does not answer requests about data there, or proposed it herself
    :raises Refused: it was decided already
    :raises StillNeeded: something goes on, or a hold is in force
    :raises PlanChanged: it is no longer what was proposed
    """
    found = queries.get_erasure(actor, erasure_id, lock=True)
    policies.check_confirm_erasure(actor, found)
    ids = list(found.persons.values_list("person", flat=True))
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    end_requests(actor, ids, now)
    those = going(ids, now)
    plan = ready(those) if ids else aged(found)
    if as_shown(plan.lines) != as_shown(found.lines):
        raise PlanChanged(
            _(
                "The records have changed since this was proposed. Do not carry it out, look at what"
                " would be erased now, and propose that."
            )
        )
    carry_out(plan, those.persons)
    found.lines = [asdict(line) for line in plan.lines]
    decide(actor, found, State.DONE, now)
    return found


def carry_out(plan: Plan, persons: Collection[UUID]) -> None:
    """Erase, and put those on the list that outlives a restored backup once it is committed."""
    erasing.carry_out(plan)
    if persons:
        transaction.on_commit(partial(erased_list.add, sorted(persons)))


def as_shown(lines: Collection[erasing.Line] | list[dict[str, object]]) -> list[tuple[object, ...]]:
    """Return what goes, as it can be compared: what is kept may grow meanwhile."""
    rows = [one if isinstance(one, dict) else asdict(one) for one in lines]
    gone = [one for one in rows if one["does"] != erasing.Does.KEEP]
    return sorted(((one["record"], one["does"], one["count"]) for one in gone), key=str)


def aged(found: Erasure) -> Plan:
    """Return what becomes of the rows that were too old on the day of a proposal."""
    assert found.day is not None  # one without persons is of rows
    within = found.area_id
    return erasing.plan_of(queries.aged_pieces(found.treatment, found.day, within))


def end_requests(actor: Actor, persons: Collection[UUID], now: datetime) -> None:
    """End what was asked to be erased of these; the words go with the rest, and who is erased is not told."""
    asked = DataRequest.objects.waiting().filter(person__in=persons, kind=DataRequest.Kind.DELETE)
    for one in asked.select_for_update(of=("self",)).order_by("id"):
        end(actor, one, DataRequest.State.DONE, _("Erased."), now)
        tell(actor, one, now, gone=persons)


@transaction.atomic
def give_up_erasure(*, actor: Actor, erasure_id: UUID, reason: str, now: datetime) -> Erasure:
    """
    Decide that what was proposed is not carried out. Who proposed it may, too.

    :raises NotFound: no such erasure for this actor
    :raises Denied: the actor does not answer requests about data there
    :raises Refused: it was decided already, or no reason is given
    """
    found = queries.get_erasure(actor, erasure_id, lock=True)
    policies.check_decide_erasure(actor, found)
    found.reason = check_reason(reason)
    decide(actor, found, State.GIVEN_UP, now)
    return found


def decide(actor: Actor, found: Erasure, state: str, now: datetime) -> None:
    """Write the decision on an erasure."""
    found.state, found.decided_at = state, now
    found.decided_by, found.decider = actor.account_id, actor.name[:80]
    found.save(update_fields=["state", "decided_at", "decided_by", "decider", "reason", "lines"])
    note(actor, "people.erase" if state == State.DONE else "people.give-up-erasure", found)


@transaction.atomic
def erase_again(*, actor: Actor, person_ids: Collection[UUID], now: datetime) -> int:
    """
    Erase those who were erased before and came back with a restored backup; return how many did.

    It was decided then, so nothing stands in its way now. For ``jinguo restore`` alone.

    :raises Denied: the actor is not the job that restores
    """
    policies.check_restore(actor)
    back = Person.objects.select_for_update().filter(pk__in=person_ids, erased_on__isnull=True)
    persons = list(back.order_by("pk"))
    if not persons:
        return 0
    those = going([one.pk for one in persons], now)
    plan = erasing.plan(those)
    carry_out(plan, those.persons)
    made = Erasure.objects.create(
        area_id=area_over(persons),
        basis=Basis.RESTORED,
        state=State.DONE,
        lines=[asdict(line) for line in plan.lines],
        count=len(persons),
        proposed_at=now,
        proposer=actor.name,
        decided_at=now,
        decider=actor.name,
    )
    Erased.objects.bulk_create(Erased(erasure=made, person=one) for one in persons)
    note(actor, "people.erase", made)
    return len(persons)


def note(actor: Actor, action: str, found: Erasure) -> None:
    trail.note(
        actor,
        action,
        object_type="people.erasure",
        object_id=found.pk,
        area=found.area_id,
        count=found.count,
        purpose=found.basis,
    )
