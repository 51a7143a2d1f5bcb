"""What a person's record holds: its name, numbers and the rest, set here for every act that does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import Invalid, Refused
from jinguo.core.identity import check_id_number, check_phone
from jinguo.core.ids import new_id
from jinguo.people import policies, queries
from jinguo.people.actions.memberships import present
from jinguo.people.actions.registering import AlreadyRegistered, already_registered
from jinguo.people.checking import check_born_on, check_name
from jinguo.people.models import Change, Household, Person, Relation, Sex
from jinguo.people.rows import ID_NUMBER, PERSON, PHONE, name_keys

What = Change.What


class DifferentPeople(Refused):
    """Two records, or a record and what was entered, bear different ID numbers."""

    code = "different-people"


@dataclass(frozen=True, kw_only=True)
class PersonIn:
    """
    A person as a form gives her; ID number and phone may be empty.

    Sex and date of birth come from the ID number when there is one.
    """

    name: str
    id_number: str = ""
    phone: str = ""
    sex: str = Sex.UNKNOWN
    born_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PersonChange:
    """
    What is to be corrected in a person's record; None leaves a thing as it is, an empty text removes it.

    Sex and date of birth count only where the record then has no ID number: they are read from one.
    """

    name: str | None = None
    id_number: str | None = None
    phone: str | None = None
    sex: str | None = None
    born_on: date | None = None


def create_person(given: PersonIn, area: str, on: date) -> Person:
    """
    Save a new person, who is entered on a day.

    :raises Invalid: a value that does not pass its check
    :raises AlreadyRegistered: the ID number is known
    """
    born_on = check_born_on(given.born_on, on)
    person = Person(id=new_id(), area_id=area, sex=given.sex, born_on=born_on)
    set_name(person, check_name(given.name))
    if given.id_number.strip():
        set_id_number(person, given.id_number, on)
    if given.phone.strip():
        set_phone(person, check_phone(given.phone))
    save_with_number(person)
    return person


def correct_person(
    household: Household | None, person: Person, change: PersonChange, now: datetime
) -> list[Change]:
    """
    Correct the record of a person, also where the list of households repeats it; save both.

    Return what has changed, which is kept in the history of the household she lives in, if any. Her record
    and the household must be locked.

    :raises Invalid: a value that does not pass its check
    :raises AlreadyRegistered: the ID number is another person's
    """
    changed = set_corrected(household, person, change, localdate(now))
    if changed:
        save_with_number(person)
        show_where_she_heads(person, household)
    return changed


def set_corrected(
    household: Household | None, person: Person, change: PersonChange, today: date
) -> list[Change]:
    """
    Set what is to be corrected on the record of a person; return what has changed.

    Does not save. Nobody is born after ``today``.

    :raises Invalid: a value that does not pass its check
    """
    changed: list[Change] = []

    def keep(what: Change.What, before: object = "", after: object = "") -> None:
        changed.append(
            Change(
                household=household, person=person, what=what,
                before=str(before or ""), after=str(after or ""),
            )
        )  # fmt: skip

    policies.check_unrestricted(person)
    if change.name is not None and (name := check_name(change.name)) != person.name:
        keep(What.NAME, person.name, name)
        set_name(person, name)
    if change.phone is not None:
        phone = check_phone(change.phone) if change.phone.strip() else ""
        if (crypto.blind(PHONE, phone) if phone else None) != person.phone_index:
            keep(What.PHONE, person.phone_tail, phone[-4:])
            set_phone(person, phone)
    sex, born_on = person.sex, person.born_on
    if change.id_number is not None and set_another_id_number(person, change.id_number, today):
        keep(What.ID_NUMBER)
    if person.id_number is None:
        person.sex = check_sex(person.sex if change.sex is None else change.sex)
        person.born_on = check_born_on(change.born_on, today) or person.born_on
    if person.sex != sex:
        keep(What.SEX, sex, person.sex)
    if person.born_on != born_on:
        keep(What.BORN_ON, born_on, person.born_on)
    return changed


def check_sex(sex: str) -> str:
    """
    Return a sex of GB/T 2261.1.

    :raises Invalid: not in the table
    """
    if sex not in Sex.values:
        raise Invalid(_("The sex is not one of the code table GB/T 2261.1."), sex="")
    return sex


def set_name(person: Person, name: str) -> None:
    """Set a checked name on a record, with its pinyin. Does not save."""
    person.name, person.pinyin = name, name_keys(name)[0]


def set_phone(person: Person, phone: str) -> None:
    """Seal and index a normalised phone on a record; empty removes it. Does not save."""
    person.phone = crypto.seal(PERSON, "phone", person.pk, phone) if phone else None
    person.phone_index = crypto.blind(PHONE, phone) if phone else None
    person.phone_tail = phone[-4:]


def set_another_id_number(person: Person, text: str, today: date) -> bool:
    """
    Set an ID number on a record, or remove it; say whether it is another than before. Does not save.

    :raises Invalid: not an ID number, or of one born after ``today``
    """
    before = person.id_index
    if text.strip():
        set_id_number(person, text, today)
    else:
        person.id_number = person.id_index = None
    return person.id_index != before


def set_id_number(person: Person, text: str, today: date) -> None:
    """
    Seal and index an ID number on a record, with the sex and date of birth in it. Does not save.

    :raises Invalid: not an ID number, or of one born after ``today``
    """
    number = check_id_number(text, on=today)
    person.sex, person.born_on = number.sex, number.born_on
    person.id_number = crypto.seal(PERSON, "id_number", person.pk, number.text)
    person.id_index = crypto.blind(ID_NUMBER, number.text)


def save_with_number(person: Person) -> None:
    """
    Save a record whose ID number may be new.

    :raises AlreadyRegistered: another record in use bears it
    """
    known = queries.known_id_indexes([person.id_index]) if person.id_index else {}
    if set(known.values()) - {person.pk}:
        raise AlreadyRegistered(_("This ID number is on the register already."), id_number="")
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as broken:
        raise already_registered(broken) from broken


def complete(person: Person, entered: PersonIn, now: datetime) -> None:
    """
    Give a record the ID number and phone it lacks of what was entered for the same person, and save it.

    :raises DifferentPeople: she has another ID number
    :raises Invalid: a value that does not pass its check
    :raises AlreadyRegistered: the ID number is another person's
    """
    if entered.id_number.strip():
        check_same_number(person, crypto.blind(ID_NUMBER, check_id_number(entered.id_number).text))
        if person.id_number is None:
            set_id_number(person, entered.id_number, localdate(now))
    if entered.phone.strip() and person.phone is None:
        set_phone(person, check_phone(entered.phone))
    save_with_number(person)


def check_same_number(person: Person, id_index: UUID | None) -> None:
    """
    Pass when an ID number, by its blind index, may be this person's.

    :raises DifferentPeople: she has another one
    """
    if person.id_index and id_index and person.id_index != id_index:
        raise DifferentPeople(_("The two have different ID numbers, so they are two people."))


def show_head(household: Household, head: Person) -> None:
    """Repeat the head's name and phone tail in the household's row. Does not save."""
    household.head_name = head.name
    household.head_pinyin, household.head_initials = name_keys(head.name)
    household.phone_tail = head.phone_tail


def show_where_she_heads(person: Person, household: Household | None = None) -> None:
    """
    Repeat a head's name and phone tail in her household's row, and save it.

    ``household`` is the caller's copy of that row, which then says the same.
    """
    current = present(person)
    if current is None or current.relation != Relation.HEAD:
        return
    home = household or current.household
    show_head(home, person)
    home.save(update_fields=["head_name", "head_pinyin", "head_initials", "phone_tail"])
