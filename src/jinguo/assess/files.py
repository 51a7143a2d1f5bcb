"""The files of photos: sealed, each under a key of its own, named after the photo and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from jinguo.core.blobs import Store
from jinguo.core.pictures.reading import Picture

PICTURES, THUMBNAILS = Store("photos"), Store("thumbnails")
STORES = (PICTURES, THUMBNAILS)


def keep(photo: UUID, picture: Picture) -> None:
    """Keep a picture and its thumbnail."""
    THUMBNAILS.keep(photo, picture.thumbnail)
    PICTURES.keep(photo, picture.full)


def erase(photo: UUID) -> bool:
    """Erase both files of a photo; say whether there was any."""
    erased = [store.erase(photo) for store in STORES]
    return any(erased)


def written_before(limit: datetime) -> Iterator[UUID]:
    """Yield the ids of the photos that have a file kept before an instant, some of them twice."""
    for store in STORES:
        yield from store.written_before(limit)


def erase_unfinished(limit: datetime) -> int:
    """Erase what was begun before an instant and never finished; return how many."""
    return sum(store.erase_unfinished(limit) for store in STORES)
