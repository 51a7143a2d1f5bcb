"""Roll-ups and points of knowledge need rows that are committed: such tests empty the tables after."""

import time

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from jinguo.core import crypto
from jinguo.facts import actions
from jinguo.facts.models import Fact, State


@pytest.fixture(autouse=True, scope="session")
def _ring():
    """The keys the pseudonyms of facts are made with."""
    crypto.create_ring()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Let the test commit; empty the tables afterwards, past the triggers that guard history."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            tables = [
                model._meta.db_table
                for model in apps.get_models()
                if model._meta.app_label in {"org", "audit", "facts"}
            ]
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
                cursor.execute("SET session_replication_role = DEFAULT")
            connection.close()


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
