"""What is missing, a sentence each."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import django
from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.cli import reaching
from jinguo.config.environment import environment
from jinguo.core import postgres
from jinguo.core.errors import JinguoError
from jinguo.core.postgres import ServerError

FREE = 2_000_000_000


@click.command()
def command() -> None:
    """Say what is missing, a sentence each; exit 1 when something is."""
    django.setup()
    found = list(complaints())
    for sentence in found:
        click.echo(f"- {sentence}")
    click.echo("Something is missing." if found else "Nothing is missing.")
    sys.exit(1 if found else 0)


def complaints() -> Iterator[str]:
    """Return a sentence for each thing that is missing or wrong."""
    if (
        shutil.disk_usage(
            environment.var.parent if not environment.var.exists() else environment.var
        ).free
        < FREE
    ):
        yield "Less than 2 GB is free on the disk of the var folder. Make room."
    if not (Path(__file__).parents[1] / "static" / "build" / "theme.css").exists():
        yield "The styles are not built. Run ./jinguo serve once, which builds them."
    if settings.DEBUG:
        yield "JINGUO_DEBUG is set. Errors would be shown to everyone: unset it."
    if settings.JINGUO_SECOND_FACTOR != "required":
        yield "The second factor is only offered. Set JINGUO_SECOND_FACTOR=required for real use."
    if not environment.https:
        yield "JINGUO_HTTPS is not set. Serve real data over HTTPS only."
    elif not environment.proxies:
        yield (
            "JINGUO_HTTPS is set and JINGUO_PROXIES is not: the server speaks plain HTTP behind a TLS"
            " proxy, and believes only a proxy it knows. Name the proxy's address."
        )
    yield from key_complaints()
    yield from database_complaints()


def key_complaints() -> Iterator[str]:
    """Return what is wrong with the key ring."""
    from jinguo.core import crypto  # noqa: PLC0415  (the settings must stand first)

    try:
        crypto.ring()
    except JinguoError as fault:
        yield fault.message


def database_complaints() -> Iterator[str]:
    """Return what is wrong with the database: not running, not reachable, not durable, behind."""
    if environment.is_embedded and not postgres.is_running(environment.cluster):
        yield "The embedded database is not running. ./jinguo serve starts it."
        return
    try:
        reaching.check_server(environment.django_database())
    except ServerError as fault:
        yield str(fault)
        return
    from django.db import connection  # noqa: PLC0415  (Django must be set up first)
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync')")
        (fsync,) = cursor.fetchone()
    if fsync != "on":
        yield "The database runs with fsync off: a power cut would lose data."
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "The schema is behind the program. ./jinguo serve brings it up to date."
        return
    from jinguo.cli import outbox as waiting  # noqa: PLC0415
    from jinguo.facts import outbox  # noqa: PLC0415

    for one in outbox.failures():
        yield waiting.sentence(one) + " " + _("./jinguo outbox retry tries again at once.")
