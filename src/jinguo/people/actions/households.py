from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.facts import actions as facts
from jinguo.people import events, policies, queries
from jinguo.people.actions import changes, registering
from jinguo.people.actions.memberships import count_named
from jinguo.people.actions.persons import PersonChange, correct_person
from jinguo.people.checking import MEMBERS, check_address, check_lane, check_reason, check_yard
from jinguo.people.models import Change, Household, Membership, Person, Relation
from jinguo.people.rows import HOUSEHOLD

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

What = Change.What


@dataclass(frozen=True, kw_only=True)
class HouseholdChange:
    """
    What is to be changed; None leaves a thing as it is, an empty text removes it.

    ``area`` is another village's code, in which the household has no lane unless ``lane`` says one; ``head``
    corrects the record of the head.
    """

    area: str | None = None
    address: str | None = None
    member_count: int | None = None
    is_resident: bool | None = None
    yard: str | None = None
    lane: str | None = None
    head: PersonChange | None = None


@transaction.atomic
def update_household(
    *,
    actor: Actor,
    household_id: UUID,
    change: HouseholdChange,
    reason: str,
    on: date,
    now: datetime,
) -> Household:
    """
    Correct what the register says of a household and its head; what it said before stays in the history.

    Another village or another residence counts from ``on``: it records −1 where the household was counted
    and +1 where it is now. Its code stays, and so does what programmes recorded in the other village. What
    is as it was already changes nothing.

    :raises NotFound: no such household or village for this actor
    :raises Denied: the actor may see it but not edit there, or not register in the other village
    :raises Refused: no reason, or the household has left the register
    :raises Invalid: a value that does not pass its check
    :raises AlreadyRegistered: the head's ID number is another person's
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    leaving = closed(household, on, household.is_resident)
    counted_under = (household.area_id, household.is_resident)
    named = count_named(household) if change.member_count is not None else 0
    changed = change_home(actor, household, change, named)
    if change.head is not None:
        changed += correct_person(household, head_of(household), change.head, now)
    if not changed:
        return household
    household.save()
    if counted_under != (household.area_id, household.is_resident):
        facts.record([leaving, entered(household, on, household.is_resident)], actor=actor)
    changes.keep(changed, actor=actor, on=on, now=now, reason=check_reason(reason))
    trail.note(
        actor,
        "people.update",
        object_type="people.household",
        object_id=household.pk,
        area=household.area_id,
        fields=[one.what for one in changed],
    )
    return household


def change_home(
    actor: Actor, household: Household, change: HouseholdChange, named: int
) -> list[Change]:
    """
    Set the values of the household itself; return what has changed. Does not save.

    ``named`` is how many of it are on the register by name: it cannot have fewer people.

    :raises Invalid: a value that does not pass its check
    :raises NotFound: there is no such village
    :raises Denied: the actor may not register households in the other village
    """
    given: dict[Change.What, Any] = {}
    if change.area is not None:
        given[What.AREA] = change.area
    if change.member_count is not None:
        given[What.MEMBER_COUNT] = check_member_count(household, change.member_count, named)
    if change.yard is not None:
        given[What.YARD] = check_yard(change.yard)
    if change.is_resident is not None:
        given[What.IS_RESIDENT] = change.is_resident
    if change.lane is not None:
        given[What.LANE] = check_lane(change.lane)
    elif change.area not in (None, household.area_id):
        given[What.LANE] = ""
    changed = []
    for what, value in given.items():
        column = "area_id" if what is What.AREA else what.value
        before = getattr(household, column)
        if value != before:
            setattr(household, column, value)
            changed.append(
                Change(household=household, what=what, before=str(before), after=str(value))
            )
    if What.AREA in {one.what for one in changed}:
        bring_to_village(actor, household)
    if change.address is not None and set_address(household, check_address(change.address)):
        changed.append(Change(household=household, what=What.ADDRESS))
    return changed


def bring_to_village(actor: Actor, household: Household) -> None:
    """
    Let those who live in a household belong to the village that was set for it.

    :raises NotFound: there is no such village
    :raises Denied: the actor may not register households there
    """
    registering.lock_villages([household.area_id])
    policies.check_register(actor, [household.area_id])
    members = Person.objects.filter(
        memberships__household=household, memberships__period__endswith__isnull=True
    )
    Person.objects.filter(pk__in=members.values("pk")).update(area=household.area_id)


def check_member_count(household: Household, count: int, named: int) -> int:
    """
    Return a number of people that is neither too large nor smaller than those known by name.

    :raises Invalid: it is
    """
    least = max(named, 1)
    if not least <= count <= MEMBERS:
        raise Invalid(
            _(
                "{named} of household {code} are on the register by name; enter {named} to {most}."
            ).format(named=least, code=household.code, most=MEMBERS),
            member_count="",
        )
    return count


def set_address(household: Household, address: str) -> bool:
    """Seal an address for a household's row, or remove it; say whether it is another than before."""
    before = (
        ""
        if household.address is None
        else crypto.unseal(HOUSEHOLD, "address", household.pk, bytes(household.address))
    )
    if address == before:
        return False
    sealed = crypto.seal(HOUSEHOLD, "address", household.pk, address) if address else None
    household.address = sealed
    return True


def head_of(household: Household) -> Person:
    """
    Return the present head, locked.

    :raises NotFound: the household has none
    """
    head = (
        Person.objects.filter(
            memberships__household=household,
            memberships__relation=Relation.HEAD,
            memberships__period__endswith__isnull=True,
        )
        .select_for_update(of=("self",))
        .first()
    )
    if head is None:
        raise NotFound(_("This household has no head on the register."))
    return head


@transaction.atomic
def close_household(
    *, actor: Actor, household_id: UUID, on: date, reason: str, now: datetime
) -> Household:
    """
    Take a household off the register: moved away, or died out. ``on`` is the first day off it.

    Its memberships end. Records ``people.household`` −1.

    :raises NotFound: no such household for this actor
    :raises Denied: the actor may see it but not edit there
    :raises Refused: already closed, no reason, or ``on`` lies before a member came
    :raises Invalid: ``on`` is to come, and it could be closed sooner
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    if not reason.strip():
        raise Refused(_("Say why the household leaves the register."))
    last = queries.proposed_day_off(household, localdate(now))
    if on > last:
        raise Invalid(_("Choose a day until {day}.").format(day=date_format(last)), on="")
    end_memberships(household, on)
    close(household, on, reason)
    facts.record([closed(household, on, household.is_resident)], actor=actor)
    gone = Change(household=household, what=What.CLOSED)
    changes.keep([gone], actor=actor, on=on, now=now, reason=household.closed_reason)
    trail.note(
        actor,
        "people.close",
        object_type="people.household",
        object_id=household.pk,
        area=household.area_id,
    )
    return household


def close(household: Household, on: date, reason: str) -> None:
    household.closed_on, household.closed_reason = on, " ".join(reason.split())[:200]
    household.save(update_fields=["closed_on", "closed_reason", "merged_into"])


def end_memberships(household: Household, on: date) -> None:
    """
    End every membership of a household on a day.

    :raises Refused: someone came on that day or later
    """
    current = list(household.memberships.filter(period__endswith__isnull=True).select_for_update())
    if any(one.period.lower >= on for one in current) or household.registered_on > on:
        message = _("Someone joined this household on that day or later. Choose a later day.")
        raise Refused(message, on="")
    for one in current:
        one.period = (one.period.lower, on)
    Membership.objects.bulk_update(current, ["period"])


def closed(household: Household, on: date, is_resident: bool) -> events.HouseholdClosed:
    return events.HouseholdClosed(
        area=household.area_id,
        occurred_on=on,
        object_id=household.pk,
        category=events.category_of(is_resident),
        subject=household.pk,
    )


def entered(household: Household, on: date, is_resident: bool) -> events.HouseholdRegistered:
    return events.HouseholdRegistered(
        area=household.area_id,
        occurred_on=on,
        object_id=household.pk,
        category=events.category_of(is_resident),
        subject=household.pk,
    )
