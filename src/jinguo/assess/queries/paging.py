"""A list page by page, each entered by the key of the row before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

T = TypeVar("T", bound=Model)
PLAQUE = "plaque"  # the one key that is no day


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; ``after`` opens the next, and is empty on the last."""

    rows: list[T]
    after: str


def page_of(
    rows: QuerySet[T], key: str, *, after: str = "", size: int = 50, is_descending: bool = False
) -> Page[T]:
    """
    Return one page of rows in the order of ``key``, a day or a plaque number, and id.

    ``after`` is the :attr:`Page.after` of the page before.

    :raises Invalid: ``after`` is not what a page gave
    """
    order = "-" if is_descending else ""
    if after:
        rows = rows.filter(_beyond(after, key, "lt" if is_descending else "gt"))
    found = list(rows.order_by(f"{order}{key}", f"{order}id")[: size + 1])
    page = found[:size]
    more = f"{getattr(page[-1], key)}|{page[-1].pk}" if len(found) > size else ""
    return Page(page, more)


def _beyond(after: str, key: str, side: str) -> Q:
    place, _bar, last = after.rpartition("|")
    try:
        at: Any = place if key == PLAQUE else date.fromisoformat(place)
        last_id = UUID(last)
    except ValueError:
        raise Invalid(_("That page does not exist. Open the list again.")) from None
    # Both parts are bounded so that the index on (…, key, id) is entered at the right place.
    return Q(**{f"{key}__{side}e": at}) & (
        Q(**{f"{key}__{side}": at}) | Q(**{f"id__{side}": last_id})
    )
