"""
1,000 residents book 30 seats at the same moment, on a live server set up as by ``jinguo serve``: two workers.

Each is signed in and sends the form of the booking page; a browser told to come again does so after the
seconds it was given. Prints requests a second, how long until each knew, and the seats oversold, which must
be 0, beside two floors measured in the same run on the same database, from 64 threads: one statement that
decides and enrols, and a batch that decides for all who wait.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from typing import Any
from uuid import UUID

import common
import rush
import serving

RESIDENTS, SEATS, WAITING, THREADS = 1_000, 30, 10, 64

FLOOR = """
CREATE TABLE floor_activity (id int PRIMARY KEY, taken int NOT NULL, capacity int NOT NULL);
CREATE TABLE floor_entry (person uuid PRIMARY KEY, number int NOT NULL);
INSERT INTO floor_activity VALUES (1, 0, 1000000)
"""
ONE = """
WITH seat AS (
    UPDATE floor_activity SET taken = taken + 1 WHERE id = 1 AND taken < capacity RETURNING taken
)
INSERT INTO floor_entry SELECT %s, taken FROM seat RETURNING number
"""
BATCH = """
WITH seat AS (
    UPDATE floor_activity SET taken = least(capacity, taken + cardinality(%(persons)s::uuid[]))
    WHERE id = 1 RETURNING taken
)
INSERT INTO floor_entry SELECT one.person, taken - one.n
FROM seat, unnest(%(persons)s::uuid[]) WITH ORDINALITY AS one (person, n) RETURNING number
"""


def main() -> None:
    """Measure booking on a live server, and the floors beside it."""
    os.environ |= {"JINGUO_HOSTS": serving.HOST, "JINGUO_SECOND_FACTOR": "offered"}
    common.set_up()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    with common.step("Enter 1,000 residents and announce a class of 30 seats"):
        code, residents, _officer = rush.prepared(RESIDENTS, SEATS, WAITING)
    with serving.served("jinguo.config.wsgi:application") as port:
        found = asyncio.run(book_all(port, code, residents))
    persons = [UUID(person) for _session, person in residents]
    one, batch = floor_of_one(persons), floor_of_batches(persons)
    ratio = round(found["requests_per_second"] / one, 3)
    common.report("seats", **found, **after(), floor_one=one, floor_batch=batch, ratio_to_one=ratio)


async def book_all(port: int, code: str, residents: list[tuple[str, str]]) -> dict[str, Any]:
    """Let every resident book at once; return how fast they were answered and with what."""
    began = time.perf_counter()
    known = await asyncio.gather(*(rush.book(port, code, *one) for one in residents))
    lasted = time.perf_counter() - began
    waits, tries, answers = zip(*known, strict=True)
    cuts = quantiles(waits, n=100)
    return {
        "requests_per_second": round(sum(tries) / lasted),
        **{f"p{cut}_ms": round(cuts[cut - 1] * 1000) for cut in (50, 95, 99)},
        "seconds": round(lasted, 1),
        "tries": sum(tries),
        "answers": dict(Counter(answers)),
    }


def after() -> dict[str, Any]:
    """Return what stands in the database in the end."""
    from jinguo.activities.models import Activity, Enrolment
    from jinguo.activities.queries import taken_of

    taken = taken_of(Activity.objects.get())
    in_line = Enrolment.objects.filter(place__isnull=False).order_by("place")
    return {
        "seats": SEATS,
        "enrolled": taken.seats,
        "oversold": max(0, taken.seats - SEATS),
        "waiting": taken.waiting,
        "places_in_order": list(in_line.values_list("place", flat=True))
        == list(range(1, taken.waiting + 1)),
    }


def connected() -> Any:
    """Return a connection of its own that commits each statement."""
    import psycopg
    from django.db import connection

    parameters = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(
        **{name: parameters[name] for name in known if parameters.get(name)}, autocommit=True
    )


def emptied() -> None:
    with connected() as link:
        link.execute("DROP TABLE IF EXISTS floor_activity, floor_entry")
        for statement in FLOOR.split(";"):
            link.execute(statement)


def floor_of_one(persons: list[UUID]) -> int:
    """Return how many entries a second one statement each decides and writes, from 64 threads."""
    emptied()
    left: queue.SimpleQueue[UUID] = queue.SimpleQueue()
    for person in persons:
        left.put(person)
    links = [connected() for _thread in range(THREADS)]

    def work(link: Any) -> None:
        while True:
            try:
                person = left.get_nowait()
            except queue.Empty:
                return
            link.execute(ONE, [person])

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, links))
    took = time.perf_counter() - began
    for link in links:
        link.close()
    return round(len(persons) / took)


def floor_of_batches(persons: list[UUID]) -> int:
    """Return how many entries a second one writer decides for all of 64 threads that wait."""
    emptied()
    asked: queue.SimpleQueue[tuple[UUID, threading.Event] | None] = queue.SimpleQueue()

    def decide() -> None:
        with connected() as link:
            while (first := asked.get()) is not None:
                some = [first]
                while not asked.empty() and (more := asked.get()) is not None:
                    some.append(more)
                link.execute(BATCH, {"persons": [person for person, _done in some]})
                for _person, done in some:
                    done.set()

    def ask(person: UUID) -> None:
        done = threading.Event()
        asked.put((person, done))
        done.wait()

    writer = threading.Thread(target=decide)
    writer.start()
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(ask, persons))
    took = time.perf_counter() - began
    asked.put(None)
    writer.join()
    return round(len(persons) / took)


if __name__ == "__main__":
    main()
