"""What every kind of workbook has: rows, what is wrong with them, and which of them change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from jinguo.core.errors import Refused


class ColumnsUnfit(Refused):
    """
    The columns do not make such a workbook: something it must have is in none, or one holds two things.

    ``fields`` has the fields it is about as ``columns``.
    """

    code = "columns-unfit"


class NoRows(Refused):
    """Nothing stands below the headings."""

    code = "no-rows"


def refuse_empty(count: int) -> None:
    """
    Pass when a household stands below the headings.

    :raises NoRows: otherwise
    """
    if not count:
        raise NoRows(
            _("Below the headings there is no household. Fill in the rows and upload it again.")
        )


@dataclass(frozen=True)
class Problem:
    """
    What is wrong with one cell, or to be said of it; ``row`` counts from 0 within the checked rows.

    ``field`` and ``reason`` are codes of the kind of workbook it is.
    """

    row: int
    field: str
    reason: str


@dataclass
class Rows:
    """
    The rows of a workbook, checked.

    ``lines`` is each row's place in the filled rectangle, from 0. ``same`` are the rows that would change
    nothing, because what they say is written already; ``differing`` those that are written already, but with
    other values in the fields named. ``remarks`` are of rows that are taken all the same.
    """

    lines: Sequence[int]
    problems: list[Problem] = field(default_factory=list, kw_only=True)
    same: set[int] = field(default_factory=set, kw_only=True)
    differing: dict[int, list[str]] = field(default_factory=dict, kw_only=True)
    remarks: list[Problem] = field(default_factory=list, kw_only=True)

    def __len__(self) -> int:
        return len(self.lines)

    def bad_rows(self) -> set[int]:
        """Return the rows with at least one problem."""
        return {problem.row for problem in self.problems}

    def add(self, rows: Iterable[int], name: str, reason: str) -> None:
        """Say that a field is wrong in these rows."""
        self.problems += [Problem(row, name, reason) for row in rows]


@dataclass(frozen=True)
class Layout:
    """
    Where the columns of a sheet are, in its filled rectangle, from 0.

    ``header`` is the row of the headings, None where there is none. ``of`` is what they are the columns of,
    for a kind of workbook that comes in versions.
    """

    header: int | None
    mapping: dict[str, int]
    of: Any = None

    @property
    def below(self) -> int:
        """Return the first row of data."""
        return 0 if self.header is None else self.header + 1
