"""Two records found to be one. Both stay readable; the loser points at the winner."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Refused
from jinguo.facts import actions as facts
from jinguo.people import policies, queries
from jinguo.people.actions.households import (
    close,
    closed,
    set_phone,
    show_head,
)
from jinguo.people.actions.members import count_named, end, join, leave, present
from jinguo.people.models import Household, Membership, Merge, Person, Relation, Sex
from jinguo.people.rows import HOUSEHOLD, PERSON

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class DifferentPeople(Refused):
    """The two records bear different ID numbers."""

    code = "different-people"


class HeadsAnother(Refused):
    """The record to be given up heads a household of its own."""

    code = "heads-another-household"


@transaction.atomic
def merge_persons(
    *, actor: Actor, winner_id: UUID, loser_id: UUID, reason: str, now: datetime
) -> Person:
    """
    Make one person of two records.

    The winner gets what only the loser had: ID number, phone, date of birth, present household.
    The loser's memberships and consents stay with it and are read with the winner's.

    :raises NotFound: one is not there for this actor
    :raises Denied: the actor may not merge in one of the two areas
    :raises Refused: no reason, the same record twice, or one no longer in use
    :raises DifferentPeople: both have an ID number and these differ
    :raises HeadsAnother: the loser heads another household than the winner's; merge those first
    """
    both = {one: queries.get_person(actor, one, lock=True) for one in sorted({winner_id, loser_id})}
    winner, loser = both[winner_id], both[loser_id]
    policies.check_merge(actor, winner, loser)
    reason = check_reason(reason)
    if winner.id_index and loser.id_index and winner.id_index != loser.id_index:
        raise DifferentPeople(_("The two have different ID numbers, so they are two people."))
    settle_residence(winner, loser, localdate(now))
    Person.objects.filter(Q(merged_into=loser) | Q(pk=loser.pk)).update(merged_into=winner)
    fill_gaps(winner, loser)
    winner.save()
    show_where_she_heads(winner)
    remember(actor, Merge.Kind.PERSON, winner, loser, reason, now)
    return winner


def check_reason(reason: str) -> str:
    """
    Return the reason on one line, 200 signs at most.

    :raises Refused: there is none
    """
    words = " ".join(reason.split())[:200]
    if not words:
        raise Refused(_("Say why the two records are one."))
    return words


def settle_residence(winner: Person, loser: Person, today: date) -> None:
    """
    Let the loser leave its household; the winner takes its place when she has none, or is not the head.

    :raises HeadsAnother: the loser heads another household than the winner's
    """
    theirs, hers = present(loser), present(winner)
    if theirs is None:
        return
    is_head = theirs.relation == Relation.HEAD
    on = first_end(theirs, today)
    if hers is None:
        end(theirs, on)
        join(winner, theirs.household, theirs.relation, on)
    elif hers.household_id != theirs.household_id:
        if is_head:
            raise HeadsAnother(
                _("One of the two heads another household. Merge or settle the households first.")
            )
        leave(theirs, on)
    else:
        on = max(on, first_end(hers, today))
        leave(theirs, on)
        if is_head:
            end(hers, on)
            join(winner, hers.household, Relation.HEAD, on)


def first_end(membership: Membership, today: date) -> date:
    """Return today, or the day after the first of a membership that began today or later."""
    first: date = max(today, membership.period.lower + timedelta(days=1))
    return first


def fill_gaps(winner: Person, loser: Person) -> None:
    """Give the winner what only the loser had; sealed values are sealed anew for her row."""
    if winner.id_number is None and loser.id_number is not None:
        number = crypto.unseal(PERSON, "id_number", loser.pk, bytes(loser.id_number))
        winner.id_number = crypto.seal(PERSON, "id_number", winner.pk, number)
        winner.id_index = loser.id_index
    if winner.phone is None and loser.phone is not None:
        set_phone(winner, crypto.unseal(PERSON, "phone", loser.pk, bytes(loser.phone)))
    winner.born_on = winner.born_on or loser.born_on
    if winner.sex in (Sex.UNKNOWN, Sex.NOT_STATED):
        winner.sex = loser.sex


def show_where_she_heads(person: Person) -> None:
    """Repeat a head's name and phone tail in her household's row."""
    current = present(person)
    if current is not None and current.relation == Relation.HEAD:
        show_head(current.household, person)
        current.household.save(
            update_fields=["head_name", "head_pinyin", "head_initials", "phone_tail"]
        )


@transaction.atomic
def merge_households(
    *, actor: Actor, winner_id: UUID, loser_id: UUID, reason: str, now: datetime
) -> Household:
    """
    Make one household of two records.

    The loser leaves the register today and records ``people.household`` −1, so the base counts one. Its
    members live on in the winner; its head is there as another member. Programmes keep what they
    recorded under the loser; its page leads to the winner.

    :raises NotFound: one is not there for this actor
    :raises Denied: the actor may not merge in one of the two areas
    :raises Refused: no reason, the same record twice, or one no longer in use
    """
    ids = sorted({winner_id, loser_id})
    both = {one: queries.get_household(actor, one, lock=True) for one in ids}
    winner, loser = both[winner_id], both[loser_id]
    policies.check_merge(actor, winner, loser)
    reason = check_reason(reason)
    day = max(localdate(now), loser.registered_on)
    bring_members(winner, loser, day)
    winner.member_count = max(winner.member_count, loser.member_count, count_named(winner))
    take_address(winner, loser)
    winner.save()
    Household.objects.filter(merged_into=loser).update(merged_into=winner)
    loser.merged_into = winner
    close(loser, day, reason)
    facts.record([closed(loser, day, loser.is_resident)], actor=actor)
    remember(actor, Merge.Kind.HOUSEHOLD, winner, loser, reason, now)
    return winner


def bring_members(winner: Household, loser: Household, today: date) -> None:
    """End the memberships of the loser and begin them in the winner, which has its own head."""
    current = loser.memberships.filter(period__endswith__isnull=True)
    for membership in current.select_for_update(of=("self",)).select_related("person"):
        on = max(first_end(membership, today), winner.registered_on)
        is_head = membership.relation == Relation.HEAD
        end(membership, on)
        join(membership.person, winner, Relation.OTHER if is_head else membership.relation, on)


def take_address(winner: Household, loser: Household) -> None:
    """Give the winner the loser's address when it has none, sealed anew for its row."""
    if winner.address is None and loser.address is not None:
        address = crypto.unseal(HOUSEHOLD, "address", loser.pk, bytes(loser.address))
        winner.address = crypto.seal(HOUSEHOLD, "address", winner.pk, address)


def remember(
    actor: Actor,
    kind: Merge.Kind,
    winner: Person | Household,
    loser: Person | Household,
    reason: str,
    now: datetime,
) -> None:
    """Keep the merger's row and leave both records on the trail."""
    Merge.objects.create(
        kind=kind,
        winner=winner.pk,
        loser=loser.pk,
        reason=reason,
        decided_by=actor.account_id,
        decided_at=now,
    )
    for thing in (winner, loser):
        trail.note(
            actor,
            f"people.merge-{kind.value}s",
            object_type=f"people.{kind.value}",
            object_id=thing.pk,
            area=thing.area_id,
            purpose=reason,
        )
