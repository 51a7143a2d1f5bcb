"""The area a list is narrowed to: what its filter offers, and which rows it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from jinguo.desk.http import DeskRequest
from jinguo.org import queries as org
from jinguo.org.models import Area
from jinguo.org.roles import Capability

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class AreaFilter:
    """The areas a reader may choose among, and the one chosen; empty for all."""

    offered: Sequence[Area]
    chosen: str


def area_filter(request: DeskRequest, sees: Capability) -> AreaFilter:
    """Return the filter of a list whose page asks for ``sees``."""
    offered = org.areas_to_choose(request.actor, sees, timezone.localdate())
    return AreaFilter(list(offered), area_in(request))


def area_in(request: DeskRequest) -> str:
    """Return the area the address asks for; empty for all."""
    return request.GET.get("area", "").strip()


def kept(rows: Rows, request: DeskRequest, column: str = "area__code") -> Rows:
    """Keep of a list what is of the area the address asks for, with what other areas passed on to it."""
    area = area_in(request)
    return rows.filter(request.actor.moves.takes_in(area).as_q(column)) if area else rows
