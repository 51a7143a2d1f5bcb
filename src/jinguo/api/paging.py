"""Pages of rows whose ids grow with time (UUIDv7): the newest first, or in the order they begin."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound

Row = TypeVar("Row", bound=Model)


def newest_first(
    found: QuerySet[Row], after: UUID | None, size: int
) -> tuple[list[Row], UUID | None]:
    """Return a page, the newest rows first, and the id after which the next begins; None on the last."""
    if after:
        found = found.filter(id__lt=after)
    return cut(found.order_by("-id"), size)


def in_order_of(
    field: str, found: QuerySet[Row], after: UUID | None, size: int
) -> tuple[list[Row], UUID | None]:
    """
    Return a page in the order of a field, then of ids, and the id after which the next begins.

    :raises NotFound: the row after which the page would begin is not among those found
    """
    if after:
        last = found.order_by().filter(id=after).values_list(field, flat=True).first()
        if last is None:
            raise NotFound(_("There is no such page."))
        beyond = Q(**{f"{field}__gt": last}) | Q(**{field: last, "id__gt": after})
        found = found.filter(beyond)
    return cut(found.order_by(field, "id"), size)


def cut(found: QuerySet[Row], size: int) -> tuple[list[Row], UUID | None]:
    """Return as many rows as a page has, and the id of the last where more follow."""
    rows = list(found[: size + 1])
    shown = rows[:size]
    return shown, shown[-1].pk if len(rows) > size else None
