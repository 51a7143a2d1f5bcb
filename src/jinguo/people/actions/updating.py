"""Many households corrected at once, as a newer roster has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import bulk, trail
from jinguo.core.errors import NotFound
from jinguo.core.trail import Note
from jinguo.facts import actions as facts
from jinguo.people import policies, queries
from jinguo.people.actions.households import (
    HouseholdChange,
    change_home,
    closed,
    entered,
    set_head_details,
    show_head,
)
from jinguo.people.models import Household, Membership, Person, Relation

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

SHOWN = ["head_name", "head_pinyin", "head_initials", "phone_tail"]
OWN = ["member_count", "is_resident", "yard"]
HEAD = ["name", "pinyin", "phone", "phone_index", "phone_tail"]


@transaction.atomic
def update_households(
    *, actor: Actor, changes: Mapping[UUID, HouseholdChange], on: date, now: datetime
) -> int:
    """
    Correct what the register says of many households and their heads; return how many.

    The same as :func:`update_household` for each: the same checks, a change of residence counts from ``on``,
    and every household has its event on the trail. The number of statements grows with the thousands of
    households only. On any error nothing is written.

    :raises NotFound: a household is not there for this actor, or has no head
    :raises Denied: one lies outside what the actor edits or imports for
    :raises Refused: one has left the register
    :raises Invalid: a value does not pass its check
    """
    found = list(
        queries.households(actor)
        .filter(pk__in=changes)
        .defer("address")
        .order_by("id")
        .select_for_update(of=("self",))
    )
    if len(found) != len(changes):
        raise NotFound(_("There is no such household."))
    policies.check_update(actor, found)
    record_moves(actor, found, changes, on)
    changed = {one.pk: change_home(one, changes[one.pk]) for one in found}
    heads = change_heads(found, changes, changed)
    bulk.update(found, [*OWN, *SHOWN])
    bulk.update([one for one in found if "address" in changed[one.pk]], ["address"])
    bulk.update(heads, HEAD)
    trail.note_each(actor, [note_of(one, changed[one.pk]) for one in found])
    return len(found)


def record_moves(
    actor: Actor, found: Iterable[Household], changes: Mapping[UUID, HouseholdChange], on: date
) -> None:
    """Record the households whose residence changes, −1 and +1 each, and set it."""
    moving = [one for one in found if changes[one.pk].is_resident not in (None, one.is_resident)]
    facts.record([closed(one, on, one.is_resident) for one in moving], actor=actor)
    for one in moving:
        one.is_resident = not one.is_resident
    facts.record([entered(one, on, one.is_resident) for one in moving], actor=actor)


def change_heads(
    found: Sequence[Household],
    changes: Mapping[UUID, HouseholdChange],
    changed: Mapping[UUID, list[str]],
) -> list[Person]:
    """
    Set names and phones of the heads concerned and show them in their households; return them, locked.

    :raises NotFound: a household has no head
    """
    concerned = [
        one for one in found if (changes[one.pk].head_name, changes[one.pk].phone) != (None, None)
    ]
    heads = heads_of(concerned)
    for household in concerned:
        head = heads[household.pk]
        changed[household.pk].extend(set_head_details(head, changes[household.pk]))
        show_head(household, head)
    return list(heads.values())


def heads_of(households: Sequence[Household]) -> dict[UUID, Person]:
    """
    Return the present head of each household, locked.

    :raises NotFound: one has none
    """
    members = Membership.objects.filter(
        household__in=households, relation=Relation.HEAD, period__endswith__isnull=True
    )
    headed = dict(members.values_list("person_id", "household_id"))
    if len(headed) != len(households):
        raise NotFound(_("A household has no head on the register."))
    people = Person.objects.filter(pk__in=headed).order_by("id").select_for_update(of=("self",))
    return {headed[person.pk]: person for person in people}


def note_of(household: Household, fields: Sequence[str]) -> Note:
    """Return the event one household has on the trail."""
    return Note(
        "people.update",
        object_type="people.household",
        object_id=household.pk,
        area=household.area_id,
        fields=fields,
    )
