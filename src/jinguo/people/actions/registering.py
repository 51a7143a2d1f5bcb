"""Households come onto the register, one by a form or 165,570 by a roster: the same statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, JinguoError, NotFound, Refused
from jinguo.core.ids import new_id
from jinguo.facts import actions as facts
from jinguo.org.models import Area
from jinguo.people import events, policies, queries
from jinguo.people.checking import check_household
from jinguo.people.rows import HouseholdIn, SealedHousehold, common_area, seal_households

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

T = TypeVar("T")
LAST_SERIAL = 99_999
HOUSEHOLD_COLUMNS = {
    "id": "uuid", "code": "varchar", "area_id": "varchar", "head_name": "varchar",
    "head_pinyin": "varchar", "head_initials": "varchar", "phone_tail": "varchar",
    "member_count": "int2", "is_resident": "bool", "yard": "varchar", "address": "bytea",
    "registered_on": "date", "closed_reason": "varchar",
}  # fmt: skip
PERSON_COLUMNS = {
    "id": "uuid", "area_id": "varchar", "name": "varchar", "pinyin": "varchar", "sex": "varchar",
    "born_on": "date", "id_number": "bytea", "id_index": "uuid", "phone": "bytea",
    "phone_index": "uuid", "phone_tail": "varchar",
}  # fmt: skip


class AlreadyRegistered(Refused):
    """An ID number or a household code is on the register already, or comes twice."""

    code = "already-registered"


class VillageFull(Refused):
    """The village has used all 99,999 serials."""

    code = "village-full"


def register_household(
    *, actor: Actor, row: HouseholdIn, registered_on: date, now: datetime
) -> UUID:
    """
    Put one household with its head on the register and return its id.

    :raises: what :func:`register_households` raises
    """
    return register_households(actor=actor, rows=[row], registered_on=registered_on, now=now)[0]


def register_households(
    *, actor: Actor, rows: Sequence[HouseholdIn], registered_on: date, now: datetime
) -> list[UUID]:
    """
    Put households with their heads on the register and return their ids in the rows' order.

    Every row is checked by the same rules as the form. See :func:`register_sealed_households`.

    :raises Invalid: rows that do not pass; ``fields`` maps the row's index (from 0) to its sentence
    """
    checked: list[HouseholdIn] = []
    wrong: dict[str, object] = {}
    for at, row in enumerate(rows):
        try:
            checked.append(check_household(row))
        except JinguoError as fault:
            wrong[str(at)] = fault.message
    if wrong:
        raise Invalid(
            str(next(iter(wrong.values())))
            if len(rows) == 1
            else _("{count} rows cannot be registered.").format(count=len(wrong)),
            **wrong,
        )
    return register_sealed_households(
        actor=actor,
        rows=seal_households(checked, crypto.ring()),
        registered_on=registered_on,
        now=now,
    )


@transaction.atomic
def register_sealed_households(
    *, actor: Actor, rows: Sequence[SealedHousehold], registered_on: date, now: datetime
) -> list[UUID]:
    """
    Put households on the register whose rows were checked and sealed before (``rows.seal_households``).

    Writes household, head and membership and records ``people.household`` +1 for each, in a number
    of statements that does not grow with the rows. A row without a code gets its village's next serial,
    under a lock of the village. On any error nothing is written.

    :raises NotFound: a village is not there
    :raises Denied: a village lies outside what the actor edits or imports for
    :raises AlreadyRegistered: an ID number or code is known or comes twice; ``fields`` has the indexes
    :raises VillageFull: no serial is left
    """
    if not rows:
        return []
    areas = sorted({row.area for row in rows})
    lock_villages(areas)
    policies.check_register(actor, areas)
    refuse_known(rows)
    rows = with_codes(rows)
    store(rows, registered_on)
    facts.record([registered(row, registered_on) for row in rows], actor=actor)
    trail.note(
        actor,
        "people.register",
        object_type="people.household",
        object_id=rows[0].id if len(rows) == 1 else None,
        area=common_area(areas),
        count=len(rows),
    )
    return [row.id for row in rows]


def lock_villages(areas: Sequence[str]) -> None:
    """
    Hold the villages' rows, so that serials are given out one transaction after another.

    :raises NotFound: one is not there, or is not a village
    """
    villages = Area.objects.filter(code__in=areas, level="village").order_by("code")
    there = set(villages.select_for_update(no_key=True).values_list("code", flat=True))
    missing = [area for area in areas if area not in there]
    if missing:
        raise NotFound(_("There is no village {area}.").format(area=missing[0]), areas=missing)


def refuse_known(rows: Sequence[SealedHousehold]) -> None:
    """
    Pass when no ID number and no code is on the register or comes twice.

    :raises AlreadyRegistered: with the indexes of the rows, from 0, in ``fields``
    """
    codes = places(row.code for row in rows)
    indexes = places(row.id_index for row in rows)
    codes.pop("", None)
    indexes.pop(None, None)
    known: set[object] = set(queries.codes_in_use(codes)) if codes else set()
    known.update(queries.known_id_indexes(one for one in indexes if one))
    repeated = [where for one, where in [*codes.items(), *indexes.items()] if one in known]
    twice = [where for where in [*codes.values(), *indexes.values()] if len(where) > 1]
    wrong = sorted({at for where in [*repeated, *twice] for at in where})
    if wrong:
        raise AlreadyRegistered(
            _("This ID number or household code is on the register already.")
            if len(rows) == 1
            else _("{count} rows bear an ID number or code that is taken.").format(
                count=len(wrong)
            ),
            rows=wrong,
        )


def places(values: Iterable[T]) -> dict[T, list[int]]:
    found: defaultdict[T, list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        found[value].append(at)
    return dict(found)


def with_codes(rows: Sequence[SealedHousehold]) -> list[SealedHousehold]:
    """
    Return the rows with the next serials of their villages where they brought no code.

    The villages must be locked.

    :raises VillageFull: no serial is left
    """
    wanting = sorted({row.area for row in rows if not row.code})
    serials = last_serials(wanting)
    for row in rows:
        if row.code and row.code[:12] in serials:
            serials[row.code[:12]] = max(serials[row.code[:12]], int(row.code[12:]))
    return [row if row.code else row._replace(code=next_code(serials, row.area)) for row in rows]


def next_code(serials: dict[str, int], area: str) -> str:
    serials[area] += 1
    if serials[area] > LAST_SERIAL:
        raise VillageFull(_("Village {area} has no household number left.").format(area=area))
    return f"{area}{serials[area]:05d}"


def last_serials(areas: Sequence[str]) -> dict[str, int]:
    """Return the highest serial given out in each village, 0 for none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v, (SELECT max(h.code) FROM people_household h"
            " WHERE h.code BETWEEN v || '00000' AND v || '99999') FROM unnest(%s::text[]) v",
            [list(areas)],
        )
        return {area: int(code[12:]) if code else 0 for area, code in cursor.fetchall()}


def store(rows: Sequence[SealedHousehold], registered_on: date) -> None:
    """Copy households, heads and memberships into their tables."""
    copy_rows(
        "people_household",
        HOUSEHOLD_COLUMNS,
        (
            (
                r.id, r.code, r.area, r.name, r.pinyin, r.initials, r.phone_tail, r.member_count,
                r.is_resident, r.yard, r.address, registered_on, "",
            )
            for r in rows
        ),
    )  # fmt: skip
    copy_rows(
        "people_person",
        PERSON_COLUMNS,
        (
            (
                r.person_id, r.area, r.name, r.pinyin, r.sex, r.born_on, r.id_number, r.id_index,
                r.phone, r.phone_index, r.phone_tail,
            )
            for r in rows
        ),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_membership (id, household_id, person_id, relation, period)"
            " SELECT m, h, p, '0', daterange(%s, NULL)"
            " FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS rows (m, h, p)",
            [
                registered_on,
                [new_id() for _ in rows],
                [row.id for row in rows],
                [row.person_id for row in rows],
            ],
        )


def copy_rows(table: str, columns: dict[str, str], rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows by binary COPY; ``columns`` maps names to PostgreSQL types."""
    names = ", ".join(columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(list(columns.values()))
        for row in rows:
            copy.write_row(row)


def registered(row: SealedHousehold, on: date) -> events.HouseholdRegistered:
    return events.HouseholdRegistered(
        area=row.area,
        occurred_on=on,
        object_id=row.id,
        category=events.category_of(row.is_resident),
        subject=row.id,
    )
