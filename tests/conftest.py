"""What every test may rely on: a key ring, and for some a database of committed rows."""

import hypothesis
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation

from jinguo.core import crypto
from tests import cluster, migrated

# How long an example takes says more of the machine than of the promise.
hypothesis.settings.register_profile("jinguo", deadline=None)
hypothesis.settings.load_profile("jinguo")

KEPT = {"facts_state"}  # its one row is made by a migration


@pytest.fixture(autouse=True, scope="session")
def _ring():
    """The keys of the tests' own var folder."""
    crypto.create_ring()


@pytest.fixture(autouse=True)
def _english():
    """Sentences are compared as the sources write them; pages choose their language themselves."""
    with translation.override("en"):
        yield


@pytest.fixture
def counted(request):
    """
    Keep a sentence with the counts of a promise, to stand at the end of the run, green or not.

    It goes with the report of the test, so that it comes from every process of a run in parallel.
    """
    return lambda sentence: request.node.user_properties.append(("counted", sentence))


def pytest_terminal_summary(terminalreporter):
    """Print what the tests counted."""
    reports = [one for some in terminalreporter.stats.values() for one in some]
    said = {
        value
        for one in reports
        if getattr(one, "when", "") == "call"
        for name, value in one.user_properties
        if name == "counted"
    }
    if said:
        terminalreporter.section("counted")
        for sentence in sorted(said):
            terminalreporter.write_line(sentence)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """On the tests' own server the database of a run is a copy of one that is migrated already."""
    if cluster.IS_OURS:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated.kept()


@pytest.fixture(scope="session")
def _test_database(django_db_setup, django_db_blocker):
    """The test database, also when no test of the run bears the mark that makes pytest-django set it up."""
    made = []
    if not connection.settings_dict["NAME"].startswith("test_"):
        with django_db_blocker.unblock():
            made = setup_databases(
                verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set()
            )
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committed(_test_database, django_db_blocker):
    """Let the test commit; empty our tables afterwards, past the triggers that guard history."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            there = set(connection.introspection.table_names())
            models = [m for m in apps.get_models() if m.__module__.startswith("jinguo.")]
            ours = {model._meta.db_table for model in models}
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(f"TRUNCATE {', '.join((ours - KEPT) & there)} CASCADE")
                cursor.execute(
                    "UPDATE facts_state SET watermark = 0, definitions = gen_random_uuid()"
                )
                cursor.execute("SET session_replication_role = DEFAULT")
            connection.close()
