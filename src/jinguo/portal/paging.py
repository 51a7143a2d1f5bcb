"""Pages of public lists, each going on after the last row of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import QueryDict

from jinguo.people.queries.paging import beyond

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page; ``first`` and ``next`` are addresses, empty where there is no such page."""

    rows: list[Row]
    first: str
    next: str


def page_of(
    found: QuerySet[Row],
    columns: Sequence[str],
    asked: QueryDict,
    size: int,
    *,
    backwards: bool = False,
) -> Page[Row]:
    """
    Return the page of rows that the query of an address asks for with ``after``, the id of a row.

    ``columns`` are the order of ``found``, and name one row; ``backwards`` says that each of them falls.
    After a row that is gone the list begins anew.
    """
    last = last_row(found, columns, asked.get("after", ""))
    if last is not None:
        found = found.filter(beyond(columns, last, backwards))
    rows = list(found[: size + 1])
    return Page(
        rows=rows[:size],
        first=address(asked, "") if last is not None else "",
        next=address(asked, str(rows[size - 1].pk)) if len(rows) > size else "",
    )


def last_row(found: QuerySet[Row], columns: Sequence[str], after: str) -> tuple[object, ...] | None:
    """Return the values of the row a page goes on after; None for the first page."""
    try:
        known = UUID(after)
    except ValueError:
        return None
    return found.model._default_manager.filter(pk=known).values_list(*columns).first()


def address(asked: QueryDict, after: str) -> str:
    """Return the query of the page after a row, narrowed as this one."""
    parts = asked.copy()
    parts.pop("after", None)
    if after:
        parts["after"] = after
    return f"?{parts.urlencode()}"
