"""The yearly look at what sites did: those with fewer activities than their kind asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jinguo.sites.kinds import Kind
from jinguo.sites.models import Site
from jinguo.sites.queries.kinds import kinds_over_each
from jinguo.sites.queries.sites import SiteFilter, activities_between, filtered_sites

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Quiet:
    """A site that had fewer activities in a year than its kind asks for."""

    site: Site
    kind: Kind
    activities: int


def quiet_sites(actor: Actor, chosen: SiteFilter, year: int, on: date) -> list[Quiet]:
    """
    Return the sites in use all year, or until ``on``, with too few activities in the year.

    In the order of their area and name: it is a list of whom to help, and ranks nobody. A site that opened
    within the year is left out.
    """
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    found = filtered_sites(actor, chosen).filter(state__in=Site.STANDING, opened_on__lte=begins)
    kinds = kinds_over_each(set(found.values_list("area_id", flat=True)), on)
    counts = activities_between(found, begins, ends)
    rows = [
        Quiet(site, kind, counts.get(site.id, 0))
        for site in found
        if (kind := kinds[site.area_id].get(site.kind))
    ]
    return [row for row in rows if row.activities < row.kind.activities_a_year]
