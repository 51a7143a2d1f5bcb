"""Households come onto the register, one by a form or 165,570 by a roster: the same statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from jinguo.core import bulk, copying, crypto, parallel, trail
from jinguo.core.errors import Invalid, JinguoError, NotFound, Refused
from jinguo.facts.actions import recording
from jinguo.org.models import Area
from jinguo.people import parts, policies, queries
from jinguo.people.checking import check_household
from jinguo.people.parts import Part
from jinguo.people.rows import HouseholdIn, SealedHouseholds, common_area, seal_households

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

T = TypeVar("T")
LAST_SERIAL = 99_999
PART = 15_000  # rows made ready at once; large enough to fill a core, small enough to share them


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
    *, actor: Actor, rows: SealedHouseholds, registered_on: date, now: datetime
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
    areas = sorted(set(rows.areas))
    lock_villages(areas)
    policies.check_register(actor, areas)
    refuse_known(rows)
    codes = next_codes(rows.areas, rows.codes)
    part = parts.part_of(rows, codes, registered_on, recording.clock())
    copy_part(part)
    ids = part.household_ids()
    note(actor, areas, len(ids), ids[0] if len(ids) == 1 else None)
    return ids


@transaction.atomic
def register_roster(
    *, actor: Actor, rows: Sequence[HouseholdIn], registered_on: date, now: datetime
) -> list[UUID]:
    """
    Put the rows of a roster on the register, which were checked before, and return their ids in order.

    The same as :func:`register_households` for very many rows: they are sealed in other processes while
    earlier ones are copied, and where the register was empty its indexes are built at the end. Rows
    bring no code. On any error nothing is written.

    :raises NotFound: a village is not there
    :raises Denied: a village lies outside what the actor edits or imports for
    :raises AlreadyRegistered: an ID number is known or comes twice
    :raises VillageFull: no serial is left
    """
    if not rows:
        return []
    areas = sorted({row.area for row in rows})
    lock_villages(areas)
    policies.check_register(actor, areas)
    codes = next_codes([row.area for row in rows], [""] * len(rows))
    ring, clock = crypto.ring(), recording.clock()

    def make(first: int) -> Part:
        chosen = slice(first, first + PART)
        return parts.make_part(
            rows[chosen], codes[chosen], ring=ring, registered_on=registered_on, clock=clock
        )

    ids = []
    try:
        with (
            bulk.indexes_afterwards(parts.TABLES, len(rows)),
            recording.many(len(rows)),
        ):
            for part in parallel.over(make, range(0, len(rows), PART)):
                copy_part(part)
                ids += part.household_ids()
    except IntegrityError as taken:
        raise AlreadyRegistered(
            _("An ID number was registered by someone else meanwhile. Check the roster again.")
        ) from taken
    note(actor, areas, len(rows), None)
    return ids


def copy_part(part: Part) -> None:
    """Copy households, heads, memberships and facts into their tables."""
    household, person, membership = parts.TABLES
    copying.copy(household, list(parts.HOUSEHOLDS), part.households)
    copying.copy(person, list(parts.PERSONS), part.persons)
    copying.copy(membership, list(parts.MEMBERSHIPS), part.memberships)
    recording.copy_encoded(part.facts)


def note(actor: Actor, areas: Sequence[str], count: int, one: UUID | None) -> None:
    trail.note(
        actor,
        "people.register",
        object_type="people.household",
        object_id=one,
        area=common_area(areas),
        count=count,
    )


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


def refuse_known(rows: SealedHouseholds) -> None:
    """
    Pass when no ID number and no code is on the register or comes twice.

    :raises AlreadyRegistered: with the indexes of the rows, from 0, in ``fields``
    """
    codes = places(rows.codes)
    indexes = places(UUID(bytes=index) if index else None for index in rows.id_indexes)
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


def next_codes(areas: Sequence[str], given: Sequence[str]) -> list[str]:
    """
    Return each row's code: the one given, or the next serial of its village.

    The villages must be locked.

    :raises VillageFull: no serial is left
    """
    serials = last_serials(
        sorted({area for area, code in zip(areas, given, strict=True) if not code})
    )
    for code in given:
        if code and code[:12] in serials:
            serials[code[:12]] = max(serials[code[:12]], int(code[12:]))
    return [code or next_code(serials, area) for area, code in zip(areas, given, strict=True)]


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
