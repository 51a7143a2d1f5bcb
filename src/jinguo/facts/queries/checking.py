"""
Whether cells and figures say what the facts say, worked out afresh by statements of their own.

Nothing here is shared with how cells are made or figures are read: the same fault in both would
otherwise agree with itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from jinguo.core import progress
from jinguo.facts.models import Measure
from jinguo.facts.queries.checked import Problem, Tree
from jinguo.facts.queries.checking_counts import counts
from jinguo.facts.queries.figures import figures
from jinguo.facts.queries.measures import measures_for
from jinguo.facts.queries.points import Period
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability


@transaction.atomic
def check(*, measures: bool = True) -> list[Problem]:
    """
    Return every difference between the facts and what is derived from them; empty means none.

    Compared are: every cell of every level; the receipts of what is not rolled up yet, and every roll-up's
    fingerprint with the facts it took, so that a fact changed, lost or slipped in is noticed whatever it
    changed; every correction with the fact it takes back; every measure's figure in every county with
    facts and in every area a succession touches, each year on the tree of its last day and on the newest.
    What adds up needs no more than that and right cells; different persons and counted areas do not add up,
    and are compared in every area of every level.
    """
    with connection.cursor() as cursor:
        # One view of the world for all the statements below.
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        progress.begin("cells")
        problems = [*_cells(cursor), *_batches(cursor), *_corrections(cursor)]
        problems += _problems(cursor, "receipt", RECEIPTS)
        if measures:
            areas, trees = _areas(cursor), _trees(cursor)
            places = [(area, tree) for area in areas for tree in trees]
            total = len(places) + len(trees)
            progress.begin("figures", total)
            for done, (area, tree) in enumerate(places, 1):
                problems += _figures(area, tree)
                progress.count(done, total)
            for done, tree in enumerate(trees, len(places) + 1):
                problems += counts(tree, without=areas)
                progress.count(done, total)
    return problems


def _problems(cursor: CursorWrapper, what: str, statement: str) -> Iterator[Problem]:
    cursor.execute(statement)
    for where, expected, found in cursor.fetchall():
        yield Problem(what, where, expected, found)


def _cells(cursor: CursorWrapper) -> Iterator[Problem]:
    return _problems(cursor, "cell", CELLS)


def _batches(cursor: CursorWrapper) -> Iterator[Problem]:
    yield from _problems(cursor, "roll-up", BATCHES)
    yield from _problems(cursor, "facts", UNTAKEN)


def _corrections(cursor: CursorWrapper) -> Iterator[Problem]:
    return _problems(cursor, "correction", CORRECTIONS)


def _areas(cursor: CursorWrapper) -> list[str]:
    cursor.execute(AREAS)
    return [area for [area] in cursor.fetchall()]


def _trees(cursor: CursorWrapper) -> list[Tree]:
    """Return every tree a figure is cut by: at the end of each year with facts, and the newest."""
    cursor.execute(YEARS)
    [(first, last)] = cursor.fetchall()
    years = range(first, last + 1) if first else ()
    cuts = [(year, day) for year in years for day in (date(year, 12, 31), date.max)]
    trees: dict[tuple[tuple[str, str], ...], dict[int, date]] = {}
    for year, day in cuts:
        cursor.execute(PLACES, {"day": day})
        trees.setdefault(tuple(cursor.fetchall()), {}).setdefault(year, day)
    return [Tree(dict(places), found) for places, found in trees.items()]


def _figures(area: str, tree: Tree) -> Iterator[Problem]:
    measures = measures_for(area)
    expected = _afresh(area, tree, list(measures.values()))
    actor = Actor.system("check", Capability.FIGURES_VIEW)
    for year, day in tree.years.items():
        found = figures(actor, list(measures), area=area, period=Period.year(year), tree_on=day)
        for measure, figure in found.items():
            value = _value(measures, measure, year, expected)
            if value != figure.value:
                where = f"{measure} {area} {year}"
                yield Problem("figure", where, str(value), str(figure.value))


def _value(
    measures: Mapping[str, Measure],
    measure: str,
    year: int,
    expected: Mapping[tuple[str, int], Decimal],
) -> Decimal | None:
    asked = measures[measure]
    if asked.how != Measure.How.RATIO:
        return expected.get((measure, year), Decimal(0))
    above = expected.get((asked.numerator, year), Decimal(0))
    below = expected.get((asked.denominator, year), Decimal(0))
    return above * 100 / below if below else None


def _afresh(area: str, tree: Tree, measures: Sequence[Measure]) -> dict[tuple[str, int], Decimal]:
    places = tree.inside(area)
    values: dict[str, Any] = {
        "area": area,
        "codes": list(places),
        "places": list(places.values()),
        "keys": [measure.key for measure in measures],
        "years": list(tree.years),
        "days": list(tree.years.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(AFRESH, values)
        return {(measure, year): value for measure, year, value in cursor.fetchall()}


CELLS = """
WITH expected AS (
    SELECT substring(area FOR level) AS area, grain, kind, category, programme,
        make_date(extract(year FROM occurred_on)::int,
            CASE grain WHEN 'y' THEN 1 ELSE extract(month FROM occurred_on)::int END,
            CASE grain WHEN 'd' THEN extract(day FROM occurred_on)::int ELSE 1 END) AS starts_on,
        sum(quantity) AS quantity, sum(amount) AS amount, count(*) AS facts,
        count(*) - 2 * count(*) FILTER (
            WHERE sign(quantity) = -1 OR (quantity = 0 AND corrects IS NOT NULL)) AS records
    FROM facts_fact, unnest(ARRAY[2, 4, 6, 9, 12]) AS level, unnest(ARRAY['d', 'm', 'y']) AS grain
    WHERE xid < coalesce((SELECT watermark FROM facts_state), 0) AND char_length(area) >= level
        AND (grain <> 'd' OR level < 12)
    GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT concat_ws(' ', area, kind, category, programme, grain, starts_on),
    concat_ws(' ', e.quantity, e.amount, e.facts, e.records),
    concat_ws(' ', c.quantity, c.amount, c.facts, c.records)
FROM expected e FULL JOIN facts_cell c
    USING (area, grain, kind, category, programme, starts_on)
WHERE (e.quantity, e.amount, e.facts, e.records)
    IS DISTINCT FROM (c.quantity::numeric, c.amount::numeric, c.facts, c.records)
ORDER BY 1
"""

BATCHES = """
SELECT 'xid ' || b.xid_from || '-' || b.xid_to, concat_ws(' ', b.facts, b.digest),
    concat_ws(' ', now.facts, now.digest)
FROM facts_batch b CROSS JOIN LATERAL (
    SELECT count(*) AS facts, coalesce(sum(facts_fingerprint(f)), 0) AS digest
    FROM facts_fact f WHERE f.xid >= b.xid_from AND f.xid < b.xid_to
) now
WHERE (b.facts, b.digest) IS DISTINCT FROM (now.facts, now.digest)
ORDER BY b.xid_from
"""

# A fact that no roll-up took, though it is numbered below the watermark, was slipped in.
UNTAKEN = """
SELECT 'taken by roll-ups', taken.facts::text, there.facts::text
FROM (SELECT coalesce(sum(facts), 0) AS facts FROM facts_batch) taken,
    (SELECT count(*) AS facts FROM facts_fact
        WHERE xid < coalesce((SELECT watermark FROM facts_state), 0)) there
WHERE taken.facts <> there.facts
"""

CORRECTIONS = """
SELECT correction.id::text,
    coalesce(concat_ws(' ', -mistake.quantity, -mistake.amount, mistake.area, mistake.occurred_on),
        correction.corrects::text),
    concat_ws(' ', correction.quantity, correction.amount, correction.area, correction.occurred_on)
FROM facts_fact correction LEFT JOIN facts_fact mistake ON mistake.id = correction.corrects
WHERE correction.corrects IS NOT NULL AND (
    mistake.kind, mistake.category, mistake.programme, mistake.area, mistake.occurred_on,
    mistake.object_id, mistake.subject, -mistake.quantity, -mistake.amount
) IS DISTINCT FROM (
    correction.kind, correction.category, correction.programme, correction.area,
    correction.occurred_on, correction.object_id, correction.subject, correction.quantity,
    correction.amount
)
"""

RECEIPTS = """
WITH kept AS (
    SELECT xid, sum(facts) AS facts, sum(digest) AS digest FROM facts_receipt GROUP BY xid
), there AS (
    SELECT xid, count(*) AS facts, sum(hash_record_extended(f, 0)) AS digest FROM facts_fact f
    WHERE xid >= coalesce((SELECT watermark FROM facts_state), 0) OR xid IN (SELECT xid FROM kept)
    GROUP BY xid
)
SELECT 'xid ' || xid, concat_ws(' ', kept.facts, kept.digest), concat_ws(' ', there.facts, there.digest)
FROM kept FULL JOIN there USING (xid)
WHERE (kept.facts, kept.digest) IS DISTINCT FROM (there.facts, there.digest)
ORDER BY xid
"""

# Counties with facts, and whatever lies around a code that moved.
AREAS = """
SELECT substring(area FOR 6) AS area FROM facts_fact WHERE char_length(area) >= 6
UNION
SELECT substring(code FOR level) FROM org_areasuccession, unnest(ARRAY[earlier, later]) AS code,
    unnest(ARRAY[6, 9, 12]) AS level
WHERE char_length(code) >= level
ORDER BY area
"""

YEARS = """
SELECT min(extract(year FROM occurred_on))::int, max(extract(year FROM occurred_on))::int FROM facts_fact
"""

# Where the work of each code with facts went, one succession after the other, the nearest area's first.
PLACES = """
WITH RECURSIVE moved AS (
    SELECT code, code::text AS place, 0 AS step FROM (SELECT DISTINCT area AS code FROM facts_fact) AS codes
    UNION ALL
    SELECT code, next.later, step + 1 FROM moved CROSS JOIN LATERAL (
        SELECT later::text FROM org_areasuccession
        WHERE effective_on <= %(day)s AND starts_with(moved.place, earlier)
        ORDER BY char_length(earlier) DESC LIMIT 1
    ) next
    WHERE step < 100
)
SELECT DISTINCT ON (code) code, place FROM moved ORDER BY code, step DESC
"""

AFRESH = """
WITH counted AS (
    SELECT m.id, m.how, y.year, f.subject, f.quantity, f.amount
    FROM facts_measure m
    JOIN facts_fact f ON f.kind = m.kind AND m.of_programme IN ('', f.programme)
        AND (m.categories = '[]' OR m.categories ? f.category)
    JOIN unnest(%(years)s::int[]) AS y (year)
        ON extract(year FROM f.occurred_on) = y.year
        OR m.how = 'balance' AND extract(year FROM f.occurred_on) < y.year
    WHERE m.key = ANY (%(keys)s) AND f.area = ANY (%(codes)s::text[])
), lying AS (
    SELECT m.id, m.at_least, y.year, a.code, f.quantity
    FROM facts_measure m
    JOIN facts_measure basis ON basis.id = m.of AND basis.key = ANY (%(keys)s)
    CROSS JOIN unnest(%(years)s::int[], %(days)s::date[]) AS y (year, day)
    JOIN org_area a ON a.level = m.level AND a.valid_from <= y.day
        AND coalesce(a.valid_to > y.day, true)
    JOIN unnest(%(codes)s::text[], %(places)s::text[]) AS p (code, place) ON starts_with(p.place, a.code)
    JOIN facts_fact f ON f.area = p.code AND f.kind = basis.kind
        AND basis.of_programme IN ('', f.programme)
        AND (basis.categories = '[]' OR basis.categories ? f.category)
        AND extract(year FROM f.occurred_on) <= y.year
    WHERE m.key = ANY (%(keys)s) AND starts_with(a.code, %(area)s)
)
SELECT id, year,
    CASE how WHEN 'amount' THEN sum(amount) / 100.0 ELSE sum(quantity) END
FROM counted WHERE how <> 'persons' GROUP BY id, how, year
UNION ALL
SELECT id, year, count(*) FROM (
    SELECT id, year FROM counted WHERE how = 'persons' AND subject IS NOT NULL
    GROUP BY id, year, subject HAVING sum(quantity) > 0
) AS one GROUP BY id, year
UNION ALL
SELECT id, year, count(*) FROM (
    SELECT id, year FROM lying GROUP BY id, year, code, at_least HAVING sum(quantity) >= at_least
) AS one GROUP BY id, year
"""
