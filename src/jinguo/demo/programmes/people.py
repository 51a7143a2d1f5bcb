"""Who takes part: women of the register, in the order of their households, nobody twice where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from jinguo.people.models import Person, Sex


class Women:
    """The women of each town who have not been chosen yet."""

    def __init__(self) -> None:
        self._left: dict[str, Iterator[UUID]] = {}

    def of(self, town: str, count: int) -> list[UUID]:
        """Return the next women of a town; fewer where it has no more."""
        if town not in self._left:
            self._left[town] = iter(
                Person.objects.filter(
                    area__code__startswith=town, sex=Sex.FEMALE, merged_into__isnull=True
                )
                .order_by("area_id", "id")
                .values_list("id", flat=True)[:MOST]
            )
        return list(islice(self._left[town], count))


MOST = 400  # of one town
