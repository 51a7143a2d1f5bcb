from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner
from django.db import transaction

from jinguo.cli.outbox import command
from jinguo.facts import outbox
from tests.make import facts as make

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]

NOW = dt.datetime(2020, 6, 15, 4, tzinfo=dt.UTC)
WORDS = "王秀英 does not answer"


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


def failing(fact_id, *, also=None):
    """A handler that breaks at one fact, and hands on to another handler what it is given without it."""

    def handle(facts, now):
        if any(one.id == fact_id for one in facts):
            raise RuntimeError(WORDS)
        if also:
            also(facts, now)

    return handle


def connect(handler, kind=make.Happened.kind):
    outbox.connect({**outbox._handlers, kind: handler})


def test_a_handler_that_fails_gets_the_same_facts_again(delivered):
    first, broken, last = (make.fact() for _ in range(3))
    working = outbox._handlers[make.Happened.kind]
    connect(failing(broken, also=working))

    assert outbox.deliver(now=NOW) == 1
    assert delivered == [first]

    connect(working)
    assert outbox.deliver(now=NOW) == 2
    assert delivered == [first, broken, last]


def test_an_operator_is_told_what_fails_since_when_and_how_often(delivered):
    _good, broken = make.fact(), make.fact()
    working = outbox._handlers[make.Happened.kind]
    connect(failing(broken, also=working))

    for turn in range(3):
        outbox.deliver(now=NOW + dt.timedelta(minutes=turn))

    [told] = outbox.failures()
    assert (told.kind, told.fact, told.times) == (make.Happened.kind, broken, 3)
    assert (told.since, told.last_at) == (NOW, NOW + dt.timedelta(minutes=2))
    assert told.error == "RuntimeError"

    connect(working)
    outbox.deliver(now=NOW)
    assert outbox.failures() == []


def test_the_words_of_an_error_are_neither_kept_nor_logged(delivered, caplog):
    connect(failing(make.fact()))

    outbox.deliver(now=NOW)

    assert "RuntimeError" in caplog.text
    assert WORDS not in caplog.text + str(outbox.failures()[0].__dict__)


def test_a_kind_that_fails_keeps_no_other_kind_waiting(delivered):
    working = outbox._handlers[make.Happened.kind]
    broken, made = make.fact(), make.fact(make.Registered)
    connect(failing(broken))
    connect(working, kind=make.Registered.kind)  # handed its facts after the other

    assert outbox.deliver(now=NOW) == 1
    assert delivered == [made]
    assert [one.fact for one in outbox.failures()] == [broken]


def test_the_command_names_what_fails_and_tries_it_again(delivered):
    working = outbox._handlers[make.Happened.kind]
    connect(failing(broken := make.fact()))

    tried = CliRunner().invoke(command, ["retry"])
    listed = CliRunner().invoke(command, ["failures"])
    connect(working)
    mended = CliRunner().invoke(command, ["retry"])

    assert (tried.exit_code, listed.exit_code, mended.exit_code) == (1, 1, 0)
    assert str(broken) in listed.output
    assert "RuntimeError, 1 times" in listed.output
    assert mended.output == "1 facts delivered.\nNothing waits behind a failure.\n"
    assert delivered == [broken]
