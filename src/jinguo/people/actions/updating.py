"""Many households corrected at once, as a newer roster has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import bulk, trail
from jinguo.core.errors import NotFound
from jinguo.core.trail import Note
from jinguo.facts import actions as facts
from jinguo.people import policies, queries
from jinguo.people.actions.changes import keep
from jinguo.people.actions.households import HouseholdChange, change_home, closed, entered
from jinguo.people.actions.memberships import named_in
from jinguo.people.actions.persons import set_corrected, show_head
from jinguo.people.actions.registering import already_registered
from jinguo.people.checking import check_day, check_reason
from jinguo.people.models import Change, Household, Membership, Person, Relation

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

HOME = ["area", "address", "member_count", "is_resident", "yard", "lane"]
SHOWN = ["head_name", "head_pinyin", "head_initials", "phone_tail"]
HEAD = [
    "name", "pinyin", "sex", "born_on", "id_number", "id_index", "phone", "phone_index", "phone_tail",
]  # fmt: skip


@transaction.atomic
def update_households(
    *,
    actor: Actor,
    changes: Mapping[UUID, HouseholdChange],
    reason: str,
    on: date,
    now: datetime,
) -> int:
    """
    Correct what the register says of many households and their heads; return how many have changed.

    The same as :func:`update_household` for each: the same checks, facts and history, and every household
    that changes has its event on the trail. The number of statements grows with the thousands of households
    only, and with those that come to another village. On any error nothing is written.

    :raises NotFound: a household is not there for this actor, or has no head
    :raises Denied: one lies outside what the actor edits or imports for
    :raises Refused: no reason, or one has left the register
    :raises Invalid: a value does not pass its check, or ``on`` is to come
    :raises AlreadyRegistered: the ID number of a head is another person's
    """
    check_day(on, now)
    rows = queries.households(actor).filter(pk__in=changes).order_by("id")
    found = list(rows.select_for_update(of=("self",)))
    if len(found) != len(changes):
        raise NotFound(_("There is no such household."))
    policies.check_update(actor, found)
    named = named_in(found)
    counted_under = {one.pk: (one.area_id, one.is_resident) for one in found}
    leaving = {one.pk: closed(one, on, one.is_resident) for one in found}
    changed = {
        one.pk: change_home(actor, one, changes[one.pk], named.get(one.pk, 0)) for one in found
    }
    heads = change_heads(found, changes, changed, localdate(now))
    touched = [one for one in found if changed[one.pk]]
    save(touched, heads)
    moved = [one for one in touched if counted_under[one.pk] != (one.area_id, one.is_resident)]
    facts.record([leaving[one.pk] for one in moved], actor=actor)
    facts.record([entered(one, on, one.is_resident) for one in moved], actor=actor)
    history = list(chain.from_iterable(changed.values()))
    keep(history, actor=actor, on=on, now=now, reason=check_reason(reason))
    trail.note_each(actor, [note_of(one, changed[one.pk]) for one in touched])
    return len(touched)


def change_heads(
    found: Sequence[Household],
    changes: Mapping[UUID, HouseholdChange],
    changed: Mapping[UUID, list[Change]],
    today: date,
) -> list[Person]:
    """
    Set what is to be corrected of the heads concerned and show it in their households; return them, locked.

    :raises NotFound: a household has no head
    :raises Invalid: a value does not pass its check
    """
    heads = heads_of([one for one in found if changes[one.pk].head is not None])
    for household in found:
        change = changes[household.pk].head
        if change is not None:
            head = heads[household.pk]
            if head.restricted_on is not None:
                continue  # a roster is not refused as a whole for one who is not to be touched
            changed[household.pk].extend(set_corrected(household, head, change, today))
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


def save(households: Sequence[Household], heads: Sequence[Person]) -> None:
    """
    Write the households and heads that were set.

    :raises AlreadyRegistered: the ID number of a head is another person's
    """
    bulk.update(households, [*HOME, *SHOWN])
    try:
        with transaction.atomic():
            bulk.update(heads, HEAD)
    except IntegrityError as broken:
        raise already_registered(broken) from broken


def note_of(household: Household, changed: Sequence[Change]) -> Note:
    """Return the event one household has on the trail."""
    return Note(
        "people.update",
        object_type="people.household",
        object_id=household.pk,
        area=household.area_id,
        fields=[one.what for one in changed],
    )
