"""Which kinds of site the plan knows where, and on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from jinguo.core.versions import in_force, nearest
from jinguo.sites.kinds import Kind, NotOffered, as_kind
from jinguo.sites.models import Site, SiteKind


def kinds_over_each(areas: Iterable[str], on: date) -> dict[str, dict[str, Kind]]:
    """Return by area the kinds in force there on a day, by key: the nearest pack upward wins. One query."""
    wanted = set(areas)
    found: dict[str, dict[str, Kind]] = {area: {} for area in wanted}
    for key, by_area in _by_key(on).items():
        for area, kind in nearest(by_area, wanted).items():
            if kind:
                found[area][key] = kind
    return found


def kinds_over(area: str, on: date) -> dict[str, Kind]:
    """Return the kinds in force in an area on a day, by key."""
    return kinds_over_each([area], on)[area]


def kind_of(site: Site, on: date) -> Kind:
    """
    Return the kind of a site as it is in force on a day, or as it was last.

    :raises NotOffered: the plan has known no such kind there by that day
    """
    rows = SiteKind.objects.filter(key=site.kind, valid_from__lte=on).order_by("valid_from")
    by_area = {row.area: as_kind(row) for row in rows}  # the last version of each area
    kind = nearest(by_area, [site.area_id])[site.area_id]
    if kind is None:
        raise NotOffered(_("The plan has no such kind of site there on that day."))
    return kind


def get_kind(key: str, area: str, on: date) -> Kind:
    """
    Return a kind as it is in force in an area on a day.

    :raises NotOffered: the plan has none of this key there on that day
    """
    kind = kinds_over(area, on).get(key)
    if kind is None:
        raise NotOffered(_("The plan has no such kind of site there on that day."))
    return kind


def kinds_of_programme(programme: str, area: str, on: date) -> list[Kind]:
    """Return the kinds of a programme in force in an area on a day, in the order of their keys."""
    return [kind for kind in kinds_over(area, on).values() if kind.programme == programme]


def public_condition(on: date) -> Q:
    """Return the condition that keeps the sites whose kind everybody may see on a day."""
    condition = Q(pk__in=[])
    for key, by_area in _by_key(on).items():
        for area, kind in by_area.items():
            if kind.is_public:
                condition |= _governed(key, area, by_area)
    return condition


def _governed(key: str, area: str, by_area: Iterable[str]) -> Q:
    """Return the condition for sites of a kind that an area's version holds for: no nearer one does."""
    nearer = [one for one in by_area if one != area and one.startswith(area)]
    condition = Q(kind=key, area__code__startswith=area)
    for one in nearer:
        condition &= ~Q(area__code__startswith=one)
    return condition


def _by_key(on: date) -> dict[str, dict[str, Kind]]:
    """Return the versions in force on a day, by key and area."""
    found: defaultdict[str, dict[str, Kind]] = defaultdict(dict)
    for row in SiteKind.objects.filter(in_force(on)).order_by("key", "pack"):
        found[row.key][row.area] = as_kind(row)
    return found
