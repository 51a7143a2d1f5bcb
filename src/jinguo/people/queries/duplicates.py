"""Records that may be one person. Nothing is merged by itself: a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.core import crypto
from jinguo.people.models import Person
from jinguo.people.rows import PHONE, name_keys

if TYPE_CHECKING:
    from uuid import UUID

    from jinguo.org.actor import Actor

PAIRS = 100


class Likeness(StrEnum):
    """Why two records may be one, the strongest first."""

    NAME_AND_PHONE = "name-and-phone"
    NAME_AND_VILLAGE = "name-and-village"


LIKENESSES = {
    Likeness.NAME_AND_PHONE: _("Same name and phone"),
    Likeness.NAME_AND_VILLAGE: _("Same-sounding name in the same village"),
}


@dataclass(frozen=True)
class Pair:
    """Two current records that may be one; ``first`` is the older."""

    first: Person
    second: Person
    likeness: Likeness


@dataclass(frozen=True)
class Like:
    """A record on the register that may be the person being entered."""

    person: Person
    likeness: Likeness


def possible_duplicates(actor: Actor, *, area: str = "", limit: int = PAIRS) -> list[Pair]:
    """
    Return pairs of current records that may be one, in an area the actor may see.

    Same name and phone first, then names that sound alike in one village, unless the two bear
    different ID numbers: those are two people. Nor are pairs that were judged to be two people. An ID
    number is in use once, so no pair shares one. Few statements, whatever the size of the register.
    """
    by_phone = pairs_of(actor, area, limit, Likeness.NAME_AND_PHONE)
    known = {(pair.first.pk, pair.second.pk) for pair in by_phone}
    by_village = pairs_of(actor, area, limit, Likeness.NAME_AND_VILLAGE)
    fresh = [pair for pair in by_village if (pair.first.pk, pair.second.pk) not in known]
    return (by_phone + fresh)[:limit]


ALIKE = {
    Likeness.NAME_AND_PHONE: "a.phone_index = b.phone_index AND a.name = b.name"
    " AND (a.id_index IS NULL OR b.id_index IS NULL)",
    Likeness.NAME_AND_VILLAGE: "a.area_id = b.area_id AND a.pinyin = b.pinyin"
    " AND (a.id_index IS NULL OR b.id_index IS NULL)",
}


def pairs_of(actor: Actor, area: str, limit: int, likeness: Likeness) -> list[Pair]:
    current = Person.objects.visible_to(actor).filter(
        actor.moves.takes_in(area).as_q("area__code"), merged_into__isnull=True
    )
    seen, params = current.values(
        "id", "area_id", "name", "pinyin", "phone_index", "id_index"
    ).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH seen AS ({seen}) SELECT a.id, b.id FROM seen a JOIN seen b"  # noqa: S608
            f" ON {ALIKE[likeness]} AND a.id < b.id WHERE NOT EXISTS (SELECT FROM people_keptapart k"
            " WHERE k.first_id = a.id AND k.second_id = b.id) ORDER BY a.id, b.id LIMIT %s",
            [*params, limit],
        )
        rows = cursor.fetchall()
    people = Person.objects.select_related("area").in_bulk([one for row in rows for one in row])
    return [Pair(people[first], people[second], likeness) for first, second in rows]


def likenesses_to(
    actor: Actor, *, area: str, name: str, id_number: str = "", phone: str = ""
) -> list[Like]:
    """
    Return who on the register may be the person being entered, within the actor's reach.

    ``name`` and ``phone`` are already checked and normalised. The strongest likeness is given. With an
    ``id_number`` only records without one are compared: who bears another one is another person, and
    who bears the same one the register refuses to take twice.
    """
    key = name_keys(name)[0]
    tests: list[tuple[Likeness, Q]] = [(Likeness.NAME_AND_VILLAGE, Q(area_id=area, pinyin=key))]
    if phone:
        same_phone = Q(name=name, phone_index=crypto.blind(PHONE, phone))
        tests.insert(0, (Likeness.NAME_AND_PHONE, same_phone))
    current = Person.objects.visible_to(actor).filter(merged_into__isnull=True)
    if id_number:
        current = current.filter(id_index__isnull=True)
    found: dict[UUID, Like] = {}
    for likeness, condition in tests:
        for person in current.filter(condition).order_by(F("id"))[:PAIRS]:
            found.setdefault(person.pk, Like(person, likeness))
    return list(found.values())
