"""
Who is with minors, and whether her crime-record check lets her: the port to the module that keeps the checks.

``config.wiring`` connects it. Nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

HeldUntil = Callable[[Collection[UUID], date], Mapping[UUID, date]]
_port: list[HeldUntil] = []


def connect(held_until: HeldUntil) -> None:
    """Make this what tells of the checks; called once by the wiring."""
    _port[:] = [held_until]


def held_until(persons: Collection[UUID], on: date) -> Mapping[UUID, date]:
    """Return the last day of the latest check of each of some persons who has one by a day."""
    return _port[0](persons, on) if persons else {}


@dataclass(frozen=True)
class Helping:
    """
    Somebody who is with minors from a day to a day, both inclusive, and the last day of her check.

    ``person`` is None for an instructor announced by name only, ``held_until`` for who has no check.
    ``helper`` is the row by which she is on the list of those who help; None for who teaches or enrolled.
    """

    name: str
    person: UUID | None
    first_on: date
    last_on: date
    held_until: date | None
    helper: UUID | None = None

    @property
    def may_begin(self) -> bool:
        """Say whether her check holds on her first day."""
        return self.held_until is not None and self.held_until >= self.first_on

    @property
    def runs_out(self) -> bool:
        """Say whether her check holds on her first day, but not on her last."""
        return self.may_begin and self.held_until is not None and (self.held_until < self.last_on)

    @property
    def said(self) -> str:
        """What stands in her way and what to do about it; empty where nothing does."""
        if self.person is None:
            return _(
                "%(name)s is announced by name only. Put her on the list of who helps, from the register,"
                " so that her crime-record check is known."
            ) % {"name": self.name}
        if self.held_until is None:
            return _(
                "%(name)s may not be with minors: no crime-record check of hers is on record. Have one"
                " recorded, or let somebody else take her place."
            ) % {"name": self.name}
        days = {
            "name": self.name,
            "until": date_format(self.held_until),
            "day": date_format(self.first_on),
            "last": date_format(self.last_on),
        }
        if not self.may_begin:
            return (
                _(
                    "%(name)s may not be with minors on %(day)s: her crime-record check holds until"
                    " %(until)s. Have the next one recorded, or let somebody else take her place."
                )
                % days
            )
        if self.runs_out:
            return (
                _(
                    "The crime-record check of %(name)s holds until %(until)s, and she helps until %(last)s."
                    " Have the next one recorded by then."
                )
                % days
            )
        return ""
