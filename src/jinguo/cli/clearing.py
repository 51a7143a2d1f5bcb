"""
Which database a demonstration may drop, and dropping it.

A demonstration signs its database before it writes a row. The sign is in the database, not in a file
beside it: a file would still be there when the same folder or variable names another database.
"""

from __future__ import annotations

import shutil

from django.db import connection, connections
from django.utils.translation import gettext as _

from jinguo.config.environment import environment
from jinguo.core import postgres
from jinguo.core.errors import Refused

SIGN = "A demonstration of Jinguo. It may be dropped."
# Nobody can work before the first area and the first account are there.
TABLES = ("org_area", "org_account")
# Ours, though no model of ours stands for them.
OURS = {"cache", "django_migrations", "jinguo_clock"}


def sign() -> None:
    """
    Sign the database as a demonstration's.

    :raises Refused: it holds work already
    """
    check_droppable()
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA public IS '{SIGN}'")


def is_signed() -> bool:
    """Say whether the database is a demonstration's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        return bool(cursor.fetchone()[0] == SIGN)


def holds_work() -> bool:
    """Say whether someone has begun to use the database; one without our tables holds none of ours."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT EXISTS (SELECT FROM public.{table})")  # noqa: S608
                if cursor.fetchone()[0]:
                    return True
    return False


def holds_others_tables() -> bool:
    """Say whether another program keeps tables in the same schema."""
    there = set(connection.introspection.table_names())
    ours = OURS | set(connection.introspection.django_table_names())
    return any(not table.startswith("procrastinate_") for table in there - ours)


def check_droppable() -> None:
    """
    Pass when the database is a demonstration's, or nobody has begun to use it.

    :raises Refused: it holds work that is no demonstration, or tables of another program
    """
    if not is_signed() and (holds_work() or holds_others_tables()):
        raise Refused(
            _(
                "This database holds work that is not a demonstration, and a demonstration would drop"
                " it. Name another folder by JINGUO_VAR, or another database by DATABASE_URL."
            )
        )


def drop_demo() -> None:
    """
    Drop a demonstration's database and what it wrote; of another server's the schema is made anew.

    Only a signed database is dropped; in one nobody has begun to use there is nothing to drop.

    :raises Refused: the database holds work that is no demonstration
    """
    check_droppable()
    shutil.rmtree(environment.var / "demo", ignore_errors=True)
    if not is_signed():
        return
    if environment.is_embedded:
        connections.close_all()  # the server is about to end them
        postgres.drop_database(environment.cluster, environment.database)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connections.close_all()
