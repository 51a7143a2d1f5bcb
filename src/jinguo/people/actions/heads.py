"""A household gets another head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, Refused
from jinguo.people import policies, queries
from jinguo.people.actions import changes
from jinguo.people.actions.households import head_of
from jinguo.people.actions.members import check_reason_to_leave, note
from jinguo.people.actions.memberships import (
    check_relation,
    go_on_as,
    leave,
    membership_of,
)
from jinguo.people.actions.persons import show_head
from jinguo.people.checking import check_day
from jinguo.people.models import Change, Household, Person, Relation

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

What = Change.What


@transaction.atomic
def change_head(
    *,
    actor: Actor,
    household_id: UUID,
    person_id: UUID,
    relations: Mapping[UUID, str],
    on: date,
    now: datetime,
    former_left: str = "",
) -> Household:
    """
    Make a member the head from a day.

    ``relations`` says what each of the others is to the new head, by person; who is not in it keeps her
    relation, save the former head, who must be in it or leave: ``former_left`` is then one of
    ``LeftBecause``.

    :raises NotFound: no such household for this actor, or one of the persons does not live in it
    :raises Denied: the actor may see it but not edit there
    :raises Refused: the household has left the register, she is the head already, or one of those whose
        relation changes joined after that day
    :raises Invalid: a relation is not in the table, or the head's; nothing is said of the former head; a
        day to come
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    check_day(on, now)
    former = head_of(household)
    check_what_becomes_of(former, person_id, relations, former_left)
    coming, leaving = membership_of(household, person_id), membership_of(household, former.pk)
    changed = [
        Change(
            household=household, person=coming.person, what=What.HEAD,
            before=former.name, after=coming.person.name,
        )
    ]  # fmt: skip
    if former_left:
        leave(leaving, on)
        changed.append(
            Change(household=household, person=former, what=What.LEFT, after=former_left)
        )
    else:
        changed.append(go_on_as(leaving, relations[former.pk], on))
    go_on_as(coming, Relation.HEAD, on)
    for one, relation in relations.items():
        if one in (former.pk, person_id):
            continue
        member = membership_of(household, one)
        if member.relation != relation:
            changed.append(go_on_as(member, relation, on))
    household.refresh_from_db()
    show_head(household, coming.person)
    household.save()
    changes.keep(changed, actor=actor, on=on, now=now)
    note(actor, "people.change-head", coming.person)
    return household


def check_what_becomes_of(
    former: Person, person_id: UUID, relations: Mapping[UUID, str], former_left: str
) -> None:
    """
    Pass when a change of head says of everyone what the table of relations has.

    :raises Refused: she is the head already
    :raises Invalid: see :func:`change_head`
    """
    if former.pk == person_id:
        raise Refused(_("She is the head already."))
    if former_left:
        check_reason_to_leave(former_left)
    elif former.pk not in relations:
        raise Invalid(
            _("Say what the former head is to the new one, or why she leaves."), former=""
        )
    for relation in relations.values():
        check_relation(relation)
