"""The background tasks and their times."""

from __future__ import annotations

from procrastinate import App
from procrastinate.testing import InMemoryConnector

from jinguo.config import wiring

EVERY_MINUTE = "* * * * *"


def test_unused_accounts_are_suspended_once_a_day():
    app = App(connector=InMemoryConnector())
    wiring.register_tasks(app)

    crons = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}

    assert crons["org.suspend-unused"] == "10 3 * * *"


def test_what_is_done_every_minute_is_a_task_each_so_that_none_stops_another():
    app = App(connector=InMemoryConnector())
    wiring.register_tasks(app)

    crons = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}

    often = {name for name, cron in crons.items() if cron == EVERY_MINUTE}
    assert often == {
        "facts.deliver", "facts.roll-up", "audit.seal-links", "exchange.take-up",
        "notices.send-messages", "activities.offer-freed-seats",
    }  # fmt: skip
