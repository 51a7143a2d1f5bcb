"""
The port through which each module says what it keeps of persons, and what becomes of it when they are erased.

A module gives a :class:`Part`. Its obstacles are what has to end first; its pieces are rows of its tables and
what is done to them. A dry run counts the pieces and the erasing carries them out, so that the one cannot say
something else than the other does. ``config.wiring`` connects the parts, the uppermost module first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, Func, QuerySet, TextChoices, TextField, Value
from django.db.models.functions import Left
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.core.errors import Refused

NOBODY = "***"
"""What stands in the place of a name that was erased or is not to be used."""
AT_ONCE = 10_000  # rows of one statement


class Does(TextChoices):
    """What becomes of rows."""

    REMOVE = "remove", gettext_lazy("removed")
    BLANK = "blank", gettext_lazy("made blank")
    KEEP = "keep", gettext_lazy("kept")


class Why(TextChoices):
    """Why rows stay that are about someone erased."""

    COUNTED = "counted", gettext_lazy("Figures rest on it. It holds a code instead of a person.")
    NAMELESS = "nameless", gettext_lazy("It names nobody: it leads to the emptied record alone.")
    ACCOUNTS = "accounts", gettext_lazy("Accounts are kept. They name nobody.")
    TRAIL = "trail", gettext_lazy("Who did what is kept whole, without names of residents.")


class PlanChanged(Refused):
    """What would be erased is no longer what was proposed."""

    code = "plan-changed"


@dataclass(frozen=True, kw_only=True)
class Going:
    """
    Who is to be erased, together with the records merged into theirs.

    ``households`` have left the register and bear the name of one of them, who stands with each.
    ``names`` are all names they had, by which they are found in the words of others.
    """

    persons: frozenset[UUID]
    households: Mapping[UUID, UUID]
    names: frozenset[str]
    now: datetime

    @property
    def today(self) -> date:
        """The day on which they are erased."""
        return localdate(self.now)

    @property
    def pattern(self) -> str:
        """The regular expression that finds any of the names; nothing where there is none."""
        return "|".join(re.escape(name) for name in sorted(self.names)) or "\a"

    def without_names(self, column: str, most: int) -> Any:
        """Return the expression for a text column without any of the names, ``most`` signs long."""
        found = Func(
            F(column),
            Value(self.pattern),
            Value(NOBODY),
            Value("g"),
            function="regexp_replace",
            output_field=TextField(),
        )
        return Left(found, most)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """
    Some rows of one table and what becomes of them.

    ``values`` are set where they are made blank; ``by`` does it instead, from their keys. ``why`` says why
    they are kept. ``after`` is told the keys once all of it has been written, to erase files.
    """

    rows: QuerySet[Any]
    does: Does = Does.REMOVE
    values: Mapping[str, Any] = field(default_factory=dict)
    by: Callable[[Sequence[UUID]], int] | None = None
    why: Why | None = None
    after: Callable[[UUID], object] | None = None

    @property
    def record(self) -> str:
        """The table: ``module.Model``."""
        meta = self.rows.model._meta
        return f"{meta.app_label}.{meta.object_name}"

    def keys(self) -> list[UUID]:
        """Return the keys of its rows, each once."""
        return list(self.rows.order_by().values_list("pk", flat=True).distinct())


def kept(rows: QuerySet[Any], why: Why) -> Piece:
    """Return a piece whose rows stay, and why."""
    return Piece(rows=rows, does=Does.KEEP, why=why)


def blanked(rows: QuerySet[Any], **values: Any) -> Piece:
    """Return a piece whose rows stay with these values in the place of what they held."""
    return Piece(rows=rows, does=Does.BLANK, values=values)


class Obstacle(NamedTuple):
    """Why one of those is still needed, and what has to end first."""

    person: UUID
    sentence: str


@dataclass(frozen=True)
class Aged:
    """
    Rows of a treatment whose time is over by themselves, whoever they are about.

    ``piece`` is told the last day that is too long ago. ``area`` is the path to the code of their area.
    """

    treatment: str
    area: str
    piece: Callable[[date], Piece]


@dataclass(frozen=True)
class Part:
    """What one module has to do with erasing; of what it leaves out it has nothing."""

    obstacles: Callable[[Going], Iterable[Obstacle]] = lambda _those: ()
    pieces: Callable[[Going], Iterable[Piece]] = lambda _those: ()
    aged: Sequence[Aged] = ()


@dataclass(frozen=True)
class Line:
    """How many rows of a table become what, as the dry run and the certificate say."""

    record: str
    does: str
    count: int
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """What stands in the way, and every piece with the keys of its rows."""

    obstacles: list[Obstacle]
    steps: list[tuple[Piece, list[UUID]]]

    @property
    def sentences(self) -> list[str]:
        """What has to end first, each said once."""
        return list(dict.fromkeys(one.sentence for one in self.obstacles))

    @property
    def lines(self) -> list[Line]:
        """What becomes of how many rows, by table; tables without any are left out."""
        counts: dict[tuple[str, str, str], int] = {}
        for piece, keys in self.steps:
            place = (piece.record, piece.does.value, piece.why.value if piece.why else "")
            counts[place] = counts.get(place, 0) + len(keys)
        found = [Line(record, does, n, why) for (record, does, why), n in counts.items() if n]
        return sorted(found, key=lambda line: (list(Does).index(Does(line.does)), line.record))

    @property
    def gone(self) -> list[Line]:
        """The lines of what does not stay as it is."""
        return [line for line in self.lines if line.does != Does.KEEP]


_parts: list[Part] = []


def connect(parts: Sequence[Part]) -> None:
    """Make these the modules that are asked, in this order; called once by the wiring."""
    _parts[:] = parts


def plan(going: Going) -> Plan:
    """Return what erasing these would do now, without doing it."""
    pieces = chain.from_iterable(part.pieces(going) for part in _parts)
    return plan_of(pieces, obstacles_of(going))


def plan_of(pieces: Iterable[Piece], obstacles: Sequence[Obstacle] = ()) -> Plan:
    """Return what becomes of these rows, without doing it."""
    return Plan(list(obstacles), [(one, one.keys()) for one in pieces])


def narrowed(piece: Piece, rows: QuerySet[Any]) -> Piece:
    """Return a piece for some of its rows."""
    return replace(piece, rows=rows)


def obstacles_of(going: Going) -> list[Obstacle]:
    """Return what has to end before these are erased."""
    return list(chain.from_iterable(part.obstacles(going) for part in _parts))


def aged() -> list[Aged]:
    """Return the rows of all modules whose time ends by itself."""
    return [one for part in _parts for one in part.aged]


@transaction.atomic
def carry_out(found: Plan) -> None:
    """
    Do what a plan says, in its order; files go once it is committed.

    :raises PlanChanged: rows it names are not there any more
    """
    for piece, keys in found.steps:
        if piece.does != Does.KEEP and keys:
            _do(piece, keys)


def _do(piece: Piece, keys: Sequence[UUID]) -> None:
    done = 0
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = piece.rows.model._base_manager.filter(pk__in=some)
        if piece.by is not None:
            done += piece.by(some)
        elif piece.does == Does.BLANK:
            done += rows.update(**piece.values)
        else:
            done += rows.delete()[1].get(piece.rows.model._meta.label, 0)
    if done != len(keys):
        raise PlanChanged(_("The records have changed meanwhile. Look at the plan again."))
    if piece.after is not None:
        for key in keys:
            transaction.on_commit(partial(piece.after, key))
