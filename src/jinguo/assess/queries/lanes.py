"""Lanes of villages: how many lived-in courtyards each has, and how many of them hold which levels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from jinguo.assess.models import Recognition
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.models import Household


class Place(NamedTuple):
    """What may hold a level: an area by its code, or a lane of the village ``area``."""

    area: str
    lane: str = ""

    @property
    def key(self) -> str:
        """The place as one text, by which lists are in order."""
        return f"{self.area}:{self.lane}" if self.lane else self.area


def count_lanes(
    actor: Actor, programme: str, levels: Sequence[Sequence[str]], *, within: str, on: date
) -> dict[Place, tuple[int, ...]]:
    """
    Return by lane how many lived-in courtyards it has, then how many of them hold one of each set of levels.

    One statement. Who was on the register and held a level is that of the day; where she lives, and whether
    all year, is as the register says now. Lanes of a village that was merged are those of its successor.
    """
    held = Recognition.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), programme=programme, certified_on__lte=on
    )
    homes = (
        Household.objects.visible_to(actor, within=within, capability=Capability.ASSESS_VIEW)
        .filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=on), is_resident=True, registered_on__lte=on
        )
        .exclude(lane="")
    )
    counts = {
        f"holding_{number}": Count(
            "pk", filter=Q(pk__in=held.filter(level__in=some).values("household"))
        )
        for number, some in enumerate(levels)
    }
    rows = (
        homes.order_by().values_list("area_id", "lane").annotate(households=Count("pk"), **counts)
    )
    found: dict[Place, tuple[int, ...]] = {}
    for area, lane, *numbers in rows:
        place = Place(actor.moves.place_of(area), lane)
        before = found.get(place, (0,) * len(numbers))
        found[place] = tuple(map(sum, zip(before, numbers, strict=True)))
    return found
