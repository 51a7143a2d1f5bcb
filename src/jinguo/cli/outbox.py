"""What facts cause in other modules: what waits because a handler fails, and trying it again."""

from __future__ import annotations

import sys

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.facts import outbox
from jinguo.facts.models import Failure


@click.group(name="outbox", help="See what facts could not cause, and try it again.")
def command() -> None:
    """See what facts could not cause, and try it again."""


@command.command(help="List the kinds of fact whose handler fails; exit 1 when there is one.")
def failures() -> None:
    """List the kinds of fact whose handler fails."""
    sys.exit(1 if print_failures() else 0)


@command.command(help="Hand every waiting fact to its handler now; exit 1 when one still fails.")
def retry() -> None:
    """Hand every waiting fact to its handler now."""
    count = outbox.deliver(now=timezone.now())
    click.echo(_("%s facts delivered.") % f"{count:,}")
    sys.exit(1 if print_failures() else 0)


def print_failures() -> int:
    """Print a sentence for each kind that fails; return how many there are."""
    found = outbox.failures()
    for one in found:
        click.echo(sentence(one))
    if not found:
        click.echo(_("Nothing waits behind a failure."))
    return len(found)


def sentence(one: Failure) -> str:
    """Return what an operator has to know of one failure."""
    return _(
        "The facts %(kind)s wait since %(since)s: their handler fails at fact %(fact)s with %(error)s,"
        " %(times)s times so far. The log says where."
    ) % {
        "kind": one.kind,
        "since": f"{timezone.localtime(one.since):%Y-%m-%d %H:%M}",
        "fact": one.fact,
        "error": one.error,
        "times": one.times,
    }
