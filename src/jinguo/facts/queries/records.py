"""What stands behind a figure, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.facts.models import Fact, Measure
from jinguo.facts.queries.areas import areas_inside
from jinguo.facts.queries.figures import check_reach
from jinguo.facts.queries.measures import measures_for
from jinguo.facts.queries.places import places_of
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.statements import KNOWN, run
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

AREA = "org.area"
NO_OBJECT = UUID(int=0)
PAGE = 50
LARGE = 5_000  # records a page when all are wanted


@dataclass(frozen=True, slots=True)
class Record:
    """
    One object behind a figure, with what it adds to it: objects that cancel out are left out.

    ``occurred_on`` is the day of its latest fact, ``reason`` that of a correction among them.
    ``fact_id`` is the latest that has not been taken back, which may be none as of an earlier point.
    Behind a count of areas stand the areas themselves: ``object_id`` is None then.
    """

    object_type: str
    object_id: UUID | None
    area: str
    occurred_on: date
    quantity: int
    amount: int
    reason: str
    fact_id: UUID | None

    @property
    def key(self) -> str:
        """What the next page is asked for with, as ``after``."""
        return f"{self.area}.{self.object_id or NO_OBJECT}"


def records(
    actor: Actor,
    measure: str,
    *,
    area: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
    limit: int = PAGE,
    after: str | None = None,
) -> list[Record]:
    """
    Return a page of the records behind a figure, by area and object; for a ratio, its numerator's.

    Their quantities (or amounts) add up to the figure; with ``persons`` they are the records of
    those counted. ``after`` is the ``key`` of the last record of the page before.

    :raises NotFound: the area is out of reach, or the measure is not defined there
    """
    check_reach(actor, area)
    counted = counted_measure(area, measure)
    return list(_page(counted, area, period, as_of or AsOf.now(), tree_on, limit, after))


def record_pages(
    actor: Actor,
    measure: str,
    *,
    area: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
) -> Iterator[list[Record]]:
    """Yield all the records behind a figure, large pages of them, in the order of :func:`records`."""
    check_reach(actor, area)
    counted = counted_measure(area, measure)
    after = None
    while page := list(_page(counted, area, period, as_of or AsOf.now(), tree_on, LARGE, after)):
        yield page
        after = page[-1].key


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A fact that was taken back, and why; ``quantity`` and ``amount`` are what this took away, signed."""

    object_type: str
    object_id: UUID
    area: str
    occurred_on: date
    quantity: int
    amount: int
    reason: str


def taken_back(
    actor: Actor,
    measure: str,
    *,
    area: str,
    period: Period,
    as_of: AsOf | None = None,
    tree_on: date | None = None,
    limit: int = PAGE,
) -> list[TakenBack]:
    """
    Return what was taken back of a figure, the latest first; for a ratio, of its numerator.

    Of a count of areas it is what was taken back of the balance they are counted by.

    :raises NotFound: the area is out of reach, or the measure is not defined there
    """
    check_reach(actor, area)
    counted, as_of = summed_measure(area, measure), as_of or AsOf.now()
    places = places_of(area, tree_on or period.ends_on)
    values = {
        **selection(counted, period, as_of),
        "prefixes": [one.prefix for one in places],
        "signs": [one.sign for one in places],
    }
    statement = TAKEN_BACK.format(which=which(counted, as_of), limit=limit)
    return [TakenBack(*row) for row in run(statement, values)]


def get_fact(actor: Actor, fact_id: UUID) -> Fact:
    """
    Return one fact within the actor's reach.

    :raises NotFound: no such fact, or out of reach
    """
    fact = Fact.objects.filter(id=fact_id).first()
    if fact is None or not actor.can(Capability.FIGURES_VIEW, fact.area):
        raise NotFound(_("There is no such entry."))
    return fact


def counted_measure(area: str, measure: str) -> Measure:
    """Return the measure whose facts stand behind a figure: a ratio's numerator, else itself."""
    known = measures_for(area)
    found = known.get(measure)
    if found is not None and found.how == Measure.How.RATIO:
        found = known.get(found.numerator)
    if found is None:
        raise NotFound(_("There is no measure “%s” here.") % measure, measure=measure)
    return found


def summed_measure(area: str, measure: str) -> Measure:
    """Return the measure whose facts are added up: a count of areas goes by those of its balance."""
    counted = counted_measure(area, measure)
    return counted_measure(area, counted.of) if counted.of else counted


def _page(
    measure: Measure,
    area: str,
    period: Period,
    as_of: AsOf,
    tree_on: date | None,
    limit: int,
    after: str | None,
) -> Iterator[Record]:
    if measure.of:
        yield from _areas(measure, area, period, as_of, tree_on or period.ends_on, limit, after)
        return
    places = places_of(area, tree_on or period.ends_on)
    after_area, after_object = after_key(after)
    values: dict[str, Any] = {
        **selection(measure, period, as_of),
        "prefixes": [one.prefix for one in places],
        "signs": [one.sign for one in places],
        "root": area,
        "after_area": after_area,
        "after_object": after_object,
    }
    is_simple = len(places) == 1
    statement = (SIMPLE if is_simple else SIGNED).format(
        which=which(measure, as_of), limit=limit, standing=STANDING
    )
    for row in run(statement, values):
        yield Record(*row)


def _areas(
    measure: Measure,
    area: str,
    period: Period,
    as_of: AsOf,
    tree_on: date,
    limit: int,
    after: str | None,
) -> Iterator[Record]:
    """Yield the areas that reach what the measure asks, with the day of the last fact of each."""
    basis = counted_measure(area, measure.of)
    after_area, _after_object = after_key(after)
    inside = [code for _slot, code in areas_inside([area], measure.level, tree_on)]
    counted = org.counted_codes_of([code for code in inside if code > after_area], tree_on)
    places = [(code, *one) for code, some in counted.items() for one in some]
    values: dict[str, Any] = {
        **selection(basis, period, as_of),
        "areas": [code for code, _prefix, _sign in places],
        "prefixes": [prefix for _code, prefix, _sign in places],
        "signs": [sign for _code, _prefix, sign in places],
        "at_least": measure.at_least,
    }
    for code, on in run(AREAS.format(which=which(basis, as_of), limit=limit), values):
        yield Record(AREA, None, code, on, 1, 0, "", None)


def after_key(after: str | None) -> tuple[str, UUID]:
    """
    Return the area and object a page begins after.

    :raises NotFound: the key is not one of ours
    """
    area, _dot, text = (after or f".{NO_OBJECT}").partition(".")
    try:
        return area, UUID(text)
    except ValueError as error:
        raise NotFound(_("There is no such page.")) from error


def selection(measure: Measure, period: Period, as_of: AsOf) -> dict[str, Any]:
    """Return the values that :func:`which` refers to."""
    return {
        "kind": measure.kind,
        "categories": measure.categories,
        "programme": measure.of_programme,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        **as_of.values(),
    }


def which(measure: Measure, as_of: AsOf) -> str:
    """Return the condition on a fact ``f`` to be counted by a measure."""
    parts = [
        "f.kind = %(kind)s",
        "f.occurred_on <= %(ends_on)s",
        KNOWN[as_of.name],
    ]
    if measure.how != Measure.How.BALANCE:
        parts.append("f.occurred_on >= %(starts_on)s")
    if measure.how == Measure.How.PERSONS:
        parts.append("f.subject IS NOT NULL")
    if measure.categories:
        parts.append("f.category = ANY (%(categories)s::text[])")
    if measure.of_programme:
        parts.append("f.programme = %(programme)s")
    return " AND ".join(parts)


STANDING = """(array_agg(f.id ORDER BY f.xid DESC, f.id DESC) FILTER (WHERE f.corrects IS NULL
        AND NOT EXISTS (SELECT FROM facts_fact AS back WHERE back.corrects = f.id)))[1]"""

# The index on kind, area and object gives the groups in their order, so a page reads only itself.
SIMPLE = """
SELECT max(f.object_type), f.object_id, f.area, max(f.occurred_on), sum(f.quantity)::bigint,
    sum(f.amount)::bigint, coalesce(max(f.data ->> 'reason'), ''), {standing}
FROM facts_fact f
WHERE f.area >= %(root)s AND f.area < %(root)s || ':'
    AND (f.area, f.object_id) > (%(after_area)s, %(after_object)s) AND {which}
GROUP BY f.area, f.object_id
HAVING sum(f.quantity) <> 0 OR sum(f.amount) <> 0
ORDER BY f.area, f.object_id
LIMIT {limit:d}
"""

SIGNED = """
SELECT max(f.object_type), f.object_id, f.area, max(f.occurred_on),
    sum(p.sign * f.quantity)::bigint, sum(p.sign * f.amount)::bigint,
    coalesce(max(f.data ->> 'reason'), ''), {standing}
FROM facts_fact f
JOIN unnest(%(prefixes)s::text[], %(signs)s::int[]) AS p (prefix, sign)
    ON f.area >= p.prefix AND f.area < p.prefix || ':'
WHERE (f.area, f.object_id) > (%(after_area)s, %(after_object)s) AND {which}
GROUP BY f.area, f.object_id
HAVING sum(p.sign * f.quantity) <> 0 OR sum(p.sign * f.amount) <> 0
ORDER BY f.area, f.object_id
LIMIT {limit:d}
"""

AREAS = """
SELECT p.area, max(f.occurred_on)
FROM unnest(%(areas)s::text[], %(prefixes)s::text[], %(signs)s::int[]) AS p (area, prefix, sign)
JOIN facts_fact f ON f.area >= p.prefix AND f.area < p.prefix || ':'
WHERE {which}
GROUP BY p.area
HAVING sum(p.sign * f.quantity) >= %(at_least)s
ORDER BY p.area
LIMIT {limit:d}
"""

TAKEN_BACK = """
SELECT f.object_type, f.object_id, f.area, f.occurred_on, p.sign * f.quantity, p.sign * f.amount,
    coalesce(f.data ->> 'reason', '')
FROM facts_fact f
JOIN unnest(%(prefixes)s::text[], %(signs)s::int[]) AS p (prefix, sign)
    ON f.area >= p.prefix AND f.area < p.prefix || ':'
WHERE f.corrects IS NOT NULL AND {which}
ORDER BY f.xid DESC, f.id DESC
LIMIT {limit:d}
"""
