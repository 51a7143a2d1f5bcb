"""
A district-year page of forty measures, at one million and at ten million facts.

The facts lie in 23 towns and 1,288 villages over three years. All but the last 1,000 are rolled up.

- ``page_ms``: the page of a year by :func:`queries.figures`, as the desk calls it, Python and all.
- ``floor_ms``: the page's one statement alone, sent and fetched by the same connection;
  ``page_to_floor`` is the one over the other.
- ``today_ms``, ``past_day_ms``: the page of a year up to a day inside its month, running or long past.
- ``as_of_1000_ms``, ``as_of_40000_ms``, ``as_of_half_ms``: the page as it was known so many facts ago, or
  half of them ago. What a point does not know is taken away fact by fact; where that is much, what it
  knows is added up afresh, which grows with the facts.
- ``persons_ms``: one measure of different persons in the year. It reads single facts, so it grows with them.

Everything is measured at both sizes in turn, several times; the medians of the turns are printed, and the
machine's load before and after.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from statistics import median
from typing import TYPE_CHECKING
from unittest import mock

import common
import psycopg

if TYPE_CHECKING:
    from jinguo.facts.queries import AsOf, Figure, Period

DISTRICT = "370211"
SIZES = (1_000_000, 10_000_000)
MEASURES = 40
TAIL = 1_000
TURNS = 5
SOME = {"times": 5, "warm": 2}
ONCE = {"times": 1, "warm": 0}  # seconds each; the turns repeat it
PERIOD_YEAR = 2020
TODAY = date(2021, 12, 20)  # the last day that has facts

# Ids that grow, as UUIDv7 do; the transaction's number asked for once, as record() does; fifty facts after
# one another are of one day, as an act for fifty households leaves them.
GENERATE = """
INSERT INTO facts_fact (id, kind, programme, category, area, occurred_on, subject, object_type,
    object_id, quantity, amount, data, xid)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'bench.kind' || (n %% 20), 'programme' || (n %% 10),
    'c' || (n / 20 %% 2),
    '370211' || lpad((1 + n %% 23)::text, 3, '0') || lpad((200 + n / 23 %% 56)::text, 3, '0'),
    DATE '2019-01-01' + (hashint8(n / 50) & 2147483647) %% 1085,
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
    from jinguo.facts.queries import AsOf

    define()
    have = 0
    points: dict[int, dict[str, AsOf]] = {}
    for size in sizes:
        points[size] = {}
        with common.step(f"{size - have:,} facts made"):
            for name, known in {
                "half": size // 2,
                "40000": size - 40_000,
                "1000": size - TAIL,
            }.items():
                generate(have, known)
                points[size][name], have = AsOf.snapshot(), known
        with common.step("rolled up"):
            roll_up()
        generate(have, size)
        have = size
        keep(size)
    load = os.getloadavg()
    turns = [{size: measure_at(size, points[size]) for size in sizes} for _turn in range(TURNS)]
    found = {size: medians([turn[size] for turn in turns]) for size in sizes}
    small, large = found[sizes[0]], found[sizes[-1]]
    common.report(
        "figures",
        ratio=round(large["page_ms"] / small["page_ms"], 3),
        ratios={key: round(large[key] / small[key], 3) for key in small if key.endswith("_ms")},
        load=[round(one, 2) for one in (*load[:1], *os.getloadavg()[:1])],
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


def measure_at(size: int, points: Mapping[str, AsOf]) -> dict[str, float]:
    """Measure one of the databases put aside."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = f"jinguo_{size}"
    found = measure(points)
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


def measure(points: Mapping[str, AsOf]) -> dict[str, float]:
    """Return the medians at the present size, and check that a page counts every fact."""
    from jinguo.facts import queries
    from jinguo.facts.queries import Period
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability

    actor = Actor.system("bench", Capability.FIGURES_VIEW)
    ids = [f"bench.m{n:02}" for n in range(MEASURES)]
    year, up_to_today = Period.year(PERIOD_YEAR), Period.up_to(TODAY)
    up_to_march = Period.up_to(date(PERIOD_YEAR, 3, 11))

    def page(period: Period = year, as_of: AsOf | None = None) -> dict[str, Figure]:
        return queries.figures(actor, ids, area=DISTRICT, period=period, as_of=as_of)

    def persons() -> object:
        return queries.figure(actor, "bench.persons", area=DISTRICT, period=year)

    check_counts(page(up_to_today))
    floor_ms = common.milliseconds(statement_of(page))
    page_ms = common.milliseconds(page)
    return {
        "page_ms": page_ms,
        "floor_ms": floor_ms,
        "page_to_floor": page_ms / floor_ms,
        "today_ms": common.milliseconds(lambda: page(up_to_today), times=100),
        "past_day_ms": common.milliseconds(lambda: page(up_to_march), times=100),
        **{
            f"as_of_{name}_ms": common.milliseconds(
                partial(page, as_of=point), **(ONCE if name == "half" else SOME)
            )
            for name, point in points.items()
        },
        "persons_ms": common.milliseconds(persons, times=3, warm=1),
    }


def statement_of(page: Callable[[], object]) -> Callable[[], object]:
    """Return an act that runs the page's one statement and fetches its rows, and does nothing else."""
    from django.db import connection

    from jinguo.facts.queries import statements, sums

    with mock.patch.object(sums, "run", wraps=statements.run) as run:
        page()
    [asked] = run.call_args_list
    cursor = psycopg.Cursor(connection.connection)
    return lambda: cursor.execute(*asked.args, prepare=True).fetchall()


def check_counts(found: dict[str, Figure]) -> None:
    """Compare the balances with the facts themselves."""
    from jinguo.facts.models import Fact

    balances = [one for one in found.values() if one.measure.how == "balance"]
    facts = Fact.objects.filter(kind__in=[one.measure.kind for one in balances], category="c0")
    assert sum(int(one.value or 0) for one in balances) == facts.count()


if __name__ == "__main__":
    main()
