"""Entries of a sign-up list matched to the register. Nobody is enrolled by it: a person confirms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jinguo.activities.signups.parsing import Entry
from jinguo.core import crypto
from jinguo.people import queries as people
from jinguo.people.models import Person
from jinguo.people.rows import PHONE, name_keys

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability


class Weight(IntEnum):
    """What speaks for an entry being a person, from nothing to all there is."""

    NOTHING = 0
    PHONE = 1
    SOUND = 2
    NAME = 3
    SOUND_AND_PHONE = 4
    NAME_AND_PHONE = 5


class Certainty(TextChoices):
    """How surely an entry is one person of the register."""

    EXACT = "exact", _("On the register")
    LIKELY = "likely", _("Probably this one")
    SEVERAL = "several", _("Several could be meant")
    NONE = "none", _("Not on the register")


@dataclass(frozen=True)
class Match:
    """An entry and who of the register it may be, the likeliest first; one alone unless several could be."""

    entry: Entry
    certainty: Certainty
    persons: Sequence[Person]


def matches(
    actor: Actor, entries: Sequence[Entry], *, area: str, right: Capability | None = None
) -> list[Match]:
    """
    Return who on the register each entry may be, within an area and the actor's reach, by one statement.

    With a ``right``, among those alone for whom she holds it.

    A name counts by its signs, or by its sound where those differ; a phone whole, or by its last four
    digits beside a name. The same phone under another name is likely: a family often shares one.
    """
    known = people.persons_called(
        actor,
        area=area,
        pinyin={sound_of(one) for one in entries} - {""},
        phones={one.phone for one in entries} - {""},
    )
    known = [one for one in known if right is None or actor.can(right, one.area_id)]
    return [match(entry, known) for entry in entries]


def match(entry: Entry, known: Iterable[Person]) -> Match:
    """Return who of some persons an entry may be."""
    index = crypto.blind(PHONE, entry.phone) if entry.phone else None
    weights = [(weight(entry, index, one), one) for one in known]
    best = max((said for said, _one in weights), default=Weight.NOTHING)
    if best == Weight.NOTHING:
        return Match(entry, Certainty.NONE, [])
    likeliest = [one for said, one in weights if said == best]
    if len(likeliest) > 1:
        return Match(entry, Certainty.SEVERAL, likeliest)
    is_exact = best >= Weight.SOUND_AND_PHONE
    return Match(entry, Certainty.EXACT if is_exact else Certainty.LIKELY, likeliest)


def weight(entry: Entry, index: UUID | None, person: Person) -> Weight:
    """Return how much speaks for an entry, whose phone has a blind index, being a person."""
    has_phone = index is not None and person.phone_index == index
    has_tail = bool(entry.phone_tail) and person.phone_tail == entry.phone_tail
    if not entry.name or person.pinyin != sound_of(entry):
        return Weight.PHONE if has_phone else Weight.NOTHING
    if has_phone or has_tail:
        return Weight.NAME_AND_PHONE if person.name == entry.name else Weight.SOUND_AND_PHONE
    return Weight.NAME if person.name == entry.name else Weight.SOUND


def sound_of(entry: Entry) -> str:
    """Return the pinyin of an entry's name as the register keeps it; empty without a name."""
    return name_keys(entry.name)[0] if entry.name else ""
