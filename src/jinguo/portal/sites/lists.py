"""The list of places as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import QueryDict
from django.urls import reverse

from jinguo.portal.areas import towns_of
from jinguo.portal.forms import Filter
from jinguo.sites import queries
from jinguo.sites.models import Site


@dataclass(frozen=True)
class Place:
    """One place of the list; without both degrees it is not on the map."""

    name: str
    about: str
    address: str
    href: str
    latitude: Decimal | None
    longitude: Decimal | None


def places_of(sites: Iterable[Site], today: date) -> list[Place]:
    """Return places as the list shows them."""
    found = list(sites)
    kinds = queries.kinds_over_each({site.area_id for site in found}, today)
    return [
        Place(
            name=site.name,
            about=kinds[site.area_id][site.kind].label,
            address=site.address,
            href=reverse("portal:site", args=[site.code]),
            latitude=site.latitude,
            longitude=site.longitude,
        )
        for site in found
    ]


def filter_form(asked: QueryDict, today: date) -> Filter:
    """Return the form above the list: the towns and kinds of which there are places."""
    found = queries.public_sites(on=today).order_by()
    areas = set(found.values_list("area_id", flat=True).distinct())
    used = set(found.values_list("kind", flat=True).distinct())
    known: dict[str, str] = {}
    for kinds in queries.kinds_over_each(areas, today).values():
        known |= {key: kind.label for key, kind in kinds.items()}
    form = Filter(asked)
    form.offer(
        town=towns_of(areas), kind=[(key, label) for key, label in known.items() if key in used]
    )
    return form
