"""People come to a household, move to another and leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.people import policies, queries
from jinguo.people.actions import changes
from jinguo.people.actions.memberships import (
    check_may_leave,
    check_relation,
    count_named,
    go_on_as,
    join,
    leave,
    membership_of,
    move_in,
    present,
)
from jinguo.people.actions.persons import (
    PersonChange,
    PersonIn,
    complete,
    correct_person,
    create_person,
)
from jinguo.people.checking import check_day, check_reason
from jinguo.people.models import Change, LeftBecause, Membership, Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

What = Change.What


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    household_id: UUID,
    person: PersonIn,
    relation: str,
    from_on: date,
    now: datetime,
) -> Person:
    """
    Put a new person on the register as a member of a household from a day.

    The household's count grows only when more are known by name than were counted.

    :raises NotFound: no such household for this actor
    :raises Denied: the actor may see it but not edit there
    :raises Refused: the household has left the register, or was not on it then
    :raises Invalid: a value that does not pass its check, the relation of a head, a day to come
    :raises AlreadyRegistered: the ID number belongs to someone on the register; move her instead
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    check_relation(relation)
    check_day(from_on, now)
    made = create_person(person, household.area_id, localdate(now))
    join(made, household, relation, from_on)
    household.member_count = max(household.member_count, count_named(household))
    household.save(update_fields=["member_count"])
    joined = Change(household=household, person=made, what=What.JOINED, after=relation)
    changes.keep([joined], actor=actor, on=from_on, now=now)
    note(actor, "people.add-member", made)
    return made


@transaction.atomic
def move_member(
    *,
    actor: Actor,
    person_id: UUID,
    household_id: UUID,
    relation: str,
    on: date,
    now: datetime,
    entered: PersonIn | None = None,
) -> Membership:
    """
    Move a person to another household: one period ends on ``on``, the next begins there.

    ``entered`` is what was typed for her as if she were new: what her record lacks of it is filled in.

    :raises NotFound: no such person or household for this actor
    :raises Denied: the actor may not edit in one of the two areas
    :raises Refused: she lives there already, came on that day or later, or a record is closed
    :raises HeadStays: she is the head of the household she leaves
    :raises DifferentPeople: ``entered`` has another ID number than her record
    :raises Invalid: the relation is not in the table, or the head's; a day to come
    """
    person = queries.get_person(actor, person_id, lock=True)
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, person)
    policies.check_edit(actor, household)
    check_relation(relation)
    check_day(on, now)
    if entered is not None:
        complete(person, entered, now)
    current = present(person)
    moved = [Change(household=household, person=person, what=What.MOVED_IN, after=relation)]
    if current is not None:
        if current.household_id == household.pk:
            raise Refused(_("She lives in this household already."))
        check_may_leave(current)
        leave(current, on)
        moved.append(Change(household=current.household, person=person, what=What.MOVED_OUT))
    membership = move_in(person, household, relation, on)
    changes.keep(moved, actor=actor, on=on, now=now)
    note(actor, "people.move-member", person)
    return membership


@transaction.atomic
def update_member(
    *,
    actor: Actor,
    household_id: UUID,
    person_id: UUID,
    change: PersonChange,
    relation: str,
    reason: str,
    on: date,
    now: datetime,
) -> Person:
    """
    Correct the record of one who lives in a household; what it said before stays in the history.

    Another ``relation`` counts from ``on``; empty leaves it as it is. What is as it was already changes
    nothing.

    :raises NotFound: no such household for this actor, or she does not live in it
    :raises Denied: the actor may see it but not edit there
    :raises Refused: no reason, the household has left the register, or its relation changes on the day
        on which she joined it or before
    :raises Invalid: a value that does not pass its check, the relation of a head, a day to come
    :raises AlreadyRegistered: the ID number is another person's
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    check_day(on, now)
    membership = membership_of(household, person_id)
    person = queries.get_person(actor, person_id, lock=True)
    changed = correct_person(household, person, change, now)
    if relation and relation != membership.relation:
        check_relation(relation)
        check_may_leave(membership)
        changed.append(go_on_as(membership, relation, on))
    if not changed:
        return person
    changes.keep(changed, actor=actor, on=on, now=now, reason=check_reason(reason))
    note(actor, "people.update-member", person, fields=[one.what for one in changed])
    return person


@transaction.atomic
def let_member_leave(
    *,
    actor: Actor,
    household_id: UUID,
    person_id: UUID,
    reason: str,
    on: date,
    now: datetime,
) -> None:
    """
    Record that a member has left her household without moving to another one on the register.

    ``reason`` is one of ``LeftBecause``; ``on`` is the first day on which she no longer belongs to it. Her
    record stays.

    :raises NotFound: no such household for this actor, or she does not live in it
    :raises Denied: the actor may see it but not edit there
    :raises Refused: the household has left the register, or she joined it on that day or later
    :raises HeadStays: she is the head
    :raises Invalid: no known reason, or a day to come
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    check_reason_to_leave(reason)
    check_day(on, now)
    membership = membership_of(household, person_id)
    check_may_leave(membership)
    leave(membership, on)
    left = Change(household=household, person=membership.person, what=What.LEFT, after=reason)
    changes.keep([left], actor=actor, on=on, now=now)
    note(actor, "people.member-left", membership.person)


def check_reason_to_leave(reason: str) -> None:
    """
    Pass for one of the reasons of ``LeftBecause``.

    :raises Invalid: another one
    """
    if reason not in LeftBecause.values:
        raise Invalid(_("Choose why she leaves."), reason="")


def note(actor: Actor, action: str, person: Person, *, fields: Sequence[str] = ()) -> None:
    trail.note(
        actor,
        action,
        object_type="people.person",
        object_id=person.pk,
        area=person.area_id,
        fields=list(fields),
    )
