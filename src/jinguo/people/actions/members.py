from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identity import check_id_number, check_phone
from jinguo.core.ids import new_id
from jinguo.people import policies, queries
from jinguo.people.actions.households import head_of, set_phone, show_head
from jinguo.people.actions.registering import AlreadyRegistered, already_registered
from jinguo.people.checking import check_name
from jinguo.people.models import Household, Membership, Person, Relation, Sex
from jinguo.people.rows import ID_NUMBER, PERSON, name_keys

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class HeadStays(Refused):
    """The head cannot leave before another member is made head."""

    code = "head-stays"


@dataclass(frozen=True, kw_only=True)
class PersonIn:
    """A person as a form gives her; ID number and phone may be empty."""

    name: str
    id_number: str = ""
    phone: str = ""
    sex: str = Sex.UNKNOWN
    born_on: date | None = None


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

    :raises NotFound: no such household for this actor
    :raises Denied: the actor may see it but not edit there
    :raises Refused: the household has left the register
    :raises Invalid: a value that does not pass its check, or the relation of a head
    :raises AlreadyRegistered: the ID number belongs to someone on the register; move her instead
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    check_relation(relation)
    made = create_person(person, household.area_id)
    join(made, household, relation, from_on)
    household.member_count = max(household.member_count, count_named(household))
    household.save(update_fields=["member_count"])
    note(actor, "people.add-member", made)
    return made


def create_person(given: PersonIn, area: str) -> Person:
    """
    Save a new person.

    :raises Invalid: a value that does not pass its check
    :raises AlreadyRegistered: the ID number is known
    """
    person = Person(id=new_id(), area_id=area, sex=given.sex, born_on=given.born_on)
    person.name = check_name(given.name)
    person.pinyin = name_keys(person.name)[0]
    if given.id_number.strip():
        number = check_id_number(given.id_number)
        person.sex, person.born_on = number.sex, number.born_on
        person.id_number = crypto.seal(PERSON, "id_number", person.pk, number.text)
        person.id_index = crypto.blind(ID_NUMBER, number.text)
    if given.phone.strip():
        set_phone(person, check_phone(given.phone))
    if person.id_index and queries.known_id_indexes([person.id_index]):
        raise AlreadyRegistered(_("This ID number is on the register already."), id_number="")
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as broken:
        raise already_registered(broken) from broken
    return person


def check_relation(relation: str) -> None:
    """
    Pass for a relation of GB/T 4761 other than the head's.

    :raises Invalid: not in the table, or the head's
    """
    if relation not in Relation.values or relation == Relation.HEAD:
        raise Invalid(_("Choose the relation to the head of the household."), relation=relation)


def join(person: Person, household: Household, relation: str, on: date) -> Membership:
    """
    Begin a membership; she then belongs to the household's area.

    :raises Refused: the household was not on the register then
    """
    if on < household.registered_on:
        raise Refused(_("The household was not on the register on that day."))
    person.area_id = household.area_id
    person.save(update_fields=["area"])
    return Membership.objects.create(
        household=household, person=person, relation=relation, period=(on, None)
    )


def move_in(person: Person, household: Household, relation: str, on: date) -> Membership:
    """
    Begin a membership of someone who was not counted in the household before.

    :raises Refused: the household was not on the register then
    """
    membership = join(person, household, relation, on)
    Household.objects.filter(pk=household.pk).update(member_count=F("member_count") + 1)
    return membership


def leave(membership: Membership, on: date) -> None:
    """
    End a membership on a day, exclusive; the household then counts one less.

    :raises Refused: it began on that day or later
    """
    end(membership, on)
    left = Household.objects.filter(pk=membership.household_id, member_count__gt=1)
    left.update(member_count=F("member_count") - 1)


def count_named(household: Household) -> int:
    """Return how many of a household are on the register by name today."""
    return household.memberships.filter(period__endswith__isnull=True).count()


@transaction.atomic
def move_member(
    *,
    actor: Actor,
    person_id: UUID,
    household_id: UUID,
    relation: str,
    on: date,
    now: datetime,
) -> Membership:
    """
    Move a person to another household: one period ends on ``on``, the next begins there.

    :raises NotFound: no such person or household for this actor
    :raises Denied: the actor may not edit in one of the two areas
    :raises Refused: she lives there already, came on that day or later, or a record is closed
    :raises HeadStays: she is the head of the household she leaves
    :raises Invalid: the relation is not in the table, or the head's
    """
    person = queries.get_person(actor, person_id, lock=True)
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, person)
    policies.check_edit(actor, household)
    check_relation(relation)
    current = present(person)
    if current is not None:
        check_may_leave(current, household)
        leave(current, on)
    membership = move_in(person, household, relation, on)
    note(actor, "people.move-member", person)
    return membership


def present(person: Person) -> Membership | None:
    """Return a person's present membership, locked; None when she has none."""
    current = person.memberships.filter(period__endswith__isnull=True)
    return current.select_for_update(of=("self",)).select_related("household").first()


def check_may_leave(membership: Membership, towards: Household) -> None:
    """
    Pass when the member may leave her household for another.

    :raises Refused: it is the same household
    :raises HeadStays: she is its head
    """
    if membership.household_id == towards.pk:
        raise Refused(_("She lives in this household already."))
    if membership.relation == Relation.HEAD:
        raise HeadStays(_("She is the head of her household. Make another member head first."))


def end(membership: Membership, on: date) -> None:
    """
    End a membership on a day, exclusive.

    :raises Refused: it began on that day or later
    """
    if membership.period.lower >= on:
        raise Refused(_("She joined this household on that day or later. Choose a later day."))
    membership.period = (membership.period.lower, on)
    membership.save(update_fields=["period"])


@transaction.atomic
def change_head(
    *, actor: Actor, household_id: UUID, person_id: UUID, relation: str, on: date, now: datetime
) -> Household:
    """
    Make a member the head from a day. ``relation`` is the former head's to the new one.

    :raises NotFound: no such household for this actor, or the person does not live in it
    :raises Denied: the actor may see it but not edit there
    :raises Refused: she is the head already, or one of the two joined on that day or later
    :raises Invalid: the relation is not in the table, or the head's
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_edit(actor, household)
    check_relation(relation)
    former = head_of(household)
    if former.pk == person_id:
        raise Refused(_("She is the head already."))
    head = membership_of(household, former.pk)
    coming = membership_of(household, person_id)
    end(head, on)
    end(coming, on)
    join(coming.person, household, Relation.HEAD, on)
    join(former, household, relation, on)
    show_head(household, coming.person)
    household.save(update_fields=["head_name", "head_pinyin", "head_initials", "phone_tail"])
    note(actor, "people.change-head", coming.person)
    return household


def membership_of(household: Household, person_id: UUID) -> Membership:
    """
    Return a person's present membership of a household, locked.

    :raises NotFound: she does not live in it
    """
    found = (
        household.memberships.filter(person=person_id, period__endswith__isnull=True)
        .select_related("person")
        .select_for_update(of=("self",))
        .first()
    )
    if found is None:
        raise NotFound(_("This person does not live in the household."))
    return found


def note(actor: Actor, action: str, person: Person) -> None:
    trail.note(
        actor,
        action,
        object_type="people.person",
        object_id=person.pk,
        area=person.area_id,
    )
