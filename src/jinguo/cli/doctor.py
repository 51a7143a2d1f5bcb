"""How an installation is, and what it lacks; a sentence each."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.cli import language, reaching
from jinguo.cli.finding import Finding
from jinguo.config.environment import environment
from jinguo.core import postgres
from jinguo.core.errors import JinguoError
from jinguo.core.jail import network
from jinguo.core.postgres import ServerError

FREE = 2_000_000_000


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for another program.")
def command(as_json: bool) -> None:
    """Say how the installation is and what it lacks, a sentence each; exit 1 when it lacks something."""
    language.set_up()
    found = list(findings())
    is_missing = any(finding.is_fault for finding in found)
    if as_json:
        rows = [
            {"what": one.what, "is_fault": one.is_fault, "message": one.sentence} for one in found
        ]
        click.echo(json.dumps({"is_missing": is_missing, "findings": rows}, ensure_ascii=False))
    else:
        for finding in found:
            click.echo(f"{'-' if finding.is_fault else ' '} {finding.sentence}")
        click.echo(_("Something is missing.") if is_missing else _("Nothing is missing."))
    sys.exit(1 if is_missing else 0)


def findings() -> Iterator[Finding]:
    """Return a sentence for each thing that was looked at and is worth one."""
    yield disk()
    if not (Path(__file__).parents[1] / "static" / "build" / "theme.css").exists():
        yield Finding(
            "styles", _("The styles are not built. Run ./jinguo serve once, which builds them.")
        )
    if settings.DEBUG:
        yield Finding(
            "debug", _("JINGUO_DEBUG is set. Errors would be shown to everyone: unset it.")
        )
    if settings.JINGUO_SECOND_FACTOR != "required":
        yield Finding(
            "second-factor",
            _("The second factor is only offered. Set JINGUO_SECOND_FACTOR=required for real use."),
        )
    if not environment.https:
        yield Finding("https", _("JINGUO_HTTPS is not set. Serve real data over HTTPS only."))
    elif not environment.proxies:
        yield Finding(
            "proxies",
            _("JINGUO_HTTPS is set and JINGUO_PROXIES is not: the server speaks plain HTTP behind a"
              " TLS proxy, and believes only a proxy it knows. Name the proxy's address."),
        )  # fmt: skip
    yield reading()
    yield from of_keys()
    yield from of_database()


def disk() -> Finding:
    """Say how much room the var folder has."""
    var = environment.var
    free = shutil.disk_usage(var if var.exists() else var.parent).free
    if free < FREE:
        return Finding(
            "disk",
            _("Only %s is free on the disk of the var folder. Make room.") % filesizeformat(free),
        )
    said = _("%s is free on the disk of the var folder.") % filesizeformat(free)
    return Finding("disk", said, is_fault=False)


def reading() -> Finding:
    """
    Say whether the process that reads strangers' files leaves the network.

    No fault where it cannot: no number is left in it for a socket either; this is the second bar.
    """
    why = network.refusal()
    if why:
        said = _(
            "Files from outside are read without a network namespace of their own on this machine:"
            " %(why)s. That process cannot open a socket all the same."
        )
        return Finding("reading", said % {"why": why}, is_fault=False)
    said = _("Files from outside are read in a network namespace of their own.")
    return Finding("reading", said, is_fault=False)


def of_keys() -> Iterator[Finding]:
    """Return what is wrong with the key ring."""
    from jinguo.core import crypto  # noqa: PLC0415  (the settings must stand first)

    try:
        crypto.ring()
    except JinguoError as fault:
        yield Finding("keys", fault.message)


def of_database() -> Iterator[Finding]:
    """Return what is wrong with the database (not running, not durable, behind), and what it knows."""
    if environment.is_embedded and not postgres.is_running(environment.cluster):
        yield Finding(
            "database", _("The embedded database is not running. ./jinguo serve starts it.")
        )
        return
    try:
        reaching.check_server(environment.django_database())
    except ServerError as fault:
        yield Finding("database", str(fault))
        return
    from django.db import connection  # noqa: PLC0415  (Django must be set up first)
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync')")
        (fsync,) = cursor.fetchone()
    if fsync != "on":
        yield Finding("fsync", _("The database runs with fsync off: a power cut would lose data."))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding(
            "schema", _("The schema is behind the program. ./jinguo serve brings it up to date.")
        )
        return
    from jinguo.cli import outbox as waiting  # noqa: PLC0415
    from jinguo.cli import upkeep  # noqa: PLC0415
    from jinguo.facts import outbox  # noqa: PLC0415

    yield from upkeep.findings(timezone.now())
    for one in outbox.failures():
        retry = _("./jinguo outbox retry tries again at once.")
        yield Finding("outbox", f"{waiting.sentence(one)} {retry}")
