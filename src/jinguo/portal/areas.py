"""Areas as the public reads them."""

from __future__ import annotations

from collections.abc import Iterable

from jinguo.org import queries as org

COUNTY, TOWN = 6, 9
"""Digits of the codes; areas above the county are not told, everyone there knows them."""


def place_text(code: str) -> str:
    """Return where an area lies, from its county down."""
    return " ".join(area.name for area in org.area_path(code) if len(area.code) >= COUNTY)


def towns_of(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return code and name of the towns that some areas lie in, by code; wider areas lie in none."""
    towns = {code[:TOWN] for code in codes if len(code) >= TOWN}
    return sorted(org.area_names(towns).items())
