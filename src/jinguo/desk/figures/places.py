"""The map of the wall: the open sites of an area, and a figure of each town in the middle of its sites."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean

from django.urls import reverse

from jinguo.desk.figures.pages import Tile
from jinguo.org.actor import Actor
from jinguo.sites import queries
from jinguo.sites.kinds import Kind
from jinguo.sites.models import Site

ALL = "all"
MOST = 300
"""How many sites stand on the map at once; more could not be told apart on a wall."""

DIGITS = 6  # of a degree, a step or two on the ground

Point = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Mark:
    """
    One mark of the map: ``sign`` is what stands in it, nothing in a mere dot.

    A figure has its shade, 0 (least) to 4 (most).
    """

    name: str
    about: str
    href: str
    sign: str
    latitude: Decimal
    longitude: Decimal
    shade: int | None = None


@dataclass(frozen=True)
class KindOnMap:
    """One kind of site: the sign of its marks, and how many there are."""

    key: str
    label: str
    sign: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class PlacesMap:
    """
    What stands on the map: the figures with the sites as dots, or the sites of all kinds or one, by sign.

    ``left_out`` sites have no room on it until a kind is chosen.
    """

    kinds: Sequence[KindOnMap]
    has_figures: bool
    is_of_all: bool
    sites: Sequence[Mark]
    figures: Sequence[Mark]
    left_out: int


def places_of(
    actor: Actor, area: str, today: date, kind: str, title: str, tiles: Sequence[Tile]
) -> PlacesMap:
    """
    Return the map of an area: the figures of ``tiles`` over its open sites, or the sites of a kind or of all.

    A ``kind`` that is not there asks for the figures; where none can be placed, for the sites of all kinds.
    """
    found = list(queries.sites_on_map(actor, area))
    known = queries.kinds_over_each({site.area_id for site in found}, today)
    kinds = kinds_of(found, known, kind)
    signs = {one.key: one.sign for one in kinds}
    figures = figure_marks(found, tiles, title)
    is_of_all = kind == ALL or (kind not in signs and not figures)
    is_by_sign = is_of_all or kind in signs
    wanted = [site for site in found if site.kind == kind or kind not in signs]
    return PlacesMap(
        kinds=kinds,
        has_figures=bool(figures),
        is_of_all=is_of_all,
        sites=[site_mark(site, known, signs if is_by_sign else {}) for site in wanted[:MOST]],
        figures=[] if is_by_sign else figures,
        left_out=len(wanted[MOST:]),
    )


def kinds_of(
    sites: Iterable[Site], known: Mapping[str, Mapping[str, Kind]], chosen: str
) -> list[KindOnMap]:
    """Return the kinds some sites are of, each with its sign: numbers in the order of their keys."""
    counts = Counter(site.kind for site in sites)
    labels = {key: kind.label for kinds in known.values() for key, kind in kinds.items()}
    return [
        KindOnMap(key, labels.get(key, key), str(number), counts[key], key == chosen)
        for number, key in enumerate(sorted(counts), 1)
    ]


def site_mark(
    site: Site, known: Mapping[str, Mapping[str, Kind]], signs: Mapping[str, str]
) -> Mark:
    """Return the mark of a site whose place is known; without a sign for its kind it is a dot."""
    assert site.latitude is not None and site.longitude is not None  # the query keeps no other
    kind = known[site.area_id].get(site.kind)
    return Mark(
        name=site.name,
        about=kind.label if kind else site.kind,
        href=reverse("desk:site", args=[site.id]),
        sign=signs.get(site.kind, ""),
        latitude=site.latitude,
        longitude=site.longitude,
    )


def figure_marks(sites: Iterable[Site], tiles: Sequence[Tile], title: str) -> list[Mark]:
    """Return a mark for the figure of each area, in the middle of its sites; one without sites has none."""
    middles = middles_of(sites, [tile.area for tile in tiles])
    return [
        Mark(
            tile.label,
            f"{title} {tile.text}",
            tile.href,
            tile.text,
            *middles[tile.area],
            tile.shade,
        )
        for tile in tiles
        if tile.area in middles
    ]


def middles_of(sites: Iterable[Site], areas: Iterable[str]) -> dict[str, Point]:
    """Return latitude and longitude of the middle of the sites in each area that has any."""
    wanted = set(areas)
    lengths = {len(area) for area in wanted}
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for site in sites:
        for area in {site.area_id[:length] for length in lengths} & wanted:
            if site.latitude is not None and site.longitude is not None:
                points[area].append((site.latitude, site.longitude))
    return {
        area: (
            round(mean(north for north, _east in found), DIGITS),
            round(mean(east for _north, east in found), DIGITS),
        )
        for area, found in points.items()
    }
