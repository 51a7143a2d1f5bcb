"""What the pages of a household show of its history and of two records that may be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jinguo.core.identity import check_phone
from jinguo.desk.assess.pages import Moment
from jinguo.org import queries as org
from jinguo.org.models import Level
from jinguo.org.roles import Capability
from jinguo.people import masking, queries
from jinguo.people.checking import check_name
from jinguo.people.masking import MaskedChange, MaskedHousehold, MaskedPerson
from jinguo.people.queries import LIKENESSES

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Household, Person
    from jinguo.people.queries import Pair


def villages_edited(actor: Actor, on: date) -> list[tuple[str, str]]:
    """Return the villages in which the actor keeps the register, as a field's choices."""
    return [
        (area.code, area.name)
        for prefix in actor.reach(Capability.PEOPLE_EDIT).prefixes
        for area in org.areas_below(prefix, Level.VILLAGE, on)
    ]


def moments(actor: Actor, household: Household) -> list[Moment]:
    """Return what happened to a household's record, newest first, as the timeline takes it."""
    changes = queries.changes_of(household)
    return [
        Moment(line(one), one.on, one.actor, one.reason, None)
        for one in masking.masked_changes(actor, household, changes)
    ]


def line(change: MaskedChange) -> str:
    """Return a change in one line: what, whose, and from what to what."""
    values = " → ".join(value for value in (change.before, change.after) if value)
    return " · ".join(part for part in (change.title, change.person, values) if part)


@dataclass(frozen=True)
class ShownRecord:
    """A person's record with where she lives; ``household`` is None for who lives nowhere now."""

    person: MaskedPerson
    household: MaskedHousehold | None
    relation: str
    is_head: bool

    @property
    def place(self) -> str:
        """Return where she stands on the register, in one line."""
        home = self.household
        where = [home.area_name, home.code, self.relation] if home else [str(_("no household"))]
        return " · ".join([self.person.name, *where])


@dataclass(frozen=True)
class ShownPair:
    """Two records that may be one, with why."""

    first: ShownRecord
    second: ShownRecord
    why: str | Promise


def shown_pairs(actor: Actor, pairs: Iterable[Pair]) -> list[ShownPair]:
    """Return pairs as this reader may see them, in three statements whatever their number."""
    pairs = list(pairs)
    records = shown_records(actor, [one for pair in pairs for one in (pair.first, pair.second)])
    return [
        ShownPair(records[pair.first.pk], records[pair.second.pk], LIKENESSES[pair.likeness])
        for pair in pairs
    ]


@dataclass(frozen=True)
class ShownLike:
    """A record on the register that may be the person being entered, with why."""

    record: ShownRecord
    why: str | Promise


def shown_likes(
    actor: Actor, *, area: str, name: str, id_number: str, phone: str
) -> list[ShownLike]:
    """Return who may be the person of a form that passed, as this reader may see them."""
    likes = queries.likenesses_to(
        actor,
        area=area,
        name=check_name(name),
        id_number=id_number,
        phone=check_phone(phone) if phone else "",
    )
    records = shown_records(actor, [like.person for like in likes])
    return [ShownLike(records[like.person.pk], LIKENESSES[like.likeness]) for like in likes]


def shown_records(actor: Actor, persons: Iterable[Person]) -> dict[UUID, ShownRecord]:
    """Return records as this reader may see them, by id."""
    persons = list(persons)
    homes = queries.residences(persons)
    return {
        one.pk: ShownRecord(
            person=masking.masked_person(actor, one),
            household=masking.masked_household(actor, homes[one.pk].household)
            if one.pk in homes
            else None,
            relation=homes[one.pk].get_relation_display() if one.pk in homes else "",
            is_head=one.pk in homes and homes[one.pk].is_head,
        )
        for one in persons
    }
