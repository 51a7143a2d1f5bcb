"""
A part of a roster made ready to be copied: sealed, indexed and written as the tables' rows.

Needs no database. The process that holds the transaction lets forked ones make several parts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jinguo.core import copying
from jinguo.core.copying import Column, Same
from jinguo.core.crypto import Ring
from jinguo.core.ids import NIL, new_ids
from jinguo.facts.actions import recording
from jinguo.people import events
from jinguo.people.rows import (
    HOUSEHOLD,
    ID_NUMBER,
    PERSON,
    PHONE,
    HouseholdIn,
    born_on,
    by_column,
    index_column,
    name_keys,
    seal_column,
    sex_of,
)

HOUSEHOLDS = {
    "id": "id", "code": "text", "area_id": "word", "head_name": "text", "head_pinyin": "text",
    "head_initials": "text", "phone_tail": "text", "member_count": "int2", "is_resident": "bool",
    "yard": "word", "lane": "word", "address": "bytea", "registered_on": "date", "closed_reason": "word",
}  # fmt: skip
PERSONS = {
    "id": "id", "area_id": "word", "name": "text", "pinyin": "text", "sex": "word",
    "born_on": "date", "id_number": "bytea", "id_index": "id", "phone": "bytea",
    "phone_index": "id", "phone_tail": "text",
}  # fmt: skip
MEMBERSHIPS = {
    "id": "id", "household_id": "id", "person_id": "id", "relation": "word", "period": "daterange",
}  # fmt: skip
TABLES = ("people_household", "people_person", "people_membership")


@dataclass(frozen=True)
class Homes:
    """Some households and the facts of their registration, in the binary form of COPY."""

    households: bytes
    facts: bytes


def memberships_of(ids: Sequence[bytes], head_ids: Sequence[bytes], from_on: date) -> bytes:
    """Return the rows by which households, from a day, have their heads; ids are 16 bytes each."""
    columns: list[Column] = [new_ids(len(ids)), ids, head_ids, Same("0"), Same((from_on, None))]
    return copying.encode(list(MEMBERSHIPS.values()), columns)


def homes_of(
    rows: Sequence[HouseholdIn],
    codes: Sequence[str],
    ids: Sequence[bytes],
    *,
    ring: Ring,
    registered_on: date,
    clock: recording.Clock,
) -> Homes:
    """
    Return households, with the codes and ids given to them, ready to be copied.

    The rows must have passed their checks. Ids are 16 bytes each.
    """
    columns = by_column(rows)
    names, phones = columns["head_name"], columns["phone"]
    keys = keys_of(names)
    households: list[Column] = [
        ids, codes, columns["area"], names, [keys[name][0] for name in names],
        [keys[name][1] for name in names], [phone[-4:] for phone in phones],
        columns["member_count"], columns["is_resident"], columns["yard"],
        columns["lane"], seal_column(ring, HOUSEHOLD, "address", ids, columns["address"]),
        Same(registered_on), Same(""),
    ]  # fmt: skip
    return Homes(
        households=copying.encode(list(HOUSEHOLDS.values()), households),
        facts=recording.encode_alike(
            events.HouseholdRegistered(area="", occurred_on=registered_on, object_id=NIL),
            areas=columns["area"],
            categories=[events.category_of(one) for one in columns["is_resident"]],
            objects=ids,
            clock=clock,
        ),
    )


def heads_of(rows: Sequence[HouseholdIn], ids: Sequence[bytes], ring: Ring) -> bytes:
    """Return the heads of households as rows of persons, ready to be copied; see :func:`homes_of`."""
    columns = by_column(rows)
    names, numbers, phones = columns["head_name"], columns["id_number"], columns["phone"]
    keys = keys_of(names)
    days = {number[6:14]: number for number in numbers}
    born = {day: born_on(number) for day, number in days.items()}
    persons: list[Column] = [
        ids, columns["area"], names, [keys[name][0] for name in names],
        list(map(sex_of, numbers, columns["sex"])), [born[number[6:14]] for number in numbers],
        seal_column(ring, PERSON, "id_number", ids, numbers), index_column(ring, ID_NUMBER, numbers),
        seal_column(ring, PERSON, "phone", ids, phones), index_column(ring, PHONE, phones),
        [phone[-4:] for phone in phones],
    ]  # fmt: skip
    return copying.encode(list(PERSONS.values()), persons)


def keys_of(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the pinyin and the first letters of each name, worked out once for all who bear it."""
    return {name: name_keys(name) for name in set(names)}
