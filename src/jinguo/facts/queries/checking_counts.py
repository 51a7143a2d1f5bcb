"""
The check of figures that do not add up over areas (different persons, counted areas), of every area at once.

As in :mod:`jinguo.facts.queries.checking`, nothing is shared with how they are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from django.db import connection

from jinguo.facts.models import Measure
from jinguo.facts.queries.checked import Problem, Tree
from jinguo.facts.queries.figures import figures_of
from jinguo.facts.queries.measures import measures_for
from jinguo.facts.queries.points import Period
from jinguo.facts.queries.values import DIFFERENT
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

LEVELS = (2, 4, 6, 9, 12)


def counts(tree: Tree, *, without: Collection[str]) -> Iterator[Problem]:
    """Yield each figure of persons or areas that differs, in every area but those checked already."""
    actor = Actor.system("check", Capability.FIGURES_VIEW)
    for within, areas in _by_definition(tree, set(without)).items():
        measures = measures_for(within)
        asked = [one.id for one in measures.values() if one.how in DIFFERENT]
        expected = _afresh(tree, areas, list(measures.values())) if asked else {}
        for year, day in tree.years.items() if asked else ():
            found = figures_of(
                actor, asked, areas=areas, within=within, period=Period.year(year), tree_on=day
            )
            for area, measure in ((area, measure) for area in areas for measure in asked):
                value = expected.get((area, measure, year), Decimal(0))
                if value != (figure := found[area][measure]).value:
                    where = f"{measure} {area} {year}"
                    yield Problem("figure", where, str(value), str(figure.value))


def _by_definition(tree: Tree, without: set[str]) -> dict[str, list[str]]:
    """Return every area in which work lies by the nearest area upward whose pack defines measures."""
    there = {
        place[:level] for place in tree.places.values() for level in LEVELS if len(place) >= level
    }
    owners = sorted(Measure.objects.values_list("area", flat=True).distinct(), key=len)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for area in sorted(there - without):
        above = [one for one in owners if area.startswith(one)]
        if above:
            found[above[-1] or area[:2]].append(area)
    return found


def _afresh(
    tree: Tree, areas: Sequence[str], measures: Sequence[Measure]
) -> dict[tuple[str, str, int], Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(
            AFRESH,
            {
                "levels": list(LEVELS),
                "codes": list(tree.places),
                "places": list(tree.places.values()),
                "areas": list(areas),
                "keys": [measure.key for measure in measures],
                "years": list(tree.years),
                "days": list(tree.years.values()),
            },
        )
        return {(area, measure, year): Decimal(n) for area, measure, year, n in cursor.fetchall()}


# Each code's facts are added up once; only the sums are looked at level by level.
AFRESH = """
WITH lying AS MATERIALIZED (
    SELECT p.code, substring(p.place FOR level) AS area
    FROM unnest(%(codes)s::text[], %(places)s::text[]) AS p (code, place)
    CROSS JOIN unnest(%(levels)s::int[]) AS level
    WHERE char_length(p.place) >= level
), asked AS MATERIALIZED (
    SELECT unnest(%(areas)s::text[]) AS area
), subjects AS MATERIALIZED (
    SELECT m.id, extract(year FROM f.occurred_on)::int AS year, f.area AS code, f.subject,
        sum(f.quantity) AS quantity
    FROM facts_measure m
    JOIN facts_fact f ON f.kind = m.kind AND m.of_programme IN ('', f.programme)
        AND (m.categories = '[]' OR m.categories ? f.category)
    WHERE m.key = ANY (%(keys)s) AND m.how = 'persons' AND f.subject IS NOT NULL
    GROUP BY 1, 2, 3, 4
), sums AS MATERIALIZED (
    SELECT m.id, m.level, m.at_least, y.year, y.day, f.area AS code, sum(f.quantity) AS quantity
    FROM facts_measure m
    JOIN facts_measure basis ON basis.id = m.of AND basis.key = ANY (%(keys)s)
    JOIN facts_fact f ON f.kind = basis.kind AND basis.of_programme IN ('', f.programme)
        AND (basis.categories = '[]' OR basis.categories ? f.category)
    JOIN unnest(%(years)s::int[], %(days)s::date[]) AS y (year, day)
        ON extract(year FROM f.occurred_on) <= y.year
    WHERE m.key = ANY (%(keys)s)
    GROUP BY 1, 2, 3, 4, 5, 6
), reached AS (
    SELECT s.id, s.year, l.area
    FROM sums s JOIN lying l ON l.code = s.code
    JOIN org_area a ON a.code = l.area AND a.level = s.level AND a.valid_from <= s.day
        AND coalesce(a.valid_to > s.day, true)
    GROUP BY s.id, s.at_least, s.year, l.area HAVING sum(s.quantity) >= s.at_least
)
SELECT area, id, year, count(*) FROM (
    SELECT l.area, s.id, s.year, s.subject FROM subjects s JOIN lying l ON l.code = s.code
    JOIN asked ON asked.area = l.area
    WHERE s.year = ANY (%(years)s::int[])
    GROUP BY 1, 2, 3, 4 HAVING sum(s.quantity) > 0
) AS one GROUP BY area, id, year
UNION ALL
SELECT asked.area, r.id, r.year, count(*)
FROM reached r CROSS JOIN unnest(%(levels)s::int[]) AS level
JOIN asked ON asked.area = substring(r.area FOR level) AND char_length(r.area) >= level
GROUP BY asked.area, r.id, r.year
"""
