"""
1,000 clients book 30 seats at the same moment, on a live server with two workers.

The server is granian with the real act behind a few lines of WSGI. Each client has a connection of its own,
opened before; all requests leave at once. Prints requests a second, latencies and the seats oversold, which
must be 0, beside two floors measured in the same run on the same database, from 64 threads: one statement
that decides and enrols, and a batch that decides for all who wait.
"""

from __future__ import annotations

import asyncio
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import UUID

import common

CLIENTS, SEATS, WAITING, WORKERS, THREADS = 1_000, 30, 10, 2, 64
PORT = 8179
PROGRAMME, VILLAGE = "bench", "370211105201"

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
    """Measure the act behind a live server, and the floors beside it."""
    common.set_up()
    with common.step("Register 1,000 women and publish a class of 30 seats"):
        activity, persons = prepared()
    with serving():
        found = asyncio.run(book_all(activity, persons))
    floors = floor_of_one(persons), floor_of_batches(persons)
    common.report("seats", **found, **after(activity), floor_one=floors[0], floor_batch=floors[1],
                  ratio_to_one=round(found["requests_per_second"] / floors[0], 2))  # fmt: skip


def prepared() -> tuple[UUID, list[UUID]]:
    """Return the id of a class one can enrol in now, and those of the women who will."""
    from django.utils import timezone

    from jinguo.activities import actions
    from jinguo.activities.actions import OfferIn, SessionIn
    from jinguo.org.models import Area
    from jinguo.people.models import Person

    for width, level in (
        (2, "province"),
        (4, "city"),
        (6, "county"),
        (9, "township"),
        (12, "village"),
    ):
        Area.objects.create(
            code=VILLAGE[:width], name=VILLAGE[:width], level=level, pinyin=VILLAGE[:width],
            valid_from=date(2019, 1, 1),
        )  # fmt: skip
    persons = Person.objects.bulk_create(
        Person(
            area_id=VILLAGE,
            name=f"女{number}",
            pinyin=f"nv{number}",
            sex="2",
            born_on=date(1985, 1, 1),
        )
        for number in range(CLIENTS)
    )
    actions.publish_ruleset(
        pack="bench", area="370211", programme=PROGRAMME, valid_from=date(2019, 1, 1),
        kinds=[{"id": "course", "title": "课程", "title_en": "Course", "is_class": True}],
        audience=[{"rule": "women-only", "parameters": {}}], limits={}, source="bench", digest="1",
    )  # fmt: skip
    now = timezone.now()
    offer = OfferIn(
        programme=PROGRAMME, kind="course", title="茶艺", area="370211", capacity=SEATS,
        waiting_capacity=WAITING,
    )  # fmt: skip
    starts_at = now + timedelta(days=7)
    session = SessionIn(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    planned = actions.plan_activity(
        actor=planner(), offer=offer, sessions=[session], opens_at=now, closes_at=starts_at, now=now
    )
    actions.publish(actor=planner(), activity_id=planned.id, now=now)
    return planned.id, [person.id for person in persons]


def planner() -> Any:
    """Return who plans, and who enrols each woman, everywhere."""
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability as Can

    return Actor.system(
        "bench", Can.ACTIVITIES_VIEW, Can.ACTIVITIES_PLAN, Can.ACTIVITIES_ENROL, Can.PEOPLE_VIEW
    )


def server() -> Callable[..., Any]:
    """Return the application of a worker."""
    import django

    django.setup()
    return application


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Book a seat: ``/<activity>/<person>``; answer with what became of it."""
    from django.db import close_old_connections
    from django.utils import timezone

    from jinguo.activities import actions
    from jinguo.core.errors import Refused

    activity, person = environ["PATH_INFO"].strip("/").split("/")
    try:
        entry = actions.enrol(
            actor=planner(), activity_id=UUID(activity), person_id=UUID(person), channel="portal",
            now=timezone.now(),
        )  # fmt: skip
        answer = entry.state
    except Refused as refusal:
        answer = refusal.code
    finally:
        close_old_connections()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer.encode()]


class serving:
    """A granian with two workers on this program, until the block ends."""

    def __enter__(self) -> None:
        env = {**os.environ, "PYTHONPATH": f"{common.ROOT / 'src'}:{Path(__file__).parent}"}
        self.process = subprocess.Popen(
            [
                str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host",
                "127.0.0.1", "--port", str(PORT), "--workers", str(WORKERS), "--backlog", "2048",
                "--blocking-threads", "4", "--no-log", "--no-ws", "--factory", "seats:server",
            ],
            env=env, cwd=Path(__file__).parent,
        )  # fmt: skip
        for _try in range(200):
            with_server = subprocess.run(
                [sys.executable, "-c", f"import socket; socket.create_connection(('127.0.0.1', {PORT}))"],
                capture_output=True, check=False,
            )  # fmt: skip
            if with_server.returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


async def book_all(activity: UUID, persons: list[UUID]) -> dict[str, Any]:
    """Open a connection for every client, let all requests go at once, and time each answer."""
    opened = [await asyncio.open_connection("127.0.0.1", PORT) for _person in persons]
    go = asyncio.Event()
    asked = [
        asyncio.create_task(book(activity, person, *streams, go))
        for person, streams in zip(persons, opened, strict=True)
    ]
    await asyncio.sleep(0)
    began = time.perf_counter()
    go.set()
    answers = await asyncio.gather(*asked)
    took = time.perf_counter() - began
    cuts = quantiles([seconds for _answer, seconds in answers], n=100)
    return {
        "requests_per_second": round(len(answers) / took),
        **{f"p{cut}_ms": round(cuts[cut - 1] * 1000) for cut in (50, 95, 99)},
        "answers": Counter(answer for answer, _seconds in answers),
    }


async def book(
    activity: UUID, person: UUID, reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
    go: asyncio.Event,
) -> tuple[str, float]:  # fmt: skip
    await go.wait()
    began = time.perf_counter()
    writer.write(
        f"POST /{activity}/{person} HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    return answer.rsplit(b"\r\n", 1)[-1].decode(), time.perf_counter() - began


def after(activity: UUID) -> dict[str, int]:
    """Count what stands in the database in the end."""
    from jinguo.activities.models import Activity, Enrolment
    from jinguo.activities.queries import taken_of

    taken = taken_of(Activity.objects.get(id=activity))
    places = (
        Enrolment.objects.filter(place__isnull=False)
        .order_by("place")
        .values_list("place", flat=True)
    )
    return {
        "seats": SEATS,
        "enrolled": taken.seats,
        "oversold": max(0, taken.seats - SEATS),
        "waiting": taken.waiting,
        "places_in_order": list(places) == list(range(1, taken.waiting + 1)),
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
