"""Where pictures are kept: sealed, each with its thumbnail, named after its row and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jinguo.core.blobs import Store
from jinguo.core.pictures.reading import Picture

BATCH = 1_000
STRAY_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Album:
    """The pictures of one table and their thumbnails, by the id of the row."""

    pictures: Store
    thumbnails: Store

    @property
    def stores(self) -> tuple[Store, Store]:
        """Both of its stores."""
        return self.pictures, self.thumbnails

    def keep(self, picture_id: UUID, picture: Picture) -> None:
        """Keep a picture and its thumbnail."""
        self.thumbnails.keep(picture_id, picture.thumbnail)
        self.pictures.keep(picture_id, picture.full)

    def erase(self, picture_id: UUID) -> bool:
        """Erase both files of a picture; say whether there was any."""
        erased = [store.erase(picture_id) for store in self.stores]
        return any(erased)

    def erase_strays(self, now: datetime, *, kept: QuerySet[Any]) -> int:
        """
        Erase files older than a day that no row has: of uploads cut short, of pictures taken away.

        ``kept`` are the rows that keep their pictures. Return how many pictures were erased.
        """
        limit, erased = now - STRAY_AFTER, 0
        for ids in self._batches(limit):
            still = set(kept.filter(id__in=ids).values_list("id", flat=True))
            erased += sum(self.erase(one) for one in ids - still)
        return erased + sum(store.erase_unfinished(limit) for store in self.stores)

    def _batches(self, limit: datetime) -> Iterator[set[UUID]]:
        """Yield the ids of the pictures that have a file from before an instant, some of them twice."""
        for store in self.stores:
            ids = store.written_before(limit)
            while some := set(islice(ids, BATCH)):
                yield some
