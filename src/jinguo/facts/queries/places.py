"""The code prefixes that make up areas as the tree stood on a day, kept in memory until it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from jinguo.facts.queries.sums import Place
from jinguo.org import queries as org


class Cut(NamedTuple):
    """Places of areas numbered by slot, and the version of the tree they were read at."""

    version: str
    places: tuple[Place, ...]


_known: dict[tuple[tuple[str, ...], date], Cut] = {}
KNOWN_CUTS = 4000


def cut(areas: Sequence[str], tree_on: date, *, version: str | None = None) -> Cut:
    """
    Return the places of areas, from memory when ``version`` is still the one there.

    Without ``version`` whatever is in memory will do: the caller then compares the version that its
    own statement saw, and asks again.
    """
    key = tuple(areas), tree_on
    known = _known.get(key)
    if known is not None and version in (None, known.version):
        return known
    fresh = _read(areas, tree_on)
    if len(_known) >= KNOWN_CUTS:
        _known.clear()
    _known[key] = fresh
    return fresh


def _read(areas: Sequence[str], tree_on: date) -> Cut:
    # The version is read first: a tree newer than it is only read once more.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {org.TREE_VERSION}")
        [version] = cursor.fetchone()
    counted = org.counted_codes_of(list(areas), tree_on)
    places = [
        Place(slot, prefix, sign)
        for slot, area in enumerate(areas)
        for prefix, sign in counted[area]
    ]
    return Cut(version, tuple(places))


def places_of(area: str, tree_on: date) -> tuple[Place, ...]:
    """Return the places of one area, read afresh when the tree has changed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {org.TREE_VERSION}")
        [version] = cursor.fetchone()
    return cut([area], tree_on, version=version).places
