"""Who takes part: women of the register, in the order of their households, each in turn."""

from __future__ import annotations

from uuid import UUID

from jinguo.people.models import Person, Sex

MOST = 400  # of one town


class Women:
    """The women of each town in turn, from the one after as many as were chosen before."""

    def __init__(self, *, after: int = 0) -> None:
        self._after = after
        self._of: dict[str, list[UUID]] = {}

    def of(self, town: str, count: int) -> list[UUID]:
        """Return the next women of a town, nobody twice; fewer where it has fewer at all."""
        in_turn = self._all(town)
        chosen = in_turn[:count]
        self._of[town] = in_turn[count:] + chosen
        return chosen

    def fullest(self, towns: list[str]) -> str:
        """Return the town that has the most; a small district has few in some of its towns."""
        return max(towns, key=lambda town: len(self._all(town)))

    def _all(self, town: str) -> list[UUID]:
        if town not in self._of:
            found = Person.objects.filter(
                area__code__startswith=town, sex=Sex.FEMALE, merged_into__isnull=True
            )
            rows = found.order_by("area_id", "id").values_list("id", flat=True)
            some = list(rows[:MOST])
            begin = self._after % max(len(some), 1)
            self._of[town] = some[begin:] + some[:begin]
        return self._of[town]
