"""What was conferred, as anyone may read it: areas and lanes by name, households by their number alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.db.models.functions import Left

from jinguo.assess.models import AreaRecognition, Recognition
from jinguo.assess.queries.versions import ladders_around
from jinguo.core.language import in_language
from jinguo.core.small_counts import published
from jinguo.org import queries as org

TOWN, COUNTY = 9, 6  # digits of their codes


@dataclass(frozen=True)
class HonouredArea:
    """One town, village or lane that holds a level of its own today; a lane with its village."""

    name: str
    town: str
    since: date


@dataclass(frozen=True)
class HonouredAreas:
    """The towns, villages or lanes that hold one level."""

    title: str
    areas: tuple[HonouredArea, ...]


@dataclass(frozen=True)
class HonouredHouseholds:
    """
    How many households of one county hold one level: in all, and by town.

    A count that is too small to be told is None; so is the sum when it is.
    """

    title: str
    county: str
    total: int | None
    towns: tuple[tuple[str, int | None], ...]


def honoured_areas() -> list[HonouredAreas]:
    """Return the towns, villages and lanes that hold a level now, by level and name."""
    held = AreaRecognition.objects.in_force().select_related("area", "version")
    rows = list(held.order_by("programme", "level", "area__pinyin", "area_id", "lane"))
    towns = org.area_names(one.area_id[:TOWN] for one in rows)
    titles = {
        (one.programme, one.level): in_language(one.version.title, one.version.title_en)
        for one in rows
    }
    return [
        HonouredAreas(
            title,
            tuple(
                HonouredArea(
                    one.area.name + one.lane,
                    towns.get(one.area_id[:TOWN], "") if len(one.area_id) > TOWN else "",
                    one.conferred_on,
                )
                for one in rows
                if (one.programme, one.level) == key
            ),
        )
        for key, title in titles.items()
    ]


def honoured_households(on: date) -> list[HonouredHouseholds]:
    """Return how many households hold each level on a day, by county, the highest level first."""
    rows = (
        Recognition.objects.filter(ended_on__isnull=True, certified_on__lte=on)
        .values(town=Left(F("area_id"), TOWN), of=F("programme"), held=F("level"))
        .annotate(count=Count("id"))
        .order_by("town")
    )
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in rows:
        key = (row["town"][:COUNTY], row["of"], row["held"])
        counts.setdefault(key, {})[row["town"]] = row["count"]
    names = org.area_names({code for key, by in counts.items() for code in (key[0], *by)})
    ranked = [(rank_and_title(*key, on), key) for key in counts]
    return [
        HonouredHouseholds(
            title=title,
            county=names.get(key[0], key[0]),
            total=published({"all": sum(counts[key].values())})["all"],
            towns=tuple((names.get(code, code), n) for code, n in published(counts[key]).items()),
        )
        for (_rank, title), key in sorted(ranked, key=lambda one: (one[1][0], -one[0][0], one[1]))
    ]


def rank_and_title(county: str, programme: str, level: str, on: date) -> tuple[int, str]:
    """Return the rank of a level of a programme and what it is called where it was given."""
    ladder = ladders_around(county, on).get(programme)
    found = next((one for one in ladder.levels if one.id == level), None) if ladder else None
    return (found.rank, found.label) if found else (0, level)
