from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identity import check_phone
from jinguo.facts import actions as facts
from jinguo.people import events, policies, queries
from jinguo.people.checking import MEMBERS, check_address, check_name
from jinguo.people.models import Household, Membership, Person, Relation
from jinguo.people.rows import HOUSEHOLD, PERSON, PHONE, common_area, name_keys

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True, kw_only=True)
class HouseholdChange:
    """What is to be changed; None leaves a thing as it is, an empty text removes it."""

    head_name: str | None = None
    phone: str | None = None
    address: str | None = None
    member_count: int | None = None
    is_resident: bool | None = None
    yard: str | None = None


@transaction.atomic
def update_household(
    *, actor: Actor, household_id: UUID, change: HouseholdChange, on: date, now: datetime
) -> Household:
    """
    Correct what the register says of a household and its head.

    A change of residence counts from ``on``: it records −1 in one category and +1 in the other.

    :raises NotFound: no such household for this actor
    :raises Denied: the actor may see it but not edit there
    :raises Refused: the household has left the register
    :raises Invalid: a value that does not pass its check
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    if change.is_resident is not None and change.is_resident != household.is_resident:
        record_move_between_categories(actor, household, on)
        household.is_resident = change.is_resident
    changed = change_home(household, change) + change_head_details(household, change)
    household.save()
    trail.note(
        actor,
        "people.update",
        object_type="people.household",
        object_id=household.pk,
        area=household.area_id,
        fields=changed,
    )
    return household


def record_move_between_categories(actor: Actor, household: Household, on: date) -> None:
    leaves, enters = household.is_resident, not household.is_resident
    facts.record([closed(household, on, leaves), entered(household, on, enters)], actor=actor)


def change_home(household: Household, change: HouseholdChange) -> list[str]:
    """Set the values of the household itself and return the names of those changed."""
    changed = ["is_resident"] if change.is_resident is not None else []
    if change.member_count is not None:
        if not 1 <= change.member_count <= MEMBERS:
            raise Invalid(_("A household has 1 to {most} people.").format(most=MEMBERS))
        household.member_count = change.member_count
        changed.append("member_count")
    if change.yard is not None:
        if change.yard not in Household.Yard.values:
            raise Invalid(_("The kind of yard is not known."))
        household.yard = change.yard
        changed.append("yard")
    if change.address is not None:
        address = check_address(change.address)
        household.address = (
            crypto.seal(HOUSEHOLD, "address", household.pk, address) if address else None
        )
        changed.append("address")
    return changed


def change_head_details(household: Household, change: HouseholdChange) -> list[str]:
    """Set and save the head's name and phone, in her own record and in the list's copy."""
    if change.head_name is None and change.phone is None:
        return []
    head = head_of(household)
    changed = set_head_details(head, change)
    head.save()
    show_head(household, head)
    return changed


def set_head_details(head: Person, change: HouseholdChange) -> list[str]:
    """Set a head's name and phone and return the names of those changed. Does not save."""
    changed = []
    if change.head_name is not None:
        head.name = check_name(change.head_name)
        head.pinyin = name_keys(head.name)[0]
        changed.append("name")
    if change.phone is not None:
        set_phone(head, check_phone(change.phone) if change.phone.strip() else "")
        changed.append("phone")
    return changed


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


def set_phone(person: Person, phone: str) -> None:
    """Seal and index a normalised phone on a record; empty removes it. Does not save."""
    person.phone = crypto.seal(PERSON, "phone", person.pk, phone) if phone else None
    person.phone_index = crypto.blind(PHONE, phone) if phone else None
    person.phone_tail = phone[-4:]


def show_head(household: Household, head: Person) -> None:
    """Repeat the head's name and phone tail in the household's row. Does not save."""
    household.head_name = head.name
    household.head_pinyin, household.head_initials = name_keys(head.name)
    household.phone_tail = head.phone_tail


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
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    if not reason.strip():
        raise Refused(_("Say why the household leaves the register."))
    end_memberships(household, on)
    close(household, on, reason)
    facts.record([closed(household, on, household.is_resident)], actor=actor)
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
        raise Refused(_("Someone joined this household on that day or later. Choose a later day."))
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


@transaction.atomic
def undo_registration(*, actor: Actor, household_ids: Sequence[UUID], now: datetime) -> int:
    """
    Take back a registration made in error, as if the rows had never come; return how many.

    For undoing an import while nothing rests on it. Rows are removed; each +1 gets its −1 on the day
    it was counted, so no figure of any day counts them any more.

    :raises NotFound: a household is not there for this actor
    :raises Denied: the actor may not register households there
    :raises Refused: something rests on one: other members, a consent, a merger, or a closing
    """
    found = list(
        queries.households(actor).filter(pk__in=household_ids).select_for_update(of=("self",))
    )
    if len(found) != len(set(household_ids)):
        raise NotFound(_("There is no such household."))
    policies.check_register(actor, {one.area_id for one in found})
    people = heads_alone(found)
    facts.record([closed(one, one.registered_on, one.is_resident) for one in found], actor=actor)
    Membership.objects.filter(household__in=found).delete()
    Household.objects.filter(pk__in=[one.pk for one in found]).delete()
    Person.objects.filter(pk__in=people).delete()
    trail.note(
        actor,
        "people.undo-registration",
        object_type="people.household",
        area=common_area([one.area_id for one in found]),
        count=len(found),
    )
    return len(found)


def heads_alone(households: Sequence[Household]) -> list[UUID]:
    """
    Return the heads of households that hold nobody else and on which nothing rests.

    :raises Refused: something rests on one of them
    """
    ids = [one.pk for one in households]
    members = Membership.objects.filter(household__in=ids)
    people = list(members.values_list("person_id", flat=True))
    rests = (
        len(people) != len(ids)
        or any(one.closed_on for one in households)
        or Membership.objects.filter(person__in=people).exclude(household__in=ids).exists()
        or Person.objects.filter(pk__in=people).filter(consents__isnull=False).exists()
        or Person.objects.filter(merged_into__in=people).exists()
        or Household.objects.filter(merged_into__in=ids).exists()
    )
    if rests:
        raise Refused(_("Work has been done on these households since. Close them one by one."))
    return people
