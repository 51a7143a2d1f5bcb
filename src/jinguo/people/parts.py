"""
A part of a roster made ready to be copied: sealed, indexed and written as the tables' rows.

Needs no database. The process that holds the transaction makes several parts at once in forked ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jinguo.core import copying
from jinguo.core.ids import new_id
from jinguo.facts.actions import recording
from jinguo.people import events
from jinguo.people.rows import HouseholdIn, SealedHousehold, Sealer, seal_households

HOUSEHOLDS = {
    "id": "uuid", "code": "text", "area_id": "text", "head_name": "text", "head_pinyin": "text",
    "head_initials": "text", "phone_tail": "text", "member_count": "int", "is_resident": "bool",
    "yard": "text", "address": "bytea", "registered_on": "date", "closed_reason": "text",
}  # fmt: skip
PERSONS = {
    "id": "uuid", "area_id": "text", "name": "text", "pinyin": "text", "sex": "text",
    "born_on": "date", "id_number": "bytea", "id_index": "uuid", "phone": "bytea",
    "phone_index": "uuid", "phone_tail": "text",
}  # fmt: skip
MEMBERSHIPS = {
    "id": "uuid", "household_id": "uuid", "person_id": "uuid", "relation": "text", "period": "text",
}  # fmt: skip
TABLES = ("people_household", "people_person", "people_membership")


@dataclass(frozen=True)
class Part:
    """Rows of four tables as COPY text, and the ids of the households, 16 bytes each."""

    households: bytes
    persons: bytes
    memberships: bytes
    facts: bytes
    ids: bytes


def make_part(
    rows: Sequence[HouseholdIn],
    codes: Sequence[str],
    *,
    sealer: Sealer,
    registered_on: date,
    clock: recording.Clock,
) -> Part:
    """Return checked rows, with the codes given to them, ready to be copied."""
    return part_of(seal_households(rows, sealer), codes, registered_on, clock)


def part_of(
    sealed: Sequence[SealedHousehold],
    codes: Sequence[str],
    registered_on: date,
    clock: recording.Clock,
) -> Part:
    """Return sealed rows, with the codes given to them, ready to be copied."""
    count = len(sealed)
    columns = SealedHousehold(*zip(*sealed, strict=True))  # type: ignore[arg-type]
    homes: Sequence[UUID] = columns.id  # type: ignore[assignment]
    households = [
        homes, codes, columns.area, columns.name, columns.pinyin, columns.initials,
        columns.phone_tail, columns.member_count, columns.is_resident, columns.yard,
        columns.address, [registered_on] * count, [""] * count,
    ]  # fmt: skip
    persons = [
        columns.person_id, columns.area, columns.name, columns.pinyin, columns.sex, columns.born_on,
        columns.id_number, columns.id_index, columns.phone, columns.phone_index, columns.phone_tail,
    ]  # fmt: skip
    memberships = [
        [new_id() for _home in homes], homes, columns.person_id, ["0"] * count,
        [f"[{registered_on},)"] * count,
    ]  # fmt: skip
    return Part(
        households=copying.encode(list(HOUSEHOLDS.values()), households),  # type: ignore[arg-type]
        persons=copying.encode(list(PERSONS.values()), persons),  # type: ignore[arg-type]
        memberships=copying.encode(list(MEMBERSHIPS.values()), memberships),  # type: ignore[arg-type]
        facts=recording.encode(
            [new_id() for _home in homes],
            [registered(row, registered_on) for row in sealed],
            clock=clock,
        ),
        ids=b"".join(home.bytes for home in homes),
    )


def registered(row: SealedHousehold, on: date) -> events.HouseholdRegistered:
    """Return what happens when a household comes onto the register."""
    return events.HouseholdRegistered(
        area=row.area,
        occurred_on=on,
        object_id=row.id,
        category=events.category_of(row.is_resident),
        subject=row.id,
    )
