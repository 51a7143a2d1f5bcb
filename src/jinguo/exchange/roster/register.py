"""A roster's rows against the register: which contradict it, which say the same, which say something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from jinguo.core import crypto
from jinguo.exchange.roster.cells import tidy_names
from jinguo.exchange.roster.checks import Roster
from jinguo.exchange.roster.fields import Field
from jinguo.exchange.roster.reasons import Reason
from jinguo.org import queries as org
from jinguo.people import queries as people
from jinguo.people.actions import HouseholdChange, PersonChange
from jinguo.people.queries import Bearer
from jinguo.people.rows import HOUSEHOLD, ID_NUMBER, PHONE


def compare(roster: Roster, on: date) -> None:
    """
    Sort out the good rows whose household is on the register already.

    A row whose ID number is there in another village, under another name or not as a head's is wrong. The
    others are the same when each of their cells says what the register says, and differ when one does not;
    an empty cell says nothing. A household of a village that was merged by that day is one of the village
    that took it over.
    """
    if not people.is_anybody_registered():
        return
    known = known_rows(roster, on)
    for name, rows in differences(roster, known):
        for row in rows:
            roster.differing.setdefault(row, []).append(name)
    roster.same = known.keys() - roster.differing.keys()
    roster.households = {row: household_of(known[row]) for row in roster.differing}


def known_rows(roster: Roster, on: date) -> dict[int, Bearer]:
    """Return by row the heads whose rows agree with the register, and mark the rows that contradict it."""
    bad = roster.bad_rows()
    rows = [row for row in range(len(roster)) if row not in bad]
    numbers = roster.columns[Field.ID_NUMBER]
    indexes = crypto.blind_many(ID_NUMBER, [numbers[row] for row in rows])
    bearers = {one.id_index: one for one in people.bearers(indexes)}
    moves = org.moves_on(on)
    known = {}
    for row, index in zip(rows, indexes, strict=True):
        person = bearers.get(index)
        if person is None:
            continue
        is_there = moves.place_of(person.area) == roster.area[row]
        reason = contradiction(person, is_there, roster.columns[Field.HEAD][row])
        if reason is None:
            known[row] = person
        else:
            roster.add([row], Field.ID_NUMBER, reason)
    return known


def contradiction(person: Bearer, is_there: bool, name: str) -> Reason | None:
    """Return why a row cannot be the household this person heads; ``is_there``: in the row's village."""
    if not is_there:
        return Reason.ID_ELSEWHERE
    if person.name != name:
        return Reason.ID_OTHER_NAME
    return None if person.household is not None else Reason.ID_NOT_HEAD


def household_of(person: Bearer) -> UUID:
    """Return the household of someone who is the head of one."""
    if person.household is None:
        raise ValueError("not a head")
    return person.household


def differences(
    roster: Roster, known: Mapping[int, Bearer]
) -> Iterator[tuple[Field, Iterable[int]]]:
    """Yield the fields that may differ, each with the rows that say something else than the register."""
    yield Field.PHONE, other_phones(roster, known)
    for name, said, of in (
        (Field.MEMBERS, roster.members, "member_count"),
        (Field.RESIDENT, roster.is_resident, "is_resident"),
        (Field.YARD, roster.yard, "yard"),
        (Field.LANE, roster.given(Field.LANE), "lane"),
    ):
        cells = roster.given(name)
        yield (
            name,
            (
                row
                for row, person in known.items()
                if cells[row] and said[row] != getattr(person, of)
            ),
        )
    yield Field.ADDRESS, other_addresses(roster, known)


def other_phones(roster: Roster, known: Mapping[int, Bearer]) -> list[int]:
    """Return the rows with another phone than the head's: their blind indexes are compared."""
    phones = roster.given(Field.PHONE)
    rows = [row for row in known if phones[row]]
    indexes = crypto.blind_many(PHONE, [phones[row] for row in rows])
    return [row for row, index in zip(rows, indexes, strict=True) if index != known[row].phone]


def other_addresses(roster: Roster, known: Mapping[int, Bearer]) -> list[int]:
    """Return the rows with another address; those on the register are opened and put right as cells are."""
    addresses = roster.given(Field.ADDRESS)
    rows = [row for row in known if addresses[row]]
    sealed = {row: token for row in rows if (token := known[row].address) is not None}
    households = [household_of(known[row]) for row in sealed]
    opened = crypto.unseal_many(HOUSEHOLD, "address", households, list(sealed.values()))
    there = dict(zip(sealed, tidy_names(opened), strict=True))
    return [row for row in rows if there.get(row) != addresses[row]]


def changes(roster: Roster) -> dict[UUID, HouseholdChange]:
    """Return what the rows that differ would change, by household."""
    phones = roster.given(Field.PHONE)
    said: dict[str, tuple[str, list[Any]]] = {
        Field.MEMBERS: ("member_count", roster.members),
        Field.RESIDENT: ("is_resident", roster.is_resident),
        Field.YARD: ("yard", roster.yard),
        Field.LANE: ("lane", roster.given(Field.LANE)),
        Field.ADDRESS: ("address", roster.given(Field.ADDRESS)),
    }
    return {
        roster.households[row]: HouseholdChange(
            head=PersonChange(phone=phones[row]) if Field.PHONE in names else None,
            **{said[name][0]: said[name][1][row] for name in names if name in said},
        )
        for row, names in roster.differing.items()
    }
