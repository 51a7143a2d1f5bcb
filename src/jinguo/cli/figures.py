"""Figures from the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from jinguo.assess import queries as assess
from jinguo.cli import steps
from jinguo.cli.groups import WithDefault
from jinguo.cli.progress import bars
from jinguo.core.errors import JinguoError
from jinguo.facts import actions, queries
from jinguo.facts.queries import AsOf, Figure, Period
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import queries as sites

READER = Actor.system("cli", Capability.FIGURES_VIEW)
SHOWN = 50  # problems printed; more are counted


@click.group(name="figures", cls=WithDefault)
def command() -> None:
    """
    Read figures, check them, roll facts up.

    `jinguo figures MEASURE… --area CODE --on DATE` prints the figures of the year up to that day; with
    --as-of TIME as they were known then, with --tree-on DATE on that day's areas, with --json for another
    program.
    """


@command.command(name="show", hidden=True)
@click.argument("measures", nargs=-1, required=True, metavar="MEASURE…")
@click.option("--area", required=True, metavar="CODE", help="Official code of the area.")
@click.option(
    "--on", required=True, metavar="DATE", help="Last day counted, as 2020-12-31; inclusive."
)
@click.option(
    "--as-of", "as_of", metavar="TIME", help="Only what was recorded by this time, ISO 8601."
)
@click.option(
    "--tree-on", "tree_on", metavar="DATE", help="Cut the areas as on this day instead of --on."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for another program.")
def show(
    measures: Sequence[str],
    area: str,
    on: str,
    as_of: str | None,
    tree_on: str | None,
    as_json: bool,
) -> None:
    """Print figures of the year up to a day."""
    day = _day(on, "--on")
    try:
        org.get_area(area)
        found = queries.figures(
            READER,
            measures,
            area=area,
            period=Period.up_to(day),
            as_of=AsOf.at(_instant(as_of)) if as_of else None,
            tree_on=_day(tree_on, "--tree-on") if tree_on else None,
        )
    except JinguoError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        rows = [_row(found[measure], day) for measure in measures]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        Console().print(_table([found[measure] for measure in measures], day))


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for another program.")
def check(as_json: bool) -> None:
    """
    Work out every cell and figure afresh from the facts, and every state of an application or a
    recognition from its history; fail on any difference.
    """
    with bars({step: str(title) for step, title in steps.CHECK.items()}):
        problems = [*queries.check(), *assess.check_states(), *sites.check_states()]
    if as_json:
        click.echo(json.dumps([_problem(one) for one in problems], ensure_ascii=False))
    else:
        for problem in problems[:SHOWN]:
            click.echo(str(problem))
        if problems:
            click.echo(_("%d differences between records, facts and figures.") % len(problems))
        else:
            click.echo(_("Figures agree with the facts, and states with their histories."))
    if problems:
        raise click.exceptions.Exit(1)


@command.command(name="roll-up")
def roll_up() -> None:
    """Add the facts recorded since the last time to the cells."""
    click.echo(_("%d facts rolled up.") % actions.roll_up())


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            _("“%s” is not a date. Write it as 2020-12-31.") % text, param_hint=option
        ) from error


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            _("“%s” is not a time. Write it as 2020-12-31T18:00.") % text, param_hint="--as-of"
        ) from error
    return instant if instant.tzinfo else timezone.make_aware(instant)


def _row(figure: Figure, day: date) -> dict[str, Any]:
    return {
        "measure": figure.measure.id,
        "area": figure.area,
        "on": day.isoformat(),
        "value": number(figure.value),
        "unit": figure.measure.unit,
        "records": figure.records,
    }


def number(value: Decimal | None) -> int | float | None:
    """Return a value as JSON writes it; None is a ratio over nothing."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 6))


def _problem(problem: queries.Problem) -> dict[str, str]:
    return {
        "what": problem.what,
        "where": problem.where,
        "expected": problem.expected,
        "found": problem.found,
    }


def _table(figures: Sequence[Figure], day: date) -> Table:
    table = Table(title=f"{figures[0].area} {day}")
    for title in (_("Measure"), _("What it counts")):
        table.add_column(title)
    table.add_column(_("Value"), justify="right")
    table.add_column(_("Records"), justify="right")
    for figure in figures:
        table.add_row(figure.measure.id, figure.measure.title, figure.text, f"{figure.records:,}")
    return table
