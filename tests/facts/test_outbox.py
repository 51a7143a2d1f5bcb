from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from jinguo.facts import outbox
from tests.make import facts as make

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]

NOW = dt.datetime(2020, 6, 15, 4, tzinfo=dt.UTC)


@pytest.fixture
def delivered():
    """Connect a handler to the tests' kind of fact; give what it was handed; put the wiring back."""
    before, seen = dict(outbox._handlers), []
    outbox.connect({make.Happened.kind: lambda facts, _now: seen.extend(one.id for one in facts)})
    yield seen
    outbox.connect(before)


def test_each_fact_is_delivered_once_in_order(delivered):
    ids = [make.fact() for _ in range(3)]

    assert outbox.deliver(now=NOW) == 3
    assert outbox.deliver(now=NOW) == 0
    assert delivered == ids


def test_a_fact_of_an_open_transaction_waits(delivered):
    with transaction.atomic():
        made = make.fact()
        assert outbox.deliver(now=NOW) == 0
    outbox.deliver(now=NOW)

    assert delivered == [made]


def test_a_handler_that_fails_gets_the_same_facts_again(delivered):
    made = make.fact()

    def fails(_facts, _now):
        raise RuntimeError("the post is down")

    working = dict(outbox._handlers)
    outbox.connect({make.Happened.kind: fails})
    with pytest.raises(RuntimeError):
        outbox.deliver(now=NOW)
    outbox.connect(working)
    outbox.deliver(now=NOW)

    assert delivered == [made]
