"""The background tasks and their times."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.testing import InMemoryConnector

from jinguo.config import wiring
from jinguo.config.settings import PROCRASTINATE_PERIODIC_DEFAULTS

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERY_MINUTE = "* * * * *"


def test_unused_accounts_are_suspended_once_a_day():
    app = App(connector=InMemoryConnector())
    wiring.register_tasks(app)

    crons = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}

    assert crons["org.suspend-unused"] == "10 19 * * *"  # 3:10 in Shanghai; the queue reads UTC


def due(at: datetime, *, last: dict[str, int] | None = None) -> dict[str, datetime]:
    """What a worker that starts then asks for, and as of when."""
    app = App(connector=InMemoryConnector(), periodic_defaults=PROCRASTINATE_PERIODIC_DEFAULTS)
    wiring.register_tasks(app)
    deferrer = PeriodicDeferrer(registry=app.periodic_registry, **app.periodic_defaults)
    found = deferrer.get_previous_tasks(at=at.timestamp())
    return {one.task.name: datetime.fromtimestamp(when, SHANGHAI) for one, when in found}


def test_what_fell_due_at_night_is_done_when_the_worker_starts_in_the_morning():
    found = due(datetime(2020, 6, 8, 8, 30, tzinfo=SHANGHAI))

    assert found["members.end-by-day"] == datetime(2020, 6, 8, 0, 12, tzinfo=SHANGHAI)
    assert {"ledger.expire-points", "sites.fall-dormant", "notices.close-by-day"} <= found.keys()
    assert set(found) == set(due(datetime(2020, 6, 8, 0, 0, 30, tzinfo=SHANGHAI)))


@pytest.mark.slow
def test_a_time_that_was_done_is_not_done_again(committed):
    def started() -> int:
        with django_app.replace_connector(django_app.connector.get_worker_connector()) as app:
            asyncio.run(asked(app))
        return ProcrastinateJob.objects.filter(task_name="members.end-by-day").count()

    async def asked(app: App) -> None:
        async with app.open_async():
            deferrer = PeriodicDeferrer(registry=app.periodic_registry, **app.periodic_defaults)
            at = datetime(2020, 6, 8, 8, 30, tzinfo=SHANGHAI).timestamp()
            await deferrer.defer_jobs(jobs_to_defer=deferrer.get_previous_tasks(at=at))

    assert started() == 1
    with connection.cursor() as cursor:  # the job is done, and its lock is free again
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    assert started() == 1


def test_what_is_done_every_minute_is_a_task_each_so_that_none_stops_another():
    app = App(connector=InMemoryConnector())
    wiring.register_tasks(app)

    crons = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}

    often = {name for name, cron in crons.items() if cron == EVERY_MINUTE}
    assert often == {
        "facts.deliver", "facts.roll-up", "audit.seal-links", "exchange.take-up",
        "notices.send-messages", "activities.offer-freed-seats",
    }  # fmt: skip
