"""
Lists out, as .xlsx: streamed, masked by role, noted on the trail, and never a formula.

Every text is written as typed text, and its cell bears the sign by which a spreadsheet keeps a text a text
when it is edited (``quotePrefix``). So ``=1+1`` in a name is shown as it is, comes back as it is, and runs
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import rustpy_xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Denied
from jinguo.core.identity import DOTS, mask_name, mask_tail
from jinguo.exchange import policies
from jinguo.people.masking import sees_names

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.org.moves import Reach

LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Kind(StrEnum):
    """What a column holds, which decides how it is shown to whom."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"  # in full to those who work with the families of the row's area
    NUMBER_TAIL = "number-tail"  # ID numbers and phones: the last four signs
    HIDDEN = "hidden"  # addresses: never in a list


@dataclass(frozen=True)
class Column:
    """One column of an exported list; ``key`` names it on the trail."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: float = 14.0


def stream(
    actor: Actor,
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    area: str,
    path: Path,
    object_type: str,
    object_id: UUID | None = None,
    purpose: str = "",
    area_of: Callable[[Sequence[Any]], str] | None = None,
) -> int:
    """
    Write a list to ``path`` as an .xlsx workbook and return the number of its rows.

    Rows come as sequences in the order of ``columns`` (longer ones are cut) and are read once, so that a list
    of any length costs the same memory. ``area_of`` gives a row's area code, which decides whether names are
    in full; without it ``area`` does. The export is noted with its columns, its number of rows, the record
    whose list it is, and ``purpose``, which says what was listed where ``object_type`` does not.

    :raises Denied: the actor may not export lists of this area, or a row lies outside it
    """
    policies.check_export(actor, area)
    if area_of is not None:
        rows = inside(actor.moves.takes_in(area), rows, area_of)
    shown = show_rows(actor, columns, rows, area_of or (lambda _row: area))
    count = write(title, columns, shown, path)
    trail.note(
        actor,
        "exchange.export",
        object_type=object_type,
        object_id=object_id,
        area=area,
        count=count,
        purpose=purpose,
        fields=[column.key for column in columns],
    )
    return count


def write(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], path: Path) -> int:
    """Write rows as they are to a workbook of one sheet; return their number."""
    counter = Counter()
    rustpy_xlsxwriter.write_worksheet(
        headed(columns, counter.over(records(columns, rows))) if columns else [],
        str(path),
        sheet_name=title.translate(NOT_IN_SHEET_NAMES).strip()[:LONGEST_SHEET_NAME] or "Sheet1",
        column_widths=[column.width for column in columns],
        column_formats={
            column.title: rustpy_xlsxwriter.Format().set_quote_prefix()
            for column in columns
            if column.kind is not Kind.NUMBER
        },
        header_format=rustpy_xlsxwriter.Format().set_bold(),
        freeze_row=1,
        autofilter=False,
    )
    return counter.count


def inside(
    reach: Reach, rows: Iterable[Sequence[Any]], area_of: Callable[[Sequence[Any]], str]
) -> Iterator[Sequence[Any]]:
    """
    Yield the rows; nothing leaves that was not asked about.

    :raises Denied: a row lies elsewhere
    """
    checked: set[str] = set()
    for row in rows:
        area = area_of(row)
        if area not in checked and not reach.covers(area):
            raise Denied(_("You may not export lists of this area."), area=area)
        checked.add(area)
        yield row


class Counter:
    """Counts what passes."""

    count = 0

    def over(self, things: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the things, counted."""
        for self.count, thing in enumerate(things, start=1):
            yield thing


def headed(columns: Sequence[Column], found: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return the records, or one without values: the writer takes the headings from the first."""
    first = next(found, dict.fromkeys(column.title for column in columns))
    return chain([first], found)


def records(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows as the writer wants them."""
    titles = [column.title for column in columns]
    for row in rows:
        yield dict(zip(titles, row, strict=False))


def show_rows(
    actor: Actor,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    area_of: Callable[[Sequence[Any]], str],
) -> Iterator[Sequence[Any]]:
    """Yield the rows as this reader may see them, days written as ISO 8601 writes them."""
    show: dict[Kind, Callable[[Any], Any]] = {
        Kind.DATE: day,
        Kind.NUMBER_TAIL: lambda value: mask_tail(value[-4:]) if value else "",
        Kind.HIDDEN: lambda value: DOTS if value else "",
    }
    changed = [(at, show[one.kind]) for at, one in enumerate(columns) if one.kind in show]
    names = [at for at, one in enumerate(columns) if one.kind is Kind.NAME]
    in_full: dict[str, bool] = {}
    if not changed and not names:
        yield from rows
        return
    for row in rows:
        cells = list(row)
        for at, shown in changed:
            cells[at] = shown(cells[at])
        for at in names:
            area = area_of(row)
            if area not in in_full:
                in_full[area] = sees_names(actor, area)
            if not in_full[area]:
                cells[at] = mask_name(cells[at])
        yield cells


def day(value: date | datetime | None) -> str:
    """Return a day, or an instant in the local zone to the minute; empty for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat()
