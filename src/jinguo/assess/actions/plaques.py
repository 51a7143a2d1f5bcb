"""Plaque numbers: one series a county, programme and year, without gaps."""

from __future__ import annotations

from jinguo.assess.models import PlaqueCounter
from jinguo.core import serials

COUNTY = 6  # digits of the code of the area that counts its plaques


def take_serials(*, county: str, programme: str, year: int, count: int) -> range:
    """Return the next ``count`` serials of a series, as :func:`jinguo.core.serials.take_serials` does."""
    return serials.take_serials(
        PlaqueCounter, count=count, area=county, programme=programme, year=year
    )
