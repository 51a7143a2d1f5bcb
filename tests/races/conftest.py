"""Races need rows that other connections see: a database of committed rows, emptied afterwards."""

import pytest
from django.apps import apps
from django.db import connection

from jinguo.core import crypto

OURS = {"org", "audit", "facts", "people", "assess"}


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
            tables = [m._meta.db_table for m in apps.get_models() if m._meta.app_label in OURS]
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
                cursor.execute("SET session_replication_role = DEFAULT")
            connection.close()
