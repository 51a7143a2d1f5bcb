"""
A part of a roster made ready to be copied: sealed, indexed and written as the tables' rows.

Needs no database. The process that holds the transaction makes several parts at once in forked ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jinguo.core import copying
from jinguo.core.copying import Column, Same
from jinguo.core.crypto import Ring
from jinguo.core.ids import NIL, new_ids
from jinguo.facts.actions import recording
from jinguo.people import events
from jinguo.people.rows import HouseholdIn, SealedHouseholds, seal_households

HOUSEHOLDS = {
    "id": "id", "code": "text", "area_id": "text", "head_name": "text", "head_pinyin": "text",
    "head_initials": "text", "phone_tail": "text", "member_count": "int", "is_resident": "bool",
    "yard": "text", "address": "bytea", "registered_on": "date", "closed_reason": "text",
}  # fmt: skip
PERSONS = {
    "id": "id", "area_id": "text", "name": "text", "pinyin": "text", "sex": "text",
    "born_on": "date", "id_number": "bytea", "id_index": "id", "phone": "bytea",
    "phone_index": "id", "phone_tail": "text",
}  # fmt: skip
MEMBERSHIPS = {
    "id": "id", "household_id": "id", "person_id": "id", "relation": "text", "period": "text",
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

    def household_ids(self) -> list[UUID]:
        """Return the ids of the households in their order."""
        return [UUID(bytes=self.ids[at : at + 16]) for at in range(0, len(self.ids), 16)]


def make_part(
    rows: Sequence[HouseholdIn],
    codes: Sequence[str],
    *,
    ring: Ring,
    registered_on: date,
    clock: recording.Clock,
) -> Part:
    """Return checked rows, with the codes given to them, ready to be copied."""
    return part_of(seal_households(rows, ring), codes, registered_on, clock)


def part_of(
    rows: SealedHouseholds, codes: Sequence[str], registered_on: date, clock: recording.Clock
) -> Part:
    """Return sealed rows, with the codes given to them, ready to be copied."""
    return Part(
        households=encode(
            HOUSEHOLDS,
            rows.ids, codes, rows.areas, rows.names, rows.pinyin, rows.initials, rows.phone_tails,
            rows.member_counts, rows.are_resident, rows.yards, rows.addresses,
            Same(registered_on), Same(""),
        ),
        persons=encode(
            PERSONS,
            rows.person_ids, rows.areas, rows.names, rows.pinyin, rows.sexes, rows.born_on,
            rows.id_numbers, rows.id_indexes, rows.phones, rows.phone_indexes, rows.phone_tails,
        ),
        memberships=encode(
            MEMBERSHIPS,
            new_ids(len(rows)), rows.ids, rows.person_ids, Same("0"), Same(f"[{registered_on},)"),
        ),
        facts=recording.encode_alike(
            events.HouseholdRegistered(area="", occurred_on=registered_on, object_id=NIL),
            areas=rows.areas,
            categories=[events.category_of(is_resident) for is_resident in rows.are_resident],
            objects=rows.ids,
            clock=clock,
        ),
        ids=b"".join(rows.ids),
    )  # fmt: skip


def encode(table: Mapping[str, str], *columns: Column) -> bytes:
    return copying.encode(list(table.values()), columns)
