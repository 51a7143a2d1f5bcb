"""Two records found to be one. Both stay readable; the loser points at the winner."""

from __future__ import annotations

from collections.abc import Iterable
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
from jinguo.people import mergers, policies, queries
from jinguo.people.actions import changes
from jinguo.people.actions.households import close, closed
from jinguo.people.actions.memberships import count_named, end, join, leave, present
from jinguo.people.actions.persons import check_same_number, set_phone, show_where_she_heads
from jinguo.people.checking import check_reason
from jinguo.people.models import (
    Change,
    Household,
    KeptApart,
    Membership,
    Merge,
    Person,
    Relation,
    Sex,
)
from jinguo.people.rows import HOUSEHOLD, PERSON

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


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
    The loser's memberships and consents stay with it and are read with the winner's. Other modules bring
    what they keep of the loser to the winner, each in its way.

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
    check_same_number(winner, loser.id_index)
    lived_in = present(loser)
    settle_residence(winner, loser, localdate(now))
    Person.objects.filter(Q(merged_into=loser) | Q(pk=loser.pk)).update(merged_into=winner)
    fill_gaps(winner, loser)
    winner.save()
    show_where_she_heads(winner)
    remember(actor, Merge.Kind.PERSON, winner, loser, reason, now)
    homes = [one.household for one in (present(winner), lived_in) if one is not None]
    keep_merger(actor, dict.fromkeys(homes), Change.What.PERSONS_MERGED, winner, reason, now)
    mergers.tell(winner, loser, now=now)
    return winner


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
        # One that counts more than it names had her second record among none of those counted.
        is_counted_twice = theirs.household.member_count <= count_named(theirs.household)
        (leave if is_counted_twice else end)(theirs, on)
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
    if winner.area_id == loser.area_id:
        winner.lane = winner.lane or loser.lane
    winner.save()
    Household.objects.filter(merged_into=loser).update(merged_into=winner)
    loser.merged_into = winner
    close(loser, day, reason)
    facts.record([closed(loser, day, loser.is_resident)], actor=actor)
    remember(actor, Merge.Kind.HOUSEHOLD, winner, loser, reason, now)
    keep_merger(actor, [winner, loser], Change.What.HOUSEHOLDS_MERGED, None, reason, now)
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


def keep_merger(
    actor: Actor,
    households: Iterable[Household],
    what: Change.What,
    person: Person | None,
    reason: str,
    now: datetime,
) -> None:
    """Write a merger into the history of the households it touches."""
    lines = [Change(household=one, person=person, what=what) for one in households]
    changes.keep(lines, actor=actor, on=localdate(now), now=now, reason=reason)


@transaction.atomic
def merge_heads(
    *, actor: Actor, winner_id: UUID, loser_id: UUID, reason: str, now: datetime
) -> Person:
    """
    Make one person of two records that each head a household, and one household of the two.

    :raises Refused: one of the two does not head a household
    :raises: what :func:`merge_households` and :func:`merge_persons` raise
    """
    homes = [headed_by(queries.get_person(actor, one)) for one in (winner_id, loser_id)]
    merge_households(actor=actor, winner_id=homes[0], loser_id=homes[1], reason=reason, now=now)
    return merge_persons(
        actor=actor, winner_id=winner_id, loser_id=loser_id, reason=reason, now=now
    )


def headed_by(person: Person) -> UUID:
    """
    Return the household a person heads now.

    :raises Refused: she heads none
    """
    current = present(person)
    if current is None or current.relation != Relation.HEAD:
        raise Refused(_("One of the two heads no household any more. Look at the pair again."))
    return current.household_id


@transaction.atomic
def keep_apart(
    *, actor: Actor, first_id: UUID, second_id: UUID, reason: str, now: datetime
) -> KeptApart:
    """
    Record that two records are two people, so that they are not shown as possible duplicates again.

    A pair that was kept apart already stays as it was decided first.

    :raises NotFound: one is not there for this actor
    :raises Denied: the actor may not merge in one of the two areas
    :raises Refused: no reason, the same record twice, or one no longer in use
    """
    ids = sorted({first_id, second_id})
    first, *rest = [queries.get_person(actor, one, lock=True) for one in ids]
    second = rest[0] if rest else first
    policies.check_merge(actor, first, second)
    reason = check_reason(reason)
    decision, _made = KeptApart.objects.get_or_create(
        first=first,
        second=second,
        defaults={
            "reason": reason,
            "decided_at": now,
            "account": actor.account_id,
            "actor": actor.name,
        },
    )
    for person in (first, second):
        trail.note(
            actor,
            "people.keep-apart",
            object_type="people.person",
            object_id=person.pk,
            area=person.area_id,
            purpose=reason,
        )
    return decision
