"""
What a programme says on bodies, agreements, volunteers and appointments, as a pack publishes it and as the
rest of the module works with it.

Nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.dates import months_after
from jinguo.core.errors import Invalid, Refused
from jinguo.core.language import Labelled
from jinguo.members import models

T = TypeVar("T", bound="Titled")


class NotInPlan(Refused):
    """The plan does not provide for this, there and on that day."""

    code = "not-in-plan"


@dataclass(frozen=True)
class Titled(Labelled):
    """Something the plan names."""

    id: str
    title: str
    title_en: str = ""


@dataclass(frozen=True)
class Bodies:
    """
    How associations take in members.

    All ``conditions`` are met; of the votes cast more than ``more_than`` per cent are for. The check is due
    ``check_days`` after the application and the vote ``vote_days`` after the check, in natural days.
    """

    conditions: Sequence[Titled]
    more_than: int
    check_days: int
    vote_days: int

    def is_carried(self, votes_for: int, votes_cast: int) -> bool:
        """Say whether the council admits."""
        return votes_for * 100 > votes_cast * self.more_than


@dataclass(frozen=True)
class Agreements:
    """What agreements are about, and how long they run; their end is a to-do ``warn_days`` before."""

    items: Sequence[Titled]
    least_years: int
    most_years: int
    warn_days: int
    duty_warn_days: int


@dataclass(frozen=True)
class Volunteers:
    """What volunteers can do."""

    skills: Sequence[Titled]


@dataclass(frozen=True)
class RecordChecks:
    """How long a crime-record check lets someone work with minors, and when the next one is a to-do."""

    months: int
    warn_days: int


@dataclass(frozen=True)
class Kind(Titled):
    """A kind of appointment: its term in months, and when its end is a to-do."""

    months: int = 24
    warn_days: int = 60

    def last_day(self, starts_on: date) -> date:
        """Return the last day of a term that begins on a day."""
        return months_after(starts_on, self.months) - timedelta(days=1)


@dataclass(frozen=True)
class Assignments:
    """Which kind of appointment lets someone take a community, and when the end of that is a to-do."""

    kind: str
    warn_days: int


@dataclass(frozen=True)
class Scheme:
    """What one programme says, in force in an area; what it does not provide for is None or empty."""

    id: UUID
    programme: str
    area: str
    valid_from: date
    bodies: Bodies | None = None
    agreements: Agreements | None = None
    volunteers: Volunteers | None = None
    record_checks: RecordChecks | None = None
    appointments: Sequence[Kind] = ()
    assignments: Assignments | None = None

    def kind(self, key: str) -> Kind:
        """
        Return a kind of appointment.

        :raises NotInPlan: the programme has none of this id
        """
        found = find(self.appointments, key)
        if found is None:
            raise NotInPlan(_("The plan has no such appointment."))
        return found


def find(things: Iterable[T], key: str) -> T | None:
    """Return the thing of an id, or None."""
    return next((one for one in things if one.id == key), None)


def label_of(things: Iterable[Titled], key: str) -> str:
    """Return what an id is called; the id itself where the plan does not name it."""
    found = find(things, key)
    return found.label if found else key


def as_definition(given: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the parts of a definition as a pack stores it, ready for :class:`Scheme`.

    :raises Invalid: two of one id, an assignment to a kind that is not there, or nothing at all
    """
    bodies, agreements = given.get("bodies"), given.get("agreements")
    volunteers, checks = given.get("volunteers"), given.get("record_checks")
    appointments = _once([Kind(**one) for one in given.get("appointments", ())])
    assignments = given.get("assignments")
    made = {
        "bodies": bodies and Bodies(**bodies | {"conditions": _titled(bodies["conditions"])}),
        "agreements": agreements and Agreements(**agreements | {"items": _titled(agreements["items"])}),
        "volunteers": volunteers and Volunteers(_titled(volunteers["skills"])),
        "record_checks": checks and RecordChecks(**checks),
        "appointments": appointments,
        "assignments": assignments and Assignments(**assignments),
    }  # fmt: skip
    if not any(made.values()):
        raise Invalid(_("A members section says something; this one is empty."))
    if assignments and find(appointments, assignments["kind"]) is None:
        raise Invalid(_("Assignments name a kind of appointment that is not there."))
    return made


def _titled(rows: Iterable[Mapping[str, Any]]) -> Sequence[Titled]:
    return _once([Titled(**row) for row in rows])


def _once(things: Sequence[T]) -> Sequence[T]:
    if len({one.id for one in things}) < len(things):
        raise Invalid(_("Two things of a members section have the same id."))
    return things


def as_scheme(row: models.Scheme) -> Scheme:
    """Return a stored scheme, ready to work with."""
    return Scheme(
        id=row.id,
        programme=row.programme,
        area=row.area,
        valid_from=row.valid_from,
        **as_definition(row.definition),
    )
