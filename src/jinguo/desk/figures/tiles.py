"""
The schematic map: one tile an area, laid out roughly as the areas lie.

No lawful boundary file comes with the product, so this is a picture of neighbourhood, not of
borders. The layout is the pack's ``map``; areas it does not place follow in rows below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.pages import Tile
from jinguo.facts.formats import Measured, number_text
from jinguo.facts.queries import ChildFigure

SHADES = 5
COLUMNS = 8

Place = tuple[int, int]


def tiles(
    children: Sequence[ChildFigure],
    names: Mapping[str, str],
    layout: Mapping[str, Place],
    address: FigureAddress,
    of: Measured,
) -> list[Tile]:
    """Return a tile for each area, shaded by its value in five equal steps from 0 to the largest."""
    places = places_of([child.area.code for child in children], layout)
    largest = max(
        (child.value for child in children if child.value is not None), default=Decimal(0)
    )
    return [
        Tile(
            area=code,
            label=names[code],
            text=number_text(child.value, of),
            column=places[code][0],
            row=places[code][1],
            shade=shade(child.value, largest),
            href=replace(address, area=code).url,
        )
        for child in children
        for code in [child.area.code]
    ]


def shade(value: Decimal | None, largest: Decimal) -> int:
    """Return the step of a value, 0 (none) to 4 (the largest fifth)."""
    if not value or largest <= 0:
        return 0
    return min(SHADES - 1, int(SHADES * value / largest))


def places_of(codes: Iterable[str], layout: Mapping[str, Place]) -> dict[str, Place]:
    """Return each code's column and row, both from 1; those without a place fill rows below."""
    known = {code: layout[code] for code in codes if code in layout}
    below = max((row for _column, row in known.values()), default=0) + 1
    rest = [code for code in codes if code not in layout]
    filled = {
        code: (number % COLUMNS + 1, below + number // COLUMNS) for number, code in enumerate(rest)
    }
    return {**known, **filled}
