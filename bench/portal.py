"""
The first page of the portal, signed out, with 1,000 sessions to come, beside the least Django can do.

Both are asked by the same clients of a live server in the same set-up (granian, 2 workers of 4 threads): the
page through the whole of the installation, and a view without middleware that answers with a word. Also
asked: the page in English, narrowed to a town, and of an activity, whose seats are counted each time. Prints
requests a second and the statements a page takes that is made anew, with 10 sessions and with 1,000.
"""

from __future__ import annotations

import os
import secrets
from datetime import date, datetime, timedelta
from typing import Any

import common
import serving

FEW, MANY = 10, 1_000
TOWN = "370211001"


def main() -> None:
    """Fill the installation, serve it and the bare view in turns, and print how they compare."""
    os.environ["JINGUO_HOSTS"] = serving.HOST
    common.set_up()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    fill(FEW)
    few = statements()
    code = fill(MANY - FEW)
    many = statements()
    pages = {"first": "/", "town": f"/?town={TOWN}", "activity": f"/a/{code}"}
    rates: dict[str, list[float]] = {name: [] for name in (*pages, "bare")}
    # In turns, so that a machine that slows down meanwhile slows both; each page is the first once, as what
    # a server is asked first it answers slower.
    for turn in range(len(pages)):
        with serving.served("bare:application") as port:
            rates["bare"].append(serving.requests_a_second(port, "/"))
        names = [*pages][turn:] + [*pages][:turn]
        with serving.served("jinguo.config.wsgi:application") as port:
            for name in names:
                rates[name].append(serving.requests_a_second(port, pages[name]))
    best = {name: max(found) for name, found in rates.items()}
    common.report(
        "portal",
        ratio=round(best["first"] / best["bare"], 2),
        sessions=MANY,
        requests_a_second=best,
        rounds=rates,
        statements_at_10=few,
        statements=many,
        statements_constant=few == many,
    )


def fill(count: int) -> str:
    """Announce that many activities more, of one session each, hour by hour; return the code of one."""
    from jinguo.activities import actions
    from jinguo.activities.models import Activity, Session
    from jinguo.demo import cast
    from jinguo.org import actions as org
    from jinguo.org.models import Area, Level

    now = datetime.now(tz=timezone())
    if not Area.objects.exists():
        actions.publish_ruleset(
            pack="bench", area="370211", programme="bench", valid_from=date(2019, 1, 1),
            kinds=[{"id": "course", "title": "课程", "title_en": "Course", "is_class": True}],
            limits={}, source="bench", digest="1",
        )  # fmt: skip
        rows = org.read_areas(org.BUNDLED_AREAS)
        org.import_areas(
            actor=cast.FOUNDER, rows=rows, valid_from=date(2019, 1, 1), source="bench", now=now
        )
    villages = Area.objects.filter(level=Level.VILLAGE).order_by("code")[:200]
    there = Activity.objects.count()
    made = [
        Activity(
            programme="bench", kind="course",
            title=f"茶艺入门 第{there + number}期", summary="认识六大茶类，学会冲泡。",
            area=villages[number % len(villages)], place="社区活动室", capacity=30,
            waiting_capacity=10, minimum=8, code=secrets.token_hex(4), state=Activity.State.PUBLISHED,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=60), created_at=now,
            published_at=now,
        )
        for number in range(count)
    ]  # fmt: skip
    Activity.objects.bulk_create(made)
    Session.objects.bulk_create(
        Session(
            activity=one, number=1, starts_at=now + timedelta(hours=1 + number),
            ends_at=now + timedelta(hours=3 + number),
        )
        for number, one in enumerate(made)
    )  # fmt: skip
    return made[0].code


def timezone() -> Any:
    """Return the installation's zone."""
    from django.utils import timezone

    return timezone.get_default_timezone()


def statements() -> int:
    """Return how many statements the first page takes when it is made anew."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    caches["pages"].clear()
    with CaptureQueriesContext(connection) as seen:
        answer = Client(headers={"host": serving.HOST}).get("/")
    assert answer.status_code == 200, answer.status_code
    assert "茶艺入门" in answer.content.decode()
    return len(seen)


if __name__ == "__main__":
    main()
