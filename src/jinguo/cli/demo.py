"""Two commands make an installation; this is the first."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

# Before the settings are read: the demonstration offers the second factor instead of requiring it, and
# prints what its invented people are told.
os.environ.setdefault("JINGUO_SECOND_FACTOR", "offered")
os.environ.setdefault("JINGUO_SMS", "console")
os.environ.setdefault("JINGUO_WECHAT", "console")
os.environ.setdefault("JINGUO_EMAIL", "console")

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from jinguo.cli import clearing, language
from jinguo.cli import serve as serving
from jinguo.cli.frames import said_of as _
from jinguo.cli.prepare import prepare, start_server
from jinguo.core.errors import Refused


def playable(
    _context: click.Context, _option: click.Parameter, scale: float | None
) -> float | None:
    """
    Return a scale at which the two years can be played, or None when none is named.

    :raises click.BadParameter: it is too small, too large or no number
    """
    from jinguo.demo.roster import read_villages, smallest_scale  # noqa: PLC0415

    if scale is not None and not smallest_scale() <= scale <= 1:
        raise click.BadParameter(
            _(
                "%(scale)s cannot be played. The smallest possible scale is %(least)s, so that each of the"
                " %(villages)d villages has a courtyard of the tenth that is certified; the largest is 1."
            )
            % {
                "scale": f"{scale:g}",
                "least": f"{smallest_scale():g}",
                "villages": len(read_villages()),
            }
        )
    return scale


@click.command()
@click.option(
    "--fresh", is_flag=True, help="Start over: an earlier demonstration is dropped first."
)
@click.option(
    "--scale",
    type=float,
    callback=playable,
    help="Share of the district's 165,570 courtyards; all of them when nothing is named.",
)
@click.option("--no-serve", is_flag=True, help="Stop before serving.")
@click.option(
    "--port", type=serving.PORT, default=8000, show_default=True, help="Port on 127.0.0.1."
)
def command(fresh: bool, scale: float | None, no_serve: bool, port: int) -> None:
    """
    Set everything up, play a district's years 2019 and 2020, print the figures and serve.

    A second run starts from what is there.
    """
    with nullcontext() if no_serve else serving.reserved("127.0.0.1", port):
        is_right = play(fresh=fresh, scale=scale, console=(console := Console()))
        if no_serve:
            sys.exit(0 if is_right else 1)
        serving.serve(port=port, console=console)


def play(*, fresh: bool, scale: float | None, console: Console) -> bool:
    """
    Play the years unless they are there, print what came out; say whether it is right.

    :raises Refused: they were played at another scale than the one named
    """
    start_server()
    language.set_up()
    clearing.check_droppable()
    if fresh:
        clearing.drop_demo()
    with console.status(_("Schema, keys, static files")):
        prepare(static=True)
    from jinguo.demo import year  # noqa: PLC0415  (Django must be set up first)

    if not year.is_played():
        if year.has_remains():
            console.print(_("An earlier run was broken off; starting over."))
            clearing.drop_demo()
            start_server()
            prepare()
        clearing.sign()
        year.play(scale=scale or 1.0, console=console, now=timezone.now())
    elif scale not in (None, played := year.scale_played()):
        raise Refused(
            _(
                "These years were played at scale %(played)s, not %(scale)s. Add --fresh to play them anew;"
                " without --scale what is there is served."
            )
            % {"played": f"{played:g}", "scale": f"{scale:g}"}
        )
    is_right = print_outcomes(console)
    print_report(console)
    print_accounts(console)
    return is_right


def print_outcomes(console: Console) -> bool:
    """Print the year's figures beside those expected; say whether all are met."""
    from jinguo.demo import year  # noqa: PLC0415

    table = Table(_("Figure"), _("On"), _("Expected"), _("Value"), "")
    outcomes = year.outcomes()
    for one in outcomes:
        mark = "[green]✓[/]" if one.is_met else "[red]✗[/]"
        table.add_row(one.measure, str(one.on), one.expected, one.value, mark)
    console.print(table)
    return all(one.is_met for one in outcomes)


def print_report(console: Console) -> None:
    """Print where the year's report and its annex are."""
    from jinguo.demo import year  # noqa: PLC0415

    for file in year.report_files():
        console.print(_("Report: %s") % file, soft_wrap=True)


def print_accounts(console: Console) -> None:
    """Print the demonstration's accounts; those not yet used get a fresh one-time password."""
    from jinguo.demo import cast  # noqa: PLC0415
    from jinguo.org.roles import roles  # noqa: PLC0415

    table = Table()
    for title in (_("User name"), _("One-time password")):
        table.add_column(title, no_wrap=True)
    for title in (_("Name"), _("Role"), _("Unit")):
        table.add_column(title)
    for one in cast.credentials(timezone.now()):
        role = roles()[one.part.role].title
        table.add_row(one.part.username, one.password, one.part.name, role, one.unit)
    console.print(table)
