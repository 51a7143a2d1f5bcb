"""What the register knows of the people of a roster, asked for by their ID numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from jinguo.people.models import Person

AT_ONCE = 20_000

BEARERS = """
SELECT p.id_index, p.area_id, p.name, h.id, p.phone_index, h.member_count, h.is_resident, h.yard, h.lane,
    h.address
FROM unnest(%s::uuid[]) AS asked (number)
JOIN people_person p ON p.id_index = asked.number AND p.merged_into_id IS NULL
LEFT JOIN people_membership m
    ON m.person_id = p.id AND m.relation = '0' AND upper_inf(m.period)
LEFT JOIN people_household h ON h.id = m.household_id
"""


class Bearer(NamedTuple):
    """
    A person on the register who bears an ID number that was asked for by its blind index.

    ``household`` and what follows are of the one she is the head of now; None when there is none. ``phone``
    is her own, as a blind index; ``address`` is sealed for the household.
    """

    id_index: UUID
    area: str
    name: str
    household: UUID | None
    phone: UUID | None
    member_count: int | None
    is_resident: bool | None
    yard: str | None
    lane: str | None
    address: bytes | None


def bearers(id_indexes: Sequence[UUID]) -> Iterator[Bearer]:
    """
    Yield who bears these ID numbers, in anyone's reach, in no order.

    For checks of whole rosters: the caller may say that something contradicts the register, and shows
    nothing that stands there.
    """
    with connection.cursor() as cursor:
        for first in range(0, len(id_indexes), AT_ONCE):
            cursor.execute(BEARERS, [list(id_indexes[first : first + AT_ONCE])])
            yield from map(Bearer._make, cursor.fetchall())


def is_anybody_registered() -> bool:
    """Say whether the register has anyone on it, which it has not when its first roster comes."""
    return Person.objects.exists()
