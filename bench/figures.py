"""
A district-year page of forty measures, at one million and at ten million facts.

The facts lie in 23 towns and 1,288 villages over three years. All but the last 1,000 are rolled up.
``page_ms`` is :func:`queries.figures` as the desk calls it, Python and all; ``statement_ms`` is its
one statement alone, ``today_ms`` the page of the running year up to a day inside its month. ``past_day_ms``
(the page up to a day inside a month long past) and ``persons_ms`` (one measure of different persons in the
year) read single facts, so they grow with them.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from statistics import median

import common
import psycopg

DISTRICT = "370211"
SIZES = (1_000_000, 10_000_000)
MEASURES = 40
TAIL = 1_000
TURNS = 5
PERIOD_YEAR = 2020
TODAY = date(2021, 12, 20)  # the last day that has facts

# Ids that grow, as UUIDv7 do; the transaction's number asked for once, as record() does.
GENERATE = """
INSERT INTO facts_fact (id, kind, programme, category, area, occurred_on, subject, object_type,
    object_id, quantity, amount, data, xid)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'bench.kind' || (n %% 20), 'programme' || (n %% 10),
    'c' || (n / 20 %% 2),
    '370211' || lpad((1 + n %% 23)::text, 3, '0') || lpad((200 + n / 23 %% 56)::text, 3, '0'),
    DATE '2019-01-01' + (hashint8(n) & 2147483647) %% 1085,
    lpad(to_hex((hashint8(n + 7) & 2147483647) %% 165570), 32, '0')::uuid, 'bench.object',
    lpad(to_hex(n), 32, '0')::uuid, 1, 100, '{}', (SELECT jinguo_xid())
FROM generate_series(%s, %s) AS n
"""


def main() -> None:
    """Measure every size, print the figures and the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = options.parse_args().sizes
    common.set_up()
    define()
    have = 0
    for size in sizes:
        with common.step(f"{size - have:,} facts made"):
            generate(have, size - TAIL)
        with common.step("rolled up"):
            roll_up()
        generate(size - TAIL, size)
        have = size
        keep(size)
    turns = [{size: measure_at(size) for size in sizes} for _turn in range(TURNS)]
    found = {size: medians([turn[size] for turn in turns]) for size in sizes}
    small, large = found[sizes[0]], found[sizes[-1]]
    common.report(
        "figures",
        ratio=round(large["page_ms"] / small["page_ms"], 3),
        ratios={key: round(large[key] / small[key], 3) for key in small if key.endswith("_ms")},
        measures=MEASURES,
        tail=TAIL,
        sizes={str(size): values for size, values in found.items()},
    )


def keep(size: int) -> None:
    """Put the database aside as it is, so that every size is measured in turn with the others."""
    from django.db import connection

    connection.close()
    address = connection.get_connection_params()
    with psycopg.connect(
        dbname="postgres", host=address["host"], user=address["user"], autocommit=True
    ) as server:
        server.execute(f"CREATE DATABASE jinguo_{size} TEMPLATE jinguo STRATEGY file_copy")


def measure_at(size: int) -> dict[str, float]:
    """Measure one of the databases put aside."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = f"jinguo_{size}"
    found = measure()
    common.say(f"{size:,}: {found}")
    return found


def medians(rows: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure over the turns."""
    return {key: round(median(row[key] for row in rows), 3) for key in rows[0]}


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
    from django.db import connection, transaction

    from jinguo.core import bulk

    with transaction.atomic(), bulk.indexes_afterwards(["facts_fact"], last - first):
        connection.cursor().execute(GENERATE, [first + 1, last])
    connection.cursor().execute("ANALYZE facts_fact")


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
    """Return the medians at the present size, and check that a page counts every fact."""
    from django.db.models import Count

    from jinguo.facts import queries
    from jinguo.facts.models import Fact
    from jinguo.facts.queries import Period
    from jinguo.facts.queries.sums import Place, sums
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability

    actor = replace(Actor.system("bench", Capability.FIGURES_VIEW), on=TODAY)
    ids = [f"bench.m{n:02}" for n in range(MEASURES)]
    kinds = [f"bench.kind{n}" for n in range(MEASURES // 2)]
    year, march = Period.year(PERIOD_YEAR), Period.up_to(date(PERIOD_YEAR, 3, 11))
    now = queries.AsOf.now()

    def page(period: Period = year) -> object:
        return queries.figures(actor, ids, area=DISTRICT, period=period)

    def persons() -> object:
        return queries.figure(actor, "bench.persons", area=DISTRICT, period=year)

    counted = queries.figures(actor, ids, area=DISTRICT, period=Period.up_to(TODAY))
    balances = [one for one in counted.values() if one.measure.how == "balance"]
    assert (
        sum(int(one.value or 0) for one in balances)
        == Fact.objects.filter(
            kind__in=[one.measure.kind for one in balances], category="c0"
        ).aggregate(n=Count("id"))["n"]
    )
    return {
        "page_ms": common.milliseconds(page, times=100),
        "statement_ms": common.milliseconds(
            lambda: sums([Place(0, DISTRICT)], kinds, year, as_of=now), times=100
        ),
        "today_ms": common.milliseconds(lambda: page(Period.up_to(TODAY)), times=100),
        "past_day_ms": common.milliseconds(lambda: page(march), times=3, warm=1),
        "persons_ms": common.milliseconds(persons, times=3, warm=1),
    }


if __name__ == "__main__":
    main()
