"""
What is shown of a person, by what the reader may do. Everything a page, list or file prints goes
through here; a value in clear comes from ``actions.reveal`` alone.

Who meets a person where she comes, at the door or at her counsellor's, needs her name to know her: such a
page says so, and the name alone is shown.

Names are shown in full to those who work with the families of that area: who may edit the register,
unmask, or apply for a household there. Others see 王**. ID numbers, phones and addresses are masked
for everyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.identity import DOTS, mask, mask_name, mask_tail
from jinguo.org.models import Area
from jinguo.people.models import (
    OF_AGE,
    Change,
    Household,
    LeftBecause,
    Membership,
    Person,
    Relation,
    Sex,
)
from jinguo.people.rows import PERSON

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

SEES_NAMES = ("people.edit", "people.unmask", "assess.apply")


@dataclass(frozen=True)
class MaskedHousehold:
    """A household as this reader may see it. ``can_reveal`` says whether she may unmask one value."""

    id: UUID
    code: str
    area: str
    area_name: str
    head_name: str
    phone: str
    address: str
    member_count: int
    is_resident: bool
    yard: str
    lane: str
    registered_on: date
    closed_on: date | None
    can_reveal: bool


@dataclass(frozen=True)
class MaskedPerson:
    """A person as this reader may see her. ``born`` is the date, or the year alone."""

    id: UUID
    name: str
    sex: str
    born: str
    id_number: str
    phone: str
    can_reveal: bool


@dataclass(frozen=True)
class MaskedMember:
    """A person in a household with her relation to the head."""

    person: MaskedPerson
    relation: str
    is_head: bool
    is_child: bool
    since: date


def sees_names(actor: Actor, area: str) -> bool:
    """Say whether the actor's work in ``area`` needs full names."""
    return any(actor.can(capability, area) for capability in SEES_NAMES)


def shown_name(actor: Actor, name: str, area: str) -> str:
    """Return a name of someone in ``area`` as this reader may see it."""
    return name if sees_names(actor, area) else mask_name(name)


def masked_household(actor: Actor, household: Household) -> MaskedHousehold:
    """Return a household as this reader may see it; its area must be loaded, its address need not."""
    return MaskedHousehold(
        id=household.pk,
        code=household.code,
        area=household.area_id,
        area_name=household.area.name,
        head_name=shown_name(actor, household.head_name, household.area_id),
        phone=mask_tail(household.phone_tail),
        address=DOTS,
        member_count=household.member_count,
        is_resident=household.is_resident,
        yard=household.get_yard_display(),
        lane=household.lane,
        registered_on=household.registered_on,
        closed_on=household.closed_on,
        can_reveal=actor.can("people.unmask", household.area_id),
    )


def masked_households(actor: Actor, households: Iterable[Household]) -> list[MaskedHousehold]:
    """Return a page of households as this reader may see them."""
    return [masked_household(actor, household) for household in households]


def masked_person(actor: Actor, person: Person, *, is_met: bool = False) -> MaskedPerson:
    """Return a person as this reader may see her; ``is_met`` says that she meets her, and reads her name."""
    in_full = sees_names(actor, person.area_id)
    return MaskedPerson(
        id=person.pk,
        name=person.name if in_full or is_met else mask_name(person.name),
        sex=person.get_sex_display(),
        born=born(person.born_on, in_full),
        id_number=id_tail(person),
        phone=mask_tail(person.phone_tail),
        can_reveal=actor.can("people.unmask", person.area_id),
    )


def masked_members(actor: Actor, memberships: Iterable[Membership]) -> list[MaskedMember]:
    """Return the members of a household as this reader may see them."""
    return [
        MaskedMember(
            masked_person(actor, membership.person),
            membership.get_relation_display(),
            membership.is_head,
            is_child(membership.person, actor.on),
            membership.period.lower,
        )
        for membership in memberships
    ]


def is_child(person: Person, on: date | None) -> bool:
    """Say whether a person is known not to be of age on a day."""
    age = person.age_on(on) if on else None
    return age is not None and age < OF_AGE


@dataclass(frozen=True)
class MaskedChange:
    """One line of a household's history as this reader may see it: what it said before and after."""

    title: str
    person: str
    before: str
    after: str
    reason: str
    on: date
    actor: str


def masked_changes(
    actor: Actor, household: Household, changes: Iterable[Change]
) -> list[MaskedChange]:
    """Return the history of a household as this reader may see it."""
    changes = list(changes)
    codes = {code for one in changes if one.what == What.AREA for code in (one.before, one.after)}
    villages = (
        dict(Area.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    )
    in_full = sees_names(actor, household.area_id)

    def text(what: str, value: str) -> str:
        if what == What.AREA:
            return villages.get(value, value)
        if what in (What.NAME, What.HEAD):
            return value if in_full else mask_name(value)
        if what == What.BORN_ON:
            return born(date.fromisoformat(value), in_full) if value else ""
        return SHOWN[what](value) if what in SHOWN else value

    return [
        MaskedChange(
            title=one.get_what_display(),
            person=shown_name(actor, one.person.name, household.area_id) if one.person else "",
            before=text(one.what, one.before),
            after=text(one.what, one.after),
            reason=one.reason,
            on=one.on,
            actor=one.actor,
        )
        for one in changes
    ]


def label_in(choices: type[TextChoices]) -> Callable[[str], str]:
    """Return what a code of a table is called; nothing for no code."""
    return lambda code: str(choices(code).label) if code else ""


What = Change.What
SHOWN: dict[str, Callable[[str], str]] = {
    What.PHONE: mask_tail,
    What.SEX: label_in(Sex),
    What.YARD: label_in(Household.Yard),
    What.IS_RESIDENT: lambda value: _("yes") if value == "True" else _("no"),
    What.RELATION: label_in(Relation),
    What.JOINED: label_in(Relation),
    What.MOVED_IN: label_in(Relation),
    What.LEFT: label_in(LeftBecause),
}
"""How the value of a change is written, where not as it was kept."""


def born(day: date | None, in_full: bool) -> str:
    if day is None:
        return ""
    return date_format(day) if in_full else str(day.year)


def id_tail(person: Person) -> str:
    if person.id_number is None:
        return ""
    return mask(crypto.unseal(PERSON, "id_number", person.pk, bytes(person.id_number)))
