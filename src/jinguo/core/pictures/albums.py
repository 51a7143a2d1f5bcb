"""Where pictures are kept: sealed, each with its thumbnail, named after its row and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from jinguo.core.blobs import Store
from jinguo.core.pictures.reading import Picture

BATCH = 1_000


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

    def erase_strays(
        self, limit: datetime, *, kept: Callable[[Collection[UUID]], Collection[UUID]]
    ) -> int:
        """
        Erase files from before an instant that no row has: of uploads cut short, of pictures taken away.

        ``kept`` returns, of some ids, those whose rows keep their pictures. Return how many were erased.
        """
        erased = 0
        for ids in self._batches(limit):
            erased += sum(self.erase(one) for one in ids - set(kept(ids)))
        return erased + sum(store.erase_unfinished(limit) for store in self.stores)

    def _batches(self, limit: datetime) -> Iterator[set[UUID]]:
        """Yield the ids of the pictures that have a file from before an instant, some of them twice."""
        for store in self.stores:
            ids = store.written_before(limit)
            while some := set(islice(ids, BATCH)):
                yield some
