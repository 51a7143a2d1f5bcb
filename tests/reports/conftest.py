"""A freeze knows what was committed before it, so these tests commit and the tables are emptied after."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from jinguo.core import crypto

OURS = {"org", "audit", "facts", "people", "assess", "programmes", "reports"}
KEPT = {"facts_state"}  # its one row is made by a migration


@pytest.fixture(autouse=True, scope="session")
def _ring():
    """The keys the pseudonyms of facts are made with."""
    crypto.create_ring()


@pytest.fixture(scope="session")
def _test_database(django_db_setup, django_db_blocker):
    """The test database, also when no test of the run bears the mark that makes pytest-django set it up."""
    made = []
    if not connection.settings_dict["NAME"].startswith("test_"):
        with django_db_blocker.unblock():
            made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committed(_test_database, django_db_blocker):
    """Let the test commit; empty the tables afterwards, past the triggers that guard history."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            there = set(connection.introspection.table_names())
            ours = {m._meta.db_table for m in apps.get_models() if m._meta.app_label in OURS}
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(f"TRUNCATE {', '.join((ours - KEPT) & there)} CASCADE")
                cursor.execute(
                    "UPDATE facts_state SET watermark = 0, definitions = gen_random_uuid()"
                )
                cursor.execute("SET session_replication_role = DEFAULT")
            connection.close()
