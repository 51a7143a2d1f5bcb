"""
2,000 residents book in the same moment while an officer works at the desk, on a live server in the set-up of
``jinguo serve``.

Each resident is signed in and sends the form of the booking page; a browser told to come again does so
after the seconds it was given. The officer opens one page of the desk after another all the while. Prints how
long her pages took, how long until each resident knew, and the seats oversold, which must be 0.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from datetime import date, timedelta
from itertools import cycle
from statistics import quantiles
from typing import Any

import common
import serving

RESIDENTS, SEATS, WAITING = 2_000, 300, 100
VILLAGE = "370211001001"
DESK = ("/desk/", "/desk/activities/", "/desk/households/")
PAUSE = 0.2  # seconds between two pages of the officer
SECRET = "b" * 32  # of the cookie against forged forms; any will do, as the form carries the same


def main() -> None:
    """Prepare, serve, let them all come, and print what it was like."""
    os.environ |= {"JINGUO_HOSTS": serving.HOST, "JINGUO_SECOND_FACTOR": "offered"}
    common.set_up()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    with common.step("Enter 2,000 residents and announce a class of 300 seats"):
        code, residents, officer = prepared(RESIDENTS, SEATS, WAITING)
    with serving.served("jinguo.config.wsgi:application") as port:
        found = asyncio.run(rush(port, code, residents, officer))
    common.report("rush", **found, **after())


def prepared(residents: int, seats: int, waiting: int) -> tuple[str, list[tuple[str, str]], str]:
    """Return the code of a class, of each resident her session and her id, and an officer's session."""
    from django.utils import timezone

    from jinguo.activities import actions
    from jinguo.activities.actions import OfferIn, SessionIn
    from jinguo.demo import cast
    from jinguo.org import actions as org
    from jinguo.org.models import Account
    from jinguo.programmes.actions import apply_pack

    now = timezone.now()
    rows = org.read_areas(org.BUNDLED_AREAS)
    org.import_areas(
        actor=cast.FOUNDER, rows=rows, valid_from=date(2019, 1, 1), source="bench", now=now
    )
    cast.open_units(now)
    cast.open_accounts(now)
    for name in ("base", "xihaian"):
        apply_pack(actor=cast.FOUNDER, folder=common.ROOT / "packs" / name, now=now)
    Account.objects.update(must_change_password=False)
    planner = planning()
    actions.publish_ruleset(
        pack="bench", area="370211", programme="bench", valid_from=date(2019, 1, 1),
        kinds=[{"id": "course", "title": "课程", "title_en": "Course", "is_class": True}],
        limits={}, source="bench", digest="1",
    )  # fmt: skip
    offer = OfferIn(
        programme="bench", kind="course", title="茶艺", area="370211", capacity=seats,
        waiting_capacity=waiting,
    )  # fmt: skip
    starts_at = now + timedelta(days=7)
    session = SessionIn(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    planned = actions.plan_activity(
        actor=planner, offer=offer, sessions=[session], opens_at=now, closes_at=starts_at, now=now
    )
    actions.publish(actor=planner, activity_id=planned.id, now=now)
    officer = Account.objects.get(username="district")
    return planned.code, enter_residents(residents, now), sessions_of([officer], now)[0]


def planning() -> Any:
    """Return who plans the class."""
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability as Can

    return Actor.system("bench", Can.ACTIVITIES_VIEW, Can.ACTIVITIES_PLAN)


def enter_residents(count: int, now: Any) -> list[tuple[str, str]]:
    """Make residents with accounts, and return of each her session and her id."""
    from uuid import UUID

    from jinguo.org.models import Account
    from jinguo.people.models import Person, Resident

    persons = Person.objects.bulk_create(
        Person(
            area_id=VILLAGE, name=f"女{number}", pinyin=f"nv{number}", sex="2", born_on=date(1985, 1, 1)
        )
        for number in range(count)
    )  # fmt: skip
    accounts = Account.objects.bulk_create(
        Account(
            username=f"resident-{number}", name=one.name, kind=Account.Kind.RESIDENT,
            must_change_password=False, created_at=now, password="!",
        )
        for number, one in enumerate(persons)
    )  # fmt: skip
    Resident.objects.bulk_create(
        Resident(account=account, person=person, phone=b"", phone_index=UUID(int=number), since=now)
        for number, (account, person) in enumerate(zip(accounts, persons, strict=True))
    )
    keys = sessions_of(accounts, now)
    return list(zip(keys, [str(one.id) for one in persons], strict=True))


def sessions_of(accounts: Any, now: Any) -> list[str]:
    """Sign accounts in, and return the keys of their sessions."""
    from secrets import token_hex

    from allauth.usersessions.models import UserSession
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    second = int(now.timestamp())
    clock = {"began": second, "seen": second, "proved": second}
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    rows = []
    for one in accounts:
        values = {
            SESSION_KEY: str(one.pk),
            BACKEND_SESSION_KEY: backend,
            HASH_SESSION_KEY: one.get_session_auth_hash(),
            **clock,
        }
        rows.append(
            Session(
                session_key=token_hex(16),
                session_data=SessionStore().encode(values),
                expire_date=now + timedelta(hours=8),
            )
        )
    Session.objects.bulk_create(rows)
    # As signing in leaves it.
    UserSession.objects.bulk_create(
        UserSession(user=one, session_key=row.session_key, ip=serving.HOST, user_agent="")
        for one, row in zip(accounts, rows, strict=True)
    )
    return [row.session_key for row in rows]


async def rush(
    port: int, code: str, residents: list[tuple[str, str]], officer: str
) -> dict[str, Any]:
    """Let every resident book at once and the officer work until the last one knows."""
    over = asyncio.Event()
    desk = asyncio.create_task(work(port, officer, over))
    await asyncio.sleep(2)
    began = time.perf_counter()
    known = await asyncio.gather(*(book(port, code, *one) for one in residents))
    lasted = time.perf_counter() - began
    over.set()
    pages = await desk
    waits, tries, answers = zip(*known, strict=True)
    return {
        "residents": len(residents),
        "seconds": round(lasted, 1),
        "answers": dict(Counter(answers)),
        "tries": sum(tries),
        "until_known": spread(waits),
        "desk_pages": len(pages),
        "desk": spread(pages),
    }


async def book(port: int, code: str, session: str, person: str) -> tuple[float, int, int]:
    """Send the form until it is decided on; return how long it took, the tries, and the answer."""
    body = f"who={person}&csrfmiddlewaretoken={SECRET}"
    began, tries = time.perf_counter(), 0
    while True:
        tries += 1
        status, seconds = await ask(port, "POST", f"/a/{code}/book/", session, body)
        if status != 503:
            return time.perf_counter() - began, tries, status
        await asyncio.sleep(seconds)


async def work(port: int, session: str, over: asyncio.Event) -> list[float]:
    """Open one page of the desk after another; return how long each took."""
    taken: list[float] = []
    for path in cycle(DESK):
        if over.is_set():
            return taken
        began = time.perf_counter()
        status, _seconds = await ask(port, "GET", path, session)
        assert status == 200, (path, status)
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE)
    raise AssertionError("the pages do not end")


async def ask(port: int, method: str, path: str, session: str, body: str = "") -> tuple[int, int]:
    """Ask once on a connection of its own; return the status, and when to come again."""
    hear, say = await asyncio.open_connection(serving.HOST, port)
    head = [
        f"{method} {path} HTTP/1.1",
        f"Host: {serving.HOST}:{port}",
        f"Cookie: sessionid={session}; csrftoken={SECRET}",
        f"Content-Length: {len(body)}",
        "Content-Type: application/x-www-form-urlencoded",
        "Connection: close",
    ]
    say.write("\r\n".join([*head, "", body]).encode())
    answer = (await hear.read()).partition(b"\r\n\r\n")[0].decode().lower()
    say.close()
    again = answer.partition("retry-after: ")[2].partition("\r\n")[0]
    return int(answer.split(" ")[1]), int(again or 0)


def spread(seconds: Any) -> dict[str, float]:
    """Return the median and the 95th and 99th percentile."""
    cut = quantiles(seconds, n=100)
    return {"p50": round(cut[49], 2), "p95": round(cut[94], 2), "p99": round(cut[98], 2)}


def after() -> dict[str, int]:
    """Return what stands in the database afterwards."""
    from django.db.models import Sum

    from jinguo.activities.models import Enrolment

    taken = Enrolment.objects.holding().aggregate(n=Sum("seats"))["n"] or 0
    waiting = Enrolment.objects.filter(state=Enrolment.State.WAITING).count()
    return {"taken": taken, "waiting": waiting, "oversold": max(taken - SEATS, 0)}


if __name__ == "__main__":
    main()
