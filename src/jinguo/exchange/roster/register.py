"""What the register already knows of a roster's rows: one statement for all of them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from jinguo.core import crypto
from jinguo.exchange.roster.checks import Roster
from jinguo.exchange.roster.fields import Field
from jinguo.exchange.roster.reasons import Reason
from jinguo.org import queries as org
from jinguo.people.rows import ID_NUMBER


class Known(NamedTuple):
    """A person on the register who bears an ID number of the roster."""

    area: str
    name: str
    is_head: bool


def compare(roster: Roster, on: date) -> set[int]:
    """
    Return the good rows whose household is on the register already, and mark those that contradict it.

    A row is the same when the village and the head's name are; whatever else differs in it is not
    written. A household of a village that was merged by that day is one of the village that took it over.
    """
    bad = roster.bad_rows()
    rows = [row for row in range(len(roster)) if row not in bad]
    numbers = roster.columns[Field.ID_NUMBER]
    if not is_anybody_known():
        return set()
    indexes = crypto.blind_many(ID_NUMBER, [numbers[row] for row in rows])
    known, moves = find(indexes), org.moves_on(on)
    names = roster.columns[Field.HEAD]
    same = set()
    for row, index in zip(rows, indexes, strict=True):
        person = known.get(index)
        if person is None:
            continue
        is_there = moves.place_of(person.area) == roster.area[row]
        reason = contradiction(person, is_there, names[row])
        if reason is None:
            same.add(row)
        else:
            roster.add([row], Field.ID_NUMBER, reason)
    return same


def contradiction(person: Known, is_there: bool, name: str) -> Reason | None:
    """Return why a row cannot be the household this person heads; ``is_there``: in the row's village."""
    if not is_there:
        return Reason.ID_ELSEWHERE
    if person.name != name:
        return Reason.ID_OTHER_NAME
    return None if person.is_head else Reason.ID_NOT_HEAD


def is_anybody_known() -> bool:
    """Say whether the register has anyone on it, which it has not when its first roster comes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_person)")
        return bool(cursor.fetchone()[0])


def find(indexes: list[UUID]) -> dict[UUID, Known]:
    """Return the persons on the register, in anyone's reach, who bear these numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.id_index, p.area_id, p.name, EXISTS (
                SELECT FROM people_membership m
                WHERE m.person_id = p.id AND m.relation = '0' AND upper_inf(m.period))
            FROM unnest(%s::uuid[]) AS asked (number)
            JOIN people_person p ON p.id_index = asked.number AND p.merged_into_id IS NULL
            """,
            [indexes],
        )
        return {index: Known(*rest) for index, *rest in cursor.fetchall()}
