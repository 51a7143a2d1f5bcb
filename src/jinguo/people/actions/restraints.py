"""Data that are kept and not used, and data that are not erased: both set and lifted with a reason."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.people import policies, queries
from jinguo.people.actions.emptying import BOX, left_headed_by, open_box
from jinguo.people.actions.persons import set_name, show_head, show_where_she_heads
from jinguo.people.actions.requests import end, tell
from jinguo.people.checking import check_reason
from jinguo.people.erasing import NOBODY
from jinguo.people.models import DataRequest, Person, Restraint
from jinguo.people.rows import PERSON

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

Kind = Restraint.Kind
SEALED = {"phone": "phone_tail", "id_number": ""}
"""What is sealed on a record, with the column that shows a part of it."""


class AlreadyRestrained(Refused):
    """Such a restraint is in force."""

    code = "already-restrained"


@transaction.atomic
def restrict(*, actor: Actor, person_id: UUID, reason: str, now: datetime) -> Restraint:
    """
    Let a person's data be kept and not used (个人信息保护法 art. 47): lists, files and messages lose her.

    Her name, phone and ID number are sealed away until it is lifted. A request of hers for it ends as done.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor does not answer requests about data there
    :raises Refused: no reason, or she was erased or merged
    :raises AlreadyRestrained: it is in force
    """
    person = queries.get_data_subject(actor, person_id, lock=True)
    policies.check_erase(actor, person)
    made = new(actor, person, Kind.RESTRICTION, check_reason(reason), now)
    held = {"name": person.name}
    for column in SEALED:
        if (value := getattr(person, column)) is not None:
            held[column] = crypto.unseal(PERSON, column, person.pk, bytes(value))
    made.box = crypto.seal(BOX, "box", made.pk, json.dumps(held, ensure_ascii=False))
    save(actor, made)
    person.name, person.pinyin, person.phone_tail = NOBODY, "", ""
    person.phone = person.id_number = None
    person.restricted_on = localdate(now)
    person.save()
    show_where_she_headed(person)
    for asked in person.data_requests.waiting().filter(kind=DataRequest.Kind.RESTRICT):
        end(actor, asked, DataRequest.State.DONE, made.reason, now)
        tell(actor, asked, now, gone=[person.pk])
    return made


def show_where_she_headed(person: Person) -> None:
    """Repeat her name, or that it is sealed away, where she heads a household or was its last head."""
    show_where_she_heads(person)
    for home in left_headed_by([person.pk]):
        show_head(home, person)
        home.save(update_fields=["head_name", "head_pinyin", "head_initials", "phone_tail"])


@transaction.atomic
def hold(*, actor: Actor, person_id: UUID, reason: str, until_on: date, now: datetime) -> Restraint:
    """
    Let nothing of a person be erased, for a procedure or a dispute, until it is lifted.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor does not answer requests about data there
    :raises Refused: no reason, or she was erased or merged
    :raises Invalid: the day to look at it again is not to come
    :raises AlreadyRestrained: a hold is in force
    """
    person = queries.get_data_subject(actor, person_id, lock=True)
    policies.check_erase(actor, person)
    if until_on <= localdate(now):
        raise Invalid(_("Choose a day to come."), until_on="")
    made = new(actor, person, Kind.HOLD, check_reason(reason), now)
    made.until_on = until_on
    save(actor, made)
    return made


def new(actor: Actor, person: Person, kind: str, reason: str, now: datetime) -> Restraint:
    return Restraint(
        person=person,
        kind=kind,
        reason=reason,
        set_at=now,
        set_by=actor.account_id,
        setter=actor.name[:80],
    )


def save(actor: Actor, made: Restraint) -> None:
    """
    Write a restraint that begins.

    :raises AlreadyRestrained: one of its kind is in force
    """
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyRestrained(_("This is in force already.")) from fault
    note(actor, "people.hold" if made.kind == Kind.HOLD else "people.restrict", made)


@transaction.atomic
def lift(*, actor: Actor, restraint_id: UUID, reason: str, now: datetime) -> Restraint:
    """
    End a restraint; what a restriction sealed away stands in the record again.

    :raises NotFound: no such restraint in force for this actor
    :raises Denied: the actor does not answer requests about data there
    :raises Refused: no reason is given, or she was erased
    """
    found = Restraint.objects.in_force().filter(pk=restraint_id).first()
    if found is None:
        raise NotFound(_("There is nothing to lift."))
    person = queries.get_data_subject(actor, found.person_id, lock=True)
    found = Restraint.objects.select_for_update().get(pk=restraint_id)
    policies.check_lift(actor, person, found)
    reason = check_reason(reason)
    if found.kind == Kind.RESTRICTION:
        put_back(person, found)
    found.box, found.lifted_because = None, reason
    found.lifted_at, found.lifted_by, found.lifter = now, actor.account_id, actor.name[:80]
    found.save()
    note(actor, "people.lift", found)
    return found


def put_back(person: Person, found: Restraint) -> None:
    """Write what a restriction sealed away into the record again."""
    held = open_box(found)
    set_name(person, held["name"])
    for column, tail in SEALED.items():
        if text := held.get(column):
            setattr(person, column, crypto.seal(PERSON, column, person.pk, text))
            if tail:
                setattr(person, tail, text[-4:])
    person.restricted_on = None
    person.save()
    show_where_she_headed(person)


def note(actor: Actor, action: str, found: Restraint) -> None:
    trail.note(
        actor,
        action,
        object_type="people.person",
        object_id=found.person_id,
        area=found.person.area_id,
        purpose=found.kind,
    )
