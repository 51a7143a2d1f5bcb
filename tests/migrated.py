"""
The database as the migrations make it, kept on the tests' own server: each run copies it and makes none anew.

Its name is a digest of every migration, so that a changed one makes another, and those before it go.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection

PREFIX = "migrated_"
UNFINISHED = f"{PREFIX}unfinished"


def kept() -> str:
    """Return the name of the migrated database; make it where it is not there yet."""
    name = PREFIX + digest()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        known = {row[0] for row in cursor.fetchall()}
        if name in known:
            return name
        for earlier in known:
            cursor.execute(f"DROP DATABASE {earlier} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {UNFINISHED}")
    migrate(UNFINISHED)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {UNFINISHED} RENAME TO {name}")
    return name


def migrate(name: str) -> None:
    """Run every migration in a database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def digest() -> str:
    """Return what the names and the text of all migrations come to."""
    found = sha256()
    for app in sorted(apps.get_app_configs(), key=lambda one: one.name):
        for file in sorted(Path(app.path).glob("migrations/**/*.py")):
            found.update(f"{app.name}/{file.name}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]
