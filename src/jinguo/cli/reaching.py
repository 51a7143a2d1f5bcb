"""Whether the database that was named can be worked with, asked before anything else is."""

from __future__ import annotations

from typing import Any

import psycopg

from jinguo.core.postgres import ServerError

OLDEST = 15


def check_server(database: dict[str, Any]) -> None:
    """
    Pass when a database answers, is new enough, stores every sign and lets us make tables.

    ``database`` is Django's entry for it. A password never stands in a sentence.

    :raises ServerError: it is not so
    """
    where = f"{database['NAME']} at {database['HOST'] or 'this machine'}"
    try:
        with psycopg.connect(
            dbname=database["NAME"],
            user=database["USER"],
            password=database["PASSWORD"],
            host=database["HOST"],
            port=database["PORT"],
            **database["OPTIONS"],
        ) as connection:
            _check_version(connection.info.server_version)
            encoding = connection.info.parameter_status("server_encoding")
            (may_create,) = connection.execute(
                "SELECT has_schema_privilege('public', 'CREATE')"
            ).fetchone() or (False,)
    except psycopg.Error as fault:
        words = str(fault).strip().partition("\n")[0].removeprefix("connection failed: ")
        raise ServerError(
            f"The database {where} does not answer: {words}. Is DATABASE_URL right, and the server"
            " running?"
        ) from fault
    if encoding != "UTF8":
        raise ServerError(
            f"The database {where} stores {encoding}. Make another with the encoding UTF8."
        )
    if not may_create:
        raise ServerError(
            f"The user {database['USER']} may not make tables in the database {where}."
            f" Make it the owner: ALTER DATABASE {database['NAME']} OWNER TO {database['USER']}."
        )


def _check_version(number: int) -> None:
    if number < OLDEST * 10_000:
        raise ServerError(
            f"The server DATABASE_URL names is PostgreSQL {number // 10_000}. Jinguo needs version"
            f" {OLDEST} or newer: name another server, or none for the embedded one."
        )
