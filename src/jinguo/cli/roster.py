"""Rosters from the command line: checked, then written, all good rows or none."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.cli.progress import bars
from jinguo.exchange import actions
from jinguo.exchange.annotating import column_number, letters
from jinguo.exchange.models import Batch, Step
from jinguo.exchange.roster.fields import TITLES, Field
from jinguo.exchange.roster.reasons import SENTENCES, Reason
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

IMPORTER = Actor.system("roster-import", Capability.EXCHANGE_IMPORT, Capability.PEOPLE_VIEW)
EXIT_ROWS_WRONG = 1


@click.group(name="roster", help="Bring in rosters of households.")
def command() -> None:
    """Bring in rosters of households."""


@command.command(
    name="import",
    help="Import FILE (.xlsx) for the villages below --area. Wrong rows are listed with their reasons.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--area", required=True, help="Official code; rows outside it are wrong.")
@click.option(
    "--all-or-none/--good-rows",
    "is_all_or_none",
    default=True,
    show_default=True,
    help="What to do when some rows are wrong: write nothing, or write the others.",
)
@click.option(
    "--update",
    "is_update",
    is_flag=True,
    help="Also bring households up to date that are on the register with other details.",
)
@click.option(
    "--dry-run", "is_dry_run", is_flag=True, help="Check only; the register stays as it is."
)
@click.option(
    "--annotated",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the workbook there, wrong cells coloured and the reasons in a column.",
)
@click.option(
    "--on",
    "registered_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day the households count from; today when left out.",
)
@click.option(
    "--sheet", default="", help="Name of the sheet; the first one with rows when left out."
)
@click.option(
    "--header-row",
    type=click.IntRange(min=0),
    help="Row with the headings, from 1; 0 for none. Guessed when left out.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=LETTER",
    help="Where a field stands, as head=B; once for each. With it nothing is guessed.",
)
@click.option("--json", "is_json", is_flag=True, help="Print the outcome as one JSON object.")
def import_(
    file: Path,
    area: str,
    is_all_or_none: bool,
    is_update: bool,
    is_dry_run: bool,
    annotated: Path | None,
    registered_on: datetime | None,
    sheet: str,
    header_row: int | None,
    columns: Sequence[str],
    is_json: bool,
) -> None:
    """Import one roster; ends with 1 when rows were wrong and nothing was written."""
    org.get_area(area)
    mapping = dict(chosen(one) for one in columns) or None
    with bars({step.value: str(step.label) for step in Step}):
        batch = actions.import_roster(
            actor=IMPORTER,
            path=file,
            area=area,
            only_good=not is_all_or_none,
            now=timezone.now(),
            registered_on=registered_on.date() if registered_on else None,
            update=is_update,
            is_dry_run=is_dry_run,
            mapping=mapping,
            header_row=header_row,
            sheet=sheet,
        )
    if annotated:
        annotated.write_bytes(actions.annotated_workbook(actor=IMPORTER, batch_id=batch.id))
    click.echo(json.dumps(outcome(batch), ensure_ascii=False) if is_json else sentences(batch))
    if not is_dry_run and batch.state != Batch.State.APPLIED:
        sys.exit(EXIT_ROWS_WRONG)


def chosen(text: str) -> tuple[str, int]:
    """
    Return a field and its column, from 0, of ``FIELD=LETTER``.

    :raises click.BadParameter: it is not written so, or there is no such field
    """
    name, _sign, place = text.partition("=")
    if name not in [field.value for field in Field]:
        known = "、".join(f"{field.value} ({TITLES[field]})" for field in Field)
        raise click.BadParameter(
            _("“%(given)s” is no field. Known: %(known)s.") % {"given": name, "known": known},
            param_hint="--column",
        )
    if not re.fullmatch(r"[A-Za-z]{1,3}", place):
        raise click.BadParameter(
            _("“%(given)s” is no column. Write its letter, as %(field)s=B.")
            % {"given": place, "field": name},
            param_hint="--column",
        )
    return name, column_number(place.upper())


def outcome(batch: Batch) -> dict[str, object]:
    """Return what another program wants to know."""
    return {
        "batch": str(batch.id),
        "state": batch.state,
        "rows": batch.rows,
        "good": batch.good,
        "bad": batch.bad,
        "same": batch.same,
        "differing": batch.differing,
        "updated": batch.updated,
        "differences": batch.differences,
        "reasons": batch.reasons,
        "sheet": batch.sheet,
        "header_row": batch.header_row,
        "columns": columns_of(batch),
    }


def columns_of(batch: Batch) -> dict[str, str]:
    """Return where each field was read, by the letter of its column."""
    return {name: letters(place) for name, place in batch.mapping.items()}


def sentences(batch: Batch) -> str:
    """Return what a person wants to know."""
    read = _("Read from the sheet “{sheet}”, headings in row {row}: {columns}")
    columns = "、".join(f"{TITLES[Field(key)]} {one}" for key, one in columns_of(batch).items())
    counts = _("{rows} rows: {good} good, {bad} wrong, {same} on the register already.")
    lines = [read.format(sheet=batch.sheet, row=batch.header_row, columns=columns)]
    lines += [counts.format(rows=batch.rows, good=batch.good, bad=batch.bad, same=batch.same)]
    lines += [f"{count:>8} × {SENTENCES[Reason(code)]}" for code, count in batch.reasons.items()]
    if batch.differing:
        differ = _("{count} households are on the register with other details: {fields}.")
        fields = "、".join(f"{TITLES[Field(name)]} {n}" for name, n in batch.differences.items())
        lines.append(differ.format(count=batch.differing, fields=fields))
    lines += [
        _("{count} rows are taken with a remark: {remark}").format(
            count=count, remark=SENTENCES[Reason(code)]
        )
        for code, count in batch.remarks.items()
    ]
    if batch.state == Batch.State.APPLIED:
        lines.append(_("The good rows are on the register."))
        if batch.updated:
            lines.append(
                _("{count} households were brought up to date.").format(count=batch.updated)
            )
        elif batch.differing:
            lines.append(_("Their details stay as they were; --update brings them up to date."))
    else:
        lines.append(_("Nothing was written."))
    return "\n".join(lines)
