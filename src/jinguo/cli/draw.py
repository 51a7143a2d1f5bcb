"""
Draws from the command line: an outsider repeats one from its record.

Needs no database. ``python -m jinguo.cli.draw verify FILE`` does the same.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
from django.utils.translation import gettext as _

from jinguo.activities import drawn
from jinguo.assess.evaluation.draws.record import read_record
from jinguo.assess.evaluation.draws.verification import verify
from jinguo.cli import language
from jinguo.core.errors import JinguoError
from jinguo.core.lots import Finding


@click.group(
    name="draw",
    help="Repeat the draw of an independent evaluation, or of the seats of an activity.",
)
def command() -> None:
    """Set up what sentences need, and nothing of the database."""
    language.set_up()


@command.command(
    name="verify", help="Draw again from the record FILE; exit 1 when anything is different."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print for another program.")
def verify_(file: Path, as_json: bool) -> None:
    """Print what agrees and what differs, a sentence each; of a file that is no record, only why."""
    seed = None
    try:
        findings, seed = repeated(file)
    except JinguoError as error:
        findings = [Finding("record", False, str(error))]
    holds = all(finding.agrees for finding in findings)
    if as_json:
        rows = [
            {"what": one.what, "agrees": one.agrees, "message": one.sentence} for one in findings
        ]
        click.echo(json.dumps({"holds": holds, "findings": rows}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(finding.sentence)
        if seed is not None:
            click.echo(_("The draw holds.") if holds else _("The draw does not hold."))
        if holds:
            click.echo(
                _("Compare the digests above and this seed with what was published: %s") % seed
            )
    if not holds:
        raise click.exceptions.Exit(1)


def repeated(file: Path) -> tuple[list[Finding], str]:
    """Return what a record's draw, of an evaluation or of seats, finds when it is repeated; and its seed."""
    if drawn.is_record(file):
        seats = drawn.read_record(file)
        return drawn.verify(seats), seats.seed
    record = read_record(file)
    return verify(record), record.seed


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.config.settings")
    sys.exit(command())
