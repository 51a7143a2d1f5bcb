"""
A district-year page of forty measures, at one million and at ten million facts.

The facts lie in 23 towns and 1,288 villages over three years. All but the last 1,000 are rolled up.
``page_ms`` is :func:`queries.figures` as the desk calls it, Python and all; ``statement_ms`` is its
one statement alone. ``mid_month`` asks for a day inside a month long past, ``today`` for the last day
that has facts, ``persons`` for one measure of different persons in the year.
"""

from __future__ import annotations

import argparse
from datetime import date

import common

DISTRICT = "370211"
SIZES = (1_000_000, 10_000_000)
MEASURES = 40
TAIL = 1_000
PERIOD_YEAR = 2020

GENERATE = """
INSERT INTO facts_fact (id, kind, programme, category, area, occurred_on, subject, object_type,
    object_id, quantity, amount, data)
SELECT gen_random_uuid(), 'bench.kind' || (n %% 20), 'programme' || (n %% 10), 'c' || (n / 20 %% 2),
    '370211' || lpad((1 + n %% 23)::text, 3, '0') || lpad((200 + n / 23 %% 56)::text, 3, '0'),
    DATE '2019-01-01' + (hashint8(n) & 2147483647) %% 1096,
    md5(((hashint8(n + 7) & 2147483647) %% 165570)::text)::uuid, 'bench.object',
    md5(n::text)::uuid, 1, 100, '{}'
FROM generate_series(%s, %s) AS n
"""


def main() -> None:
    """Measure every size, print the figures and the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = options.parse_args().sizes
    common.set_up()
    define()
    have, found = 0, {}
    for size in sizes:
        with common.step(f"{size - have:,} facts made"):
            generate(have, size - TAIL)
        with common.step("rolled up"):
            roll_up()
        generate(size - TAIL, size)
        have = size
        found[size] = measure()
        common.say(f"{size:,}: {found[size]}")
    small, large = found[sizes[0]], found[sizes[-1]]
    common.report(
        "figures",
        ratio=round(large["page_ms"] / small["page_ms"], 3),
        ratios={key: round(large[key] / small[key], 3) for key in small if key.endswith("_ms")},
        measures=MEASURES,
        tail=TAIL,
        sizes={str(size): values for size, values in found.items()},
    )


def define() -> None:
    """Make the district, forty measures that add up and one of persons."""
    from jinguo.facts.actions import MeasureDef, define_measures

    rows = [
        MeasureDef(
            id=f"bench.m{n:02}", programme="bench", title=f"measure {n}", unit="户",
            how=("balance", "flow", "flow", "amount")[n % 4], kind=f"bench.kind{n // 2}",
            categories=[f"c{n % 2}"],
        )
        for n in range(MEASURES)
    ]  # fmt: skip
    persons = MeasureDef(
        id="bench.persons", programme="bench", title="persons", unit="人", how="persons",
        kind="bench.kind3",
    )  # fmt: skip
    define_measures("bench", DISTRICT, [*rows, persons])


def generate(first: int, last: int) -> None:
    """Record facts ``first`` to ``last`` in one transaction."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(GENERATE, [first + 1, last])
        cursor.execute("ANALYZE facts_fact")


def roll_up() -> None:
    """Roll everything up and leave the tables as autovacuum would."""
    from django.db import connection
    from jinguo.facts import actions

    taken = actions.roll_up()
    common.say(f"{taken:,} facts taken")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE facts_cell")
        cursor.execute("VACUUM facts_fact")


def measure() -> dict[str, float]:
    """Return the medians at the present size, and check that the page counted every fact."""
    from jinguo.facts import queries
    from jinguo.facts.queries import Period
    from jinguo.facts.queries.sums import Place, sums
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability

    actor = Actor.system("bench", Capability.FIGURES_VIEW)
    ids = [f"bench.m{n:02}" for n in range(MEASURES)]
    kinds = [f"bench.kind{n}" for n in range(MEASURES // 2)]
    year, march = Period.year(PERIOD_YEAR), Period.up_to(date(PERIOD_YEAR, 3, 11))
    now = queries.AsOf.now()

    def page(period: Period = year) -> object:
        return queries.figures(actor, ids, area=DISTRICT, period=period)

    def persons() -> object:
        return queries.figure(actor, "bench.persons", area=DISTRICT, period=year)

    return {
        "page_ms": common.milliseconds(page),
        "statement_ms": common.milliseconds(
            lambda: sums([Place(0, DISTRICT)], kinds, year, as_of=now)
        ),
        "mid_month_ms": common.milliseconds(lambda: page(march), times=9, warm=2),
        "persons_ms": common.milliseconds(persons, times=9, warm=2),
    }


if __name__ == "__main__":
    main()
