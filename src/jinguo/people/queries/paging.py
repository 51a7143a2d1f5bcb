"""Keyset pages: each page costs the same, wherever it lies in 165,570 rows."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.people.models import Household

SORTS: dict[str, tuple[str, ...]] = {
    "name": ("head_pinyin", "id"),
    "code": ("code",),
    "area": ("area_id", "head_pinyin", "id"),
}
COUNTED = 1000


@dataclass(frozen=True)
class Page:
    """
    One page of the list, with the cursors of its neighbours.

    ``previous`` goes with ``before=`` and ``next`` with ``after=``; None where there is no such page. The
    first page is asked for without a cursor, the last one with ``before=LAST``. ``total`` is exact for the
    whole list of an area; of a list narrowed otherwise counting stops at 1,000, and ``has_more`` says that
    there are more.
    """

    rows: list[Household]
    previous: str | None
    next: str | None
    total: int
    has_more: bool


LAST = "end"


def keyset_page(
    households: QuerySet[Household], sort: str, after: str, before: str, size: int
) -> tuple[list[Household], str | None, str | None]:
    """
    Return one page of an unordered queryset with its ``previous`` and ``next`` cursors.

    :raises Invalid: an unknown sort, or a cursor that is not one of this sort
    """
    columns = columns_of(sort)
    backwards = bool(before)
    ordered = households.order_by(*[F(c).desc() if backwards else F(c).asc() for c in columns])
    cursor = "" if before == LAST else before or after
    if cursor:
        ordered = ordered.filter(beyond(columns, read_cursor(cursor, columns), backwards))
    found = list(ordered[: size + 1])
    rows, is_more = found[:size], len(found) > size
    if backwards:
        rows.reverse()
    if not rows:
        return [], None, None
    has_previous = is_more if backwards else bool(after)
    has_next = before != LAST if backwards else is_more
    return (
        rows,
        write_cursor(rows[0], columns) if has_previous else None,
        write_cursor(rows[-1], columns) if has_next else None,
    )


def columns_of(sort: str) -> tuple[str, ...]:
    """
    Return the columns of a named sort.

    :raises Invalid: there is no such sort
    """
    if sort not in SORTS:
        raise Invalid(_("This list cannot be sorted by “{sort}”.").format(sort=sort))
    return SORTS[sort]


def beyond(columns: Sequence[str], values: Sequence[Any], backwards: bool) -> Q:
    """Return the condition that keeps the rows after (or before) ``values`` in the order of ``columns``."""
    side = "lt" if backwards else "gt"
    first, rest = columns[0], columns[1:]
    if not rest:
        return Q(**{f"{first}__{side}": values[0]})
    # The bound on the first column is what an index can start from.
    return Q(**{f"{first}__{side}e": values[0]}) & (
        Q(**{f"{first}__{side}": values[0]})
        | (Q(**{first: values[0]}) & beyond(rest, values[1:], backwards))
    )


def write_cursor(row: Household, columns: Sequence[str]) -> str:
    """Return the place of a row in an order, as a word for an address."""
    values = [str(getattr(row, column)) for column in columns]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(cursor: str, columns: Sequence[str]) -> list[Any]:
    """
    Return the values a cursor stands for.

    :raises Invalid: it was not made for this order
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError(cursor)
        if b"\0" in "".join(values).encode():  # as no text of the database can hold it
            raise ValueError(cursor)
        return [
            UUID(value) if column == "id" else str(value)
            for column, value in zip(columns, values, strict=True)
        ]
    except (ValueError, TypeError, AttributeError, binascii.Error) as fault:
        raise Invalid(_("This page is no longer there. Go back to the first page.")) from fault
