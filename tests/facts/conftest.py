"""Roll-ups and points of knowledge need rows that are committed."""

import time

import psycopg
import pytest
from django.db import connection

from jinguo.facts import actions
from jinguo.facts.models import Fact, State


@pytest.fixture
def another(committed):
    """A second connection, in a transaction that stays open until it commits."""
    address = connection.get_connection_params()
    names = ("dbname", "host", "port", "user", "password")
    with psycopg.connect(**{name: address[name] for name in names if address.get(name)}) as other:
        yield other
        other.rollback()


@pytest.fixture
def all_rolled_up():
    """
    Roll up until no fact is left in the tail.

    The horizon waits for every transaction of the server, also for those of other tests' databases.
    """

    def roll_up():
        for _turn in range(200):
            actions.roll_up()
            state = State.objects.get()
            if not Fact.objects.filter(xid__gte=state.watermark).exists():
                return
            time.sleep(0.05)
        raise AssertionError("some transaction of the server stayed open for ten seconds")

    return roll_up


@pytest.fixture
def as_superuser(committed):
    """Run SQL past every trigger, as whoever holds the database could."""

    def run(statement, *values):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            changed = cursor.rowcount
            cursor.execute("SET session_replication_role = DEFAULT")
        assert changed == 1

    return run
