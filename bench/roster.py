"""
A roster of 165,570 households from .xlsx to the register, against the floor of what that must cost.

The floor does the least that could be called an import: reads the workbook with calamine, checks each row's
ID number by arithmetic and its day of birth, seals three fields, makes two blind indexes, and copies
everything in binary form into one table that has neither key nor index. The import is ``jinguo roster
import``: kept sealed, read behind limits, every row checked, and household, person, membership and fact
written with all their keys, constraints and rights. ``ratio`` compares the two as the demonstration and the
desk run them, in a process that is up; ``process_ratio`` compares the whole programs, from their start to
their end. Floor and import take turns, each time on a fresh copy of an empty register; the ratio is the
median of those of the turns, so that an hour in which the machine is slow weighs on both. People and numbers
are invented.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import NamedTuple

import common
import psycopg
import python_calamine

DISTRICT = "370211"
HOUSEHOLDS = 165_570
TURNS = 5
SEED = 1
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
IMPORT = """
import sys, time
import django
django.setup()
from jinguo.cli.roster import command
began = time.perf_counter()
command(standalone_mode=False)
print(time.perf_counter() - began)
"""


class Taken(NamedTuple):
    """Seconds: of the act itself, and of the program that did it."""

    act: float
    process: float


def main() -> None:
    """Measure floor and import in turn and print the median of their ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--households", type=int, default=HOUSEHOLDS)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args()
    folder = common.set_up()
    roster = folder / "roster.xlsx"
    with common.step("areas and workbook made"):
        prepare(roster, chosen.households)
    floors, imports = [], []
    for turn in range(chosen.turns):
        with database(f"turn_{turn}") as name:
            floors.append(run(name, __file__, "--floor-of", str(roster)))
            imports.append(run(name, "-c", IMPORT, "import", str(roster), "--area", DISTRICT))
            check(name, chosen.households)
        common.say(f"floor {floors[-1].act:.2f} s, import {imports[-1].act:.2f} s")
    floor, whole = (Taken(*map(median, zip(*all_, strict=True))) for all_ in (floors, imports))
    ratio, process_ratio = (
        median(one / least for one, least in zip(*both, strict=True))
        for both in zip(zip(*imports, strict=True), zip(*floors, strict=True), strict=True)
    )
    common.report(
        "roster",
        ratio=round(ratio, 3),
        process_ratio=round(process_ratio, 3),
        floor_seconds=round(floor.act, 2),
        import_seconds=round(whole.act, 2),
        households=chosen.households,
        floors=[round(one.act, 2) for one in floors],
        imports=[round(one.act, 2) for one in imports],
    )


def prepare(roster: Path, households: int) -> None:
    """Lay out the areas, the floor's flat table and the workbook."""
    from django.db import connection
    from django.utils import timezone

    from jinguo.demo.roster import demo_roster
    from jinguo.org import actions as org
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability

    org.import_areas(
        actor=Actor.system("bench", Capability.ORG_MANAGE_AREAS),
        rows=org.read_areas(org.BUNDLED_AREAS),
        valid_from=date(2019, 1, 1),
        source="bench",
        now=timezone.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_flat (id uuid, name text, village text, id_number bytea, id_index uuid,"
            " phone bytea, phone_index uuid, members int2, address bytea)"
        )
    demo_roster(roster, households=households, seed=SEED)


@contextmanager
def database(name: str) -> Iterator[str]:
    """Make a database like the one laid out, with an empty register, and drop it in the end."""
    from django.db import connection

    connection.close()
    with connect("postgres") as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE jinguo")
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def connect(name: str) -> psycopg.Connection:
    """Open a database of the benchmark's server."""
    from django.conf import settings

    from jinguo.core import postgres

    cluster = postgres.cluster_at(settings.JINGUO_VAR / "postgres")
    return psycopg.connect(postgres.url(cluster, name), autocommit=True)


def run(name: str, *arguments: str) -> Taken:
    """Run a Python program on a database to its end; the last line it prints is what its act took."""
    place = {"PYTHONPATH": str(common.ROOT / "src"), "JINGUO_DATABASE": name}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], check=True, env=os.environ | place, stdout=subprocess.PIPE
    )
    return Taken(float(done.stdout.split()[-1]), time.perf_counter() - began)


def check(name: str, households: int) -> None:
    """Stop when floor or import did not do its work: then its time means nothing."""
    tables = ("bench_flat", "people_household", "people_person", "people_membership", "facts_fact")
    with connect(name) as database:
        counts = {
            table: count
            for table in tables
            for (count,) in database.execute(f"SELECT count(*) FROM {table}")
        }
    if set(counts.values()) != {households}:
        raise SystemExit(f"rows are missing: {json.dumps(counts)}")


def import_everything() -> None:
    """Have what the floor uses in memory before its clock starts, as the import has."""
    from django.conf import settings

    from jinguo.core import crypto, postgres  # noqa: F401

    settings.JINGUO_KEY_FILE  # noqa: B018  (settings are read at the first use)


def floor(roster: Path) -> None:
    """Do the least: read, check, seal three fields, index two, copy into one flat table."""
    from django.conf import settings

    from jinguo.core import crypto

    sheet = python_calamine.CalamineWorkbook.from_path(str(roster)).get_sheet_by_index(0)
    columns = list(zip(*sheet.to_python()[2:], strict=True))
    _serial, _town, villages, names, _sex, numbers, phones, members, _stays, _yard, _lane, homes = (
        columns
    )
    if not all(map(is_right, numbers)):
        raise SystemExit("the workbook is wrong")
    ring = crypto.read_ring(settings.JINGUO_KEY_FILE, settings.JINGUO_CIPHER)
    ids = [uuid.uuid4() for _number in numbers]
    rows = zip(
        ids, names, villages,
        ring.seal_many("bench_flat", "id_number", ids, numbers), ring.blind_many("id-number", numbers),
        ring.seal_many("bench_flat", "phone", ids, phones), ring.blind_many("phone", phones),
        map(int, members), ring.seal_many("bench_flat", "address", ids, homes),
        strict=True,
    )  # fmt: skip
    name = os.environ["JINGUO_DATABASE"]
    kinds = ["uuid", "text", "text", "bytea", "uuid", "bytea", "uuid", "int2", "bytea"]
    with (
        connect(name) as connection,
        connection.cursor() as cursor,
        cursor.copy("COPY bench_flat FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(kinds)
        for row in rows:
            copy.write_row(row)


def is_right(number: str) -> bool:
    """Check one ID number as anyone would: sum of products, remainder, day of birth (GB 11643-1999)."""
    total = sum(int(sign) * weight for sign, weight in zip(number[:17], WEIGHTS, strict=True))
    date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return len(number) == 18 and CHECK_DIGITS[total % 11] == number[17]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor-of"]:
        sys.path.insert(0, str(common.ROOT / "src"))
        import_everything()
        began = time.perf_counter()
        floor(Path(sys.argv[2]))
        print(time.perf_counter() - began)
    else:
        main()
