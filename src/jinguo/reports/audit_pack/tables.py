"""What a pack is made of: tables, words for acts, and names for accounts that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.core.identifiers import find_identifiers
from jinguo.org.models import Account

Cell = str | int


@dataclass(frozen=True)
class Table:
    """One sheet of the workbook and one section of the document; ``note`` says what it holds."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    note: str = ""
    is_long: bool = False
    """Whether the document leaves its rows to the workbook."""


@dataclass(frozen=True)
class Words:
    """
    What an act, the code of a reason and a role are called.

    A reason that is no code but someone's own words has none: it is empty, and does not go into a pack.
    """

    act: Callable[[str], str]
    reason: Callable[[str], str]
    role: Callable[[str], str]


class Accounts:
    """
    What accounts are called in a pack: staff by their sign-in names, residents together, jobs by themselves.

    A sign-in name that is somebody's number is left out for the end of the account's id.
    """

    def __init__(self, ids: Collection[UUID | None]) -> None:
        staff = Account.objects.of_staff().filter(pk__in={one for one in ids if one})
        self.staff = dict(staff.values_list("pk", "username"))
        residents = Account.objects.filter(kind=Account.Kind.RESIDENT, pk__in={*ids} - {None})
        self.residents = set(residents.values_list("pk", flat=True))

    def say(self, account: UUID | None, actor: str = "") -> str:
        """Return what an account, or whoever acted without one, is called."""
        if account is None:
            return actor if actor.startswith("system:") else _("without an account")
        if account in self.residents:
            return _("residents, together")
        name = self.staff.get(account, "")
        return name if name and not find_identifiers(name) else f"#{account.hex[-8:]}"


def safe(text: str) -> str:
    """Return words someone wrote, unless a person can be found by them."""
    return _("(left out: it holds a number of a person)") if find_identifiers(text) else text


def day_of(at: datetime) -> str:
    """Return the day of an instant in the zone of the office."""
    return str(at.astimezone(ZoneInfo(settings.TIME_ZONE)).date())
