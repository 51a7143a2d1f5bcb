"""The area a list is narrowed to, with what its filter offers; and which area a page of one area is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

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


@dataclass(frozen=True)
class Place:
    """One of several areas of hers that a page can be about, and the address at which it is."""

    name: str
    href: str
    is_on: bool


def place_asked(request: DeskRequest, may: Capability) -> str:
    """
    Return the area a page is about: that of the address, else the widest in which she may do this.

    :raises Denied: the area of the address is out of her reach
    """
    area = area_in(request) or request.actor.home_for(may)
    if area:
        request.actor.require(may, area)
    return area


def places(
    request: DeskRequest,
    may: Capability,
    chosen: str,
    *,
    keep: Sequence[str] = (),
    address: Callable[[str], str] | None = None,
) -> list[Place]:
    """
    Return the areas she chooses among on a page of one area; none where she has one.

    Each is at ``address``, or on the same page with what ``keep`` names of its query.
    """

    def here(area: str) -> str:
        kept = {key: value for key in keep if (value := request.GET.get(key))}
        return "?" + urlencode({**kept, "area": area})

    return [
        Place(one.name, (address or here)(one.code), chosen.startswith(one.code))
        for one in org.own_areas(request.actor, may, timezone.localdate())
    ]


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
