"""Who comes in herself, her own record, and those of the children she speaks for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import NotFound
from jinguo.core.identity import check_phone
from jinguo.people.models import Guardianship, Person, Resident
from jinguo.people.rows import PHONE, RESIDENT

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def find_resident_by_phone(text: str) -> Resident | None:
    """
    Return who signs in with a phone number, with her account; None for nobody.

    For the sign-in alone, which says nothing of it to whoever asks.

    :raises Invalid: not a phone number
    """
    index = crypto.blind(PHONE, check_phone(text))
    return Resident.objects.select_related("account").filter(phone_index=index).first()


def find_by_name_and_phone(name: str, phone: str) -> Person | None:
    """
    Return the record in use with this name and this phone, the eldest of several; None for none.

    In anyone's reach: for whoever has shown that the phone is hers, or is being registered with it.

    :raises Invalid: not a phone number
    """
    index = crypto.blind(PHONE, check_phone(phone))
    found = Person.objects.filter(phone_index=index, name=name, merged_into__isnull=True)
    return found.order_by("id").first()


def find_resident_of(person: Person) -> Resident | None:
    """Return the account of a person, or of a record merged into hers; None when she has none."""
    return Resident.objects.filter(Q(person=person) | Q(person__merged_into=person)).first()


def find_resident(actor: Actor, name: str, phone: str) -> Resident | None:
    """
    Return the account within the actor's reach that opens with a phone and is of someone of this name.

    None for no such account, and for one out of reach.

    :raises Invalid: not a phone number
    """
    index = crypto.blind(PHONE, check_phone(phone))
    found = Resident.objects.select_related("person__merged_into").filter(phone_index=index).first()
    if found is None:
        return None
    person = found.person.merged_into or found.person
    is_hers = person.name == name and Person.objects.visible_to(actor).filter(pk=person.pk).exists()
    return found if is_hers else None


def own_phone(actor: Actor) -> str:
    """
    Return the phone whose codes open the account of the one who acts.

    For sending her a code alone; it is shown to nobody.

    :raises NotFound: the account is no resident's
    """
    account = own_account(actor)
    return crypto.unseal(RESIDENT, "phone", account.pk, bytes(account.phone))


def residents_of(persons: Collection[Person]) -> dict[UUID, Resident]:
    """Return the accounts of some persons by person, those of records merged into theirs too; one query."""
    theirs = Q(person__in=persons) | Q(person__merged_into__in=persons)
    found = Resident.objects.filter(theirs).select_related("person")
    return {one.person.merged_into_id or one.person_id: one for one in found}


def own_account(actor: Actor) -> Resident:
    """
    Return the account of the one who acts, as a resident has it.

    :raises NotFound: the account is no resident's
    """
    found = (
        Resident.objects.select_related("account", "person__area", "person__merged_into__area")
        .filter(account=actor.account_id)
        .first()
    )
    if found is None:
        raise NotFound(_("This account has no record of its own."))
    return found


def is_own(actor: Actor, person: Person) -> bool:
    """Say whether a record is that of the one who acts."""
    theirs = Q(person=person) | Q(person__merged_into=person)
    return Resident.objects.filter(theirs, account=actor.account_id).exists()


def own_person(actor: Actor) -> Person:
    """
    Return the record of the one who acts, with its area; of a merged one that it was merged into.

    :raises NotFound: the account is no resident's
    """
    person = own_account(actor).person
    return person.merged_into or person


def wards_of(person: Person, on: date) -> QuerySet[Guardianship]:
    """Return the children a person speaks for on a day, the eldest first, each with its record."""
    return (
        Guardianship.objects.in_force(on)
        .filter(Q(guardian=person) | Q(guardian__merged_into=person))
        .select_related("child")
        .order_by("child__born_on", "id")
    )


def births_of_wards(persons: Collection[UUID], on: date) -> dict[UUID, list[date]]:
    """Return the days of birth of the children persons speak for on a day, by person; one query."""
    rows = Guardianship.objects.in_force(on).filter(
        Q(guardian__in=persons) | Q(guardian__merged_into__in=persons)
    )
    found: dict[UUID, list[date]] = {}
    for guardian, kept, born in rows.values_list(
        "guardian", "guardian__merged_into", "child__born_on"
    ):
        if born is not None:
            found.setdefault(kept or guardian, []).append(born)
    return found


def guardians_of(person: Person, on: date) -> QuerySet[Guardianship]:
    """Return who speaks for a child on a day, each with her record."""
    return (
        Guardianship.objects.in_force(on)
        .filter(Q(child=person) | Q(child__merged_into=person))
        .select_related("guardian")
        .order_by("recorded_at", "id")
    )


def near(person: Person) -> list[Person]:
    """Return who lives in a person's household now, and the children she is on record as guardian of."""
    home = Q(
        memberships__household__memberships__person=person,
        memberships__household__memberships__period__endswith__isnull=True,
        memberships__period__endswith__isnull=True,
    )
    ward = Q(guardians__guardian=person, guardians__period__endswith__isnull=True)
    current = Person.objects.filter(home | ward, merged_into__isnull=True)
    return list(current.exclude(pk=person.pk).distinct())
