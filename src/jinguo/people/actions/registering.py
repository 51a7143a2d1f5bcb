"""Households come onto the register, one by a form or 165,570 by a roster: the same statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.core import bulk, copying, crypto, parallel, progress, trail
from jinguo.core.errors import Invalid, JinguoError, NotFound, Refused
from jinguo.core.ids import new_ids
from jinguo.facts.actions import recording
from jinguo.org.models import Area
from jinguo.people import parts, policies, queries
from jinguo.people.checking import check_day, check_household
from jinguo.people.rows import ID_NUMBER, HouseholdIn, common_area

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

T = TypeVar("T")
LAST_SERIAL = 99_999
PART = 15_000  # rows made ready at once; large enough to fill a core, small enough to share them


class AlreadyRegistered(Refused):
    """An ID number or a household code is on the register already, or comes twice."""

    code = "already-registered"


TAKEN = {
    "one_living_record_per_id_number": gettext_lazy(
        "Someone else registered the same ID number a moment ago. Check it and try again."
    ),
    "household_code_is_given_once": gettext_lazy(
        "The same household code was given to another household. Check it and try again."
    ),
}
"""What to say when a constraint has the last word: another transaction was quicker than our checks."""


def already_registered(broken: IntegrityError) -> AlreadyRegistered:
    """
    Return the refusal for a number or code that another transaction has taken.

    :raises IntegrityError: the constraint is another one, so this is a fault of ours
    """
    name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None)
    if name not in TAKEN:
        raise broken
    return AlreadyRegistered(str(TAKEN[name]))


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


@transaction.atomic
def register_households(
    *, actor: Actor, rows: Sequence[HouseholdIn], registered_on: date, now: datetime
) -> list[UUID]:
    """
    Put households with their heads on the register and return their ids in the rows' order.

    Every row is checked by the same rules as the form. Writes household, head and membership and records
    ``people.household`` +1 for each, in a number of statements that does not grow with the rows. A row
    without a code gets its village's next serial, under a lock of the village. On any error nothing is
    written.

    :raises Invalid: rows that do not pass; ``fields`` maps the row's index (from 0) to its sentence. Or
        ``registered_on`` is to come
    :raises NotFound: a village is not there
    :raises Denied: a village lies outside what the actor edits or imports for
    :raises AlreadyRegistered: an ID number or code is known or comes twice; ``fields`` has the indexes
    :raises VillageFull: no serial is left
    """
    if not rows:
        return []
    check_day(registered_on, now)
    checked = check_all(rows, registered_on)
    areas = sorted({row.area for row in checked})
    lock_villages(areas)
    policies.check_register(actor, areas)
    refuse_known(checked)
    ids = [UUID(bytes=one) for one in write(checked, registered_on)]
    note(actor, areas, len(ids), ids[0] if len(ids) == 1 else None)
    return ids


def check_all(rows: Sequence[HouseholdIn], on: date) -> list[HouseholdIn]:
    """
    Return the rows normalised.

    :raises Invalid: see :func:`register_households`
    """
    checked: list[HouseholdIn] = []
    wrong: dict[str, object] = {}
    for at, row in enumerate(rows):
        try:
            checked.append(check_household(row, on))
        except JinguoError as fault:
            wrong[str(at)] = fault.message
    if wrong:
        raise Invalid(
            str(next(iter(wrong.values())))
            if len(rows) == 1
            else _("{count} rows cannot be registered.").format(count=len(wrong)),
            **wrong,
        )
    return checked


@transaction.atomic
def register_roster(
    *, actor: Actor, rows: Sequence[HouseholdIn], registered_on: date, now: datetime
) -> list[bytes]:
    """
    Put the rows of a roster on the register, which were checked before, and return their ids in order.

    The same as :func:`register_households` for very many rows, whose checks are not repeated one by one.
    An id is 16 bytes: making 165,570 of them UUIDs takes as long as sealing a column. On any error nothing
    is written.

    :raises Invalid: ``registered_on`` is to come
    :raises NotFound: a village is not there
    :raises Denied: a village lies outside what the actor edits or imports for
    :raises AlreadyRegistered: an ID number or code is known or comes twice
    :raises VillageFull: no serial is left
    """
    if not rows:
        return []
    check_day(registered_on, now)
    areas = sorted({row.area for row in rows})
    lock_villages(areas)
    policies.check_register(actor, areas)
    ids = write(rows, registered_on)
    note(actor, areas, len(ids), None)
    return ids


def write(rows: Sequence[HouseholdIn], registered_on: date) -> list[bytes]:
    """
    Write checked rows into four tables and return the ids of their households, 16 bytes each.

    Other processes make the rows ready. The tables are filled in the order in which the database has
    most to do while they do: what it indexes longest is made first, what is longest to make is last.

    :raises AlreadyRegistered: another transaction took an ID number or code after our checks
    :raises VillageFull: no serial is left
    """
    ids, heads = new_ids(len(rows)), new_ids(len(rows))
    codes = next_codes([row.area for row in rows], [row.code for row in rows])
    ring, clock = crypto.ring(), recording.clock()

    def make_memberships(chosen: slice) -> bytes:
        return parts.memberships_of(ids[chosen], heads[chosen], registered_on)

    def make_homes(chosen: slice) -> parts.Homes:
        return parts.homes_of(
            rows[chosen], codes[chosen], ids[chosen],
            ring=ring, registered_on=registered_on, clock=clock,
        )  # fmt: skip

    def make_heads(chosen: slice) -> bytes:
        return parts.heads_of(rows[chosen], heads[chosen], ring)

    slices = [slice(first, first + PART) for first in range(0, len(rows), PART)]
    makers = (make_memberships, make_homes, make_heads)
    steps = [(make, chosen) for make in makers for chosen in slices]
    parts_made = parallel.over(lambda step: step[0](step[1]), steps, ahead=len(steps))
    made: Iterator[Any] = counted(parts_made, len(steps), len(rows))
    household, person, membership = parts.TABLES
    try:
        with (
            recording.many(len(rows)) as facts_are_complete,
            bulk.indexes_afterwards(parts.TABLES, len(rows)) as build,
        ):
            memberships = b"".join(islice(made, len(slices)))
            copying.copy(membership, list(parts.MEMBERSHIPS), memberships)
            build(membership)
            for homes in islice(made, len(slices)):
                copying.copy(household, list(parts.HOUSEHOLDS), homes.households)
                recording.copy_encoded(homes.facts)
            build(household)
            facts_are_complete()
            for persons in made:
                copying.copy(person, list(parts.PERSONS), persons)
    except IntegrityError as broken:
        raise already_registered(broken) from broken
    return ids


def counted(parts_made: Iterator[T], count: int, rows: int) -> Iterator[T]:
    """Yield the parts, and say with each how many rows that makes; the last of them when all is written."""
    for at, part in enumerate(parts_made):
        progress.count(rows * at // count, rows)
        yield part


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


def refuse_known(rows: Sequence[HouseholdIn]) -> None:
    """
    Pass when no ID number and no code is on the register or comes twice.

    :raises AlreadyRegistered: with the indexes of the rows, from 0, in ``fields``
    """
    codes = places(row.code for row in rows)
    numbers = places(row.id_number for row in rows)
    codes.pop("", None)
    numbers.pop("", None)
    indexes = dict(zip(numbers, crypto.blind_many(ID_NUMBER, list(numbers)), strict=True))
    known = set(queries.known_id_indexes(indexes.values()))
    taken = set(queries.codes_in_use(codes)) if codes else set()
    wrong_numbers = [
        at for one, where in numbers.items() if indexes[one] in known or where[1:] for at in where
    ]
    wrong_codes = [at for one, where in codes.items() if one in taken or where[1:] for at in where]
    wrong = sorted({*wrong_numbers, *wrong_codes})
    if len(rows) == 1 and wrong_numbers:
        raise AlreadyRegistered(
            _("This ID number is on the register already."), rows=wrong, id_number=""
        )
    if len(rows) == 1 and wrong_codes:
        raise AlreadyRegistered(_("This household code is on the register already."), rows=wrong)
    if wrong:
        raise AlreadyRegistered(
            _("{count} rows bear an ID number or code that is taken.").format(count=len(wrong)),
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
