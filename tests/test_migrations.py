"""The schema: made from nothing by the migrations, the same as the models, and undone without remains."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from jinguo.activities.models import Certificate
from tests.make import activities as make

OURS = sorted(one.label for one in apps.get_app_configs() if one.name.startswith("jinguo."))
MIGRATIONS = sorted(key for key in MigrationLoader(None).disk_migrations if key[0] in OURS)
WHY_NOT = "Cannot be undone:"  # how the docstring of a migration begins the sentence that says why

# What the server itself says of the schema; extensions and other programs' tables are left out.
CATALOGUE = {
    "functions": """
        SELECT pg_get_functiondef(f.oid) FROM pg_proc AS f
        WHERE f.pronamespace = 'public'::regnamespace AND f.prokind = 'f' AND NOT EXISTS (
            SELECT FROM pg_depend AS d WHERE d.objid = f.oid AND d.deptype = 'e')""",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "columns": """
        SELECT concat_ws(' ', a.attrelid::regclass, c.reloptions, a.attname, a.attidentity,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            AND a.attnum > 0 AND NOT a.attisdropped""",
}


def schema():
    """Return what the server says, sorted: columns made in another order are the same."""
    said = {}
    with connection.cursor() as cursor:
        for what, statement in CATALOGUE.items():
            cursor.execute(statement)
            said[what] = sorted(row[0] for row in cursor.fetchall())
    return said


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


def find_migration(key):
    app, name = key
    return import_module(f"{apps.get_app_config(app).name}.migrations.{name}").Migration


@pytest.mark.django_db
@pytest.mark.slow
def test_the_migrations_from_nothing_make_what_the_models_say():
    """The test database was made by them."""
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("key", MIGRATIONS, ids=".".join)
def test_a_migration_can_be_undone_or_says_why_not(key):
    migration = find_migration(key)
    told = inspect.getdoc(inspect.getmodule(migration)) or ""

    can_be_undone = all(operation.reversible for operation in migration.operations)

    assert can_be_undone != (WHY_NOT in told)


@pytest.mark.django_db
@pytest.mark.slow
def test_undone_to_the_first_and_made_again_the_schema_is_the_same():
    """All in one transaction, which the test takes back."""
    before = schema()

    migrate(*((app, None) for app in OURS))
    emptied = schema()
    migrate()

    left = [line for lines in emptied.values() for line in lines]
    assert [line for line in left if any(f"{app}_" in line for app in (*OURS, "jinguo"))] == []
    assert schema() == before


@pytest.mark.django_db
@pytest.mark.slow
def test_certificates_are_numbered_on_behind_what_was_given_in_either_form():
    activity = make.activity()
    given = ["370211-fashion-classrooms-2020-00007", "370211-fairs-2020-00002", "370211-2020-00004"]
    for number in given:
        Certificate.objects.create(
            enrolment=make.enrol(activity), number=number, issued_on=make.NOON.date(), attended=1,
            held=1,
        )  # fmt: skip

    def counted(*fields):
        with connection.cursor() as cursor:
            names = ", ".join(fields)
            cursor.execute(f"SELECT {names} FROM activities_certificatecounter ORDER BY last")
            return cursor.fetchall()

    migrate(("activities", "0010_session_moved"))
    before = counted("area", "programme", "year", "last")
    migrate()

    assert before == [("370211", "fairs", 2020, 2), ("370211", "fashion-classrooms", 2020, 7)]
    assert counted("area", "year", "last") == [("370211", 2020, 4)]
    assert sorted(Certificate.objects.values_list("number", flat=True)) == sorted(given)
