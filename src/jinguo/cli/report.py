"""Reports from the command line: make, freeze, reopen, compare, list."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.cli.figures import number
from jinguo.facts.queries import Period
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.reports import actions, queries
from jinguo.reports.models import Freeze, Report
from jinguo.reports.queries import Comparison, Difference
from jinguo.reports.rendered import Value
from jinguo.reports.wording import write

CLERK = Actor.system(
    "report", Capability.REPORTS_VIEW, Capability.REPORTS_FREEZE, Capability.FIGURES_VIEW
)
CAUSES = {
    "added": gettext_lazy("added"),
    "corrected": gettext_lazy("corrected"),
    "taken-back": gettext_lazy("taken back"),
}
DAY = click.DateTime(["%Y-%m-%d"])
as_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON for another program."
)


@click.group(name="report", help="Make reports, freeze them, and say what changed between two.")
def command() -> None:
    """Make reports, freeze them, and say what changed between two."""


@command.command(help="Write the document and the annex of a report; open it when it is new.")
@click.argument("template")
@click.option("--area", required=True, help="Official code.")
@click.option("--year", type=int, help="The whole year; or give --from and --to.")
@click.option("--from", "starts", type=DAY, help="First day, inclusive.")
@click.option("--to", "ends", type=DAY, help="Last day, inclusive.")
@click.option("--freeze", "number", type=int,
              help="Number of a freeze to write; the report as it stands when left out.")  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(),
              help="Folder to write to; the present one when left out.")  # fmt: skip
@as_json_option
def make(
    template: str,
    area: str,
    year: int | None,
    starts: datetime | None,
    ends: datetime | None,
    number: int | None,
    out: Path,
    as_json: bool,
) -> None:
    """Open the report when it is new, then write its document and annex."""
    period = _period(year, starts, ends)
    report = queries.find_report(CLERK, template_key=template, area=area, period=period)
    freeze = None if number is None else _find_freeze(report, number)
    report = report or actions.open_report(
        actor=CLERK, template_key=template, area=area, period=period, now=timezone.now()
    )
    rendered = queries.render(CLERK, report.id, freeze_id=freeze)
    files = _write(report.id, freeze, out)
    if as_json:
        _print({
            "report": str(report.id),
            "heading": rendered.heading,
            "frozen": rendered.frozen,
            "files": [str(path) for path in files],
            "figures": {key: _figure(one) for key, one in rendered.figures.items()},
        })  # fmt: skip
        return
    click.echo(f"{report.id}  {rendered.heading}")
    for path in files:
        click.echo(path)


@command.command(help="Freeze a report: its text and figures stay as they are now.")
@click.argument("report", type=click.UUID)
@click.option("--note", default="", help="Why now.")
@as_json_option
def freeze(report: UUID, note: str, as_json: bool) -> None:
    """Freeze a report and print the freeze's id."""
    frozen = actions.freeze(actor=CLERK, report_id=report, note=note, now=timezone.now())
    if as_json:
        _print({"report": str(report), **_freeze(frozen)})
    else:
        click.echo(f"{frozen.id}  #{frozen.number}")


@command.command(help="Let a frozen report grow again; its freezes stay.")
@click.argument("report", type=click.UUID)
@click.option("--reason", required=True, help="Goes onto the trail.")
def reopen(report: UUID, reason: str) -> None:
    """Reopen a frozen report."""
    actions.reopen(actor=CLERK, report_id=report, reason=reason, now=timezone.now())
    click.echo(_("Open again."))


@command.command(name="list", help="List reports and their freezes.")
@click.option("--area", default="", help="Only this area and below.")
@as_json_option
def list_(area: str, as_json: bool) -> None:
    """List reports, each with its freezes."""
    found = queries.reports(CLERK).filter(area__startswith=area).prefetch_related("freezes")
    if as_json:
        _print([_report(one) for one in found])
        return
    for report in found:
        click.echo(
            f"{report.id}  {report.area}  {report.starts_on}–{report.ends_on}  "
            f"{report.template.title}  {Report.State(report.state).label}"
        )
        for one in _freezes(report):
            click.echo(f"  {one.id}  #{one.number}  {one.at:%Y-%m-%d %H:%M}  {one.note}")


@command.command(help="Say why two freezes differ: each figure, and the facts between by reason.")
@click.argument("first", type=click.UUID)
@click.argument("second", type=click.UUID)
@as_json_option
def compare(first: UUID, second: UUID, as_json: bool) -> None:
    """Print each figure that moved or that facts touched, with the causes."""
    report = queries.get_freeze(CLERK, first).report_id
    comparison = queries.compare(CLERK, report, first, second)
    if as_json:
        _print([_difference(one) for one in comparison.differences])
    else:
        _print_comparison(comparison)


def _print_comparison(comparison: Comparison) -> None:
    for one in comparison.differences:
        sides = [write(v.value, v) if v else "–" for v in (one.before, one.after)]
        days = f"{one.value.starts_on}–{one.value.ends_on}"
        click.echo(f"{one.measure}  {one.value.title}  {days}  {sides[0]} → {sides[1]}")
        for cause in one.causes:
            named = CAUSES.get(cause.cause, cause.cause)
            reason = f" ({cause.reason})" if cause.reason else ""
            click.echo(f"  {named}{reason}: {cause.kind}, {cause.quantity:+d}, {cause.facts}")
    if not comparison.differences:
        click.echo(_("Nothing changed between the two."))


def _print(rows: object) -> None:
    click.echo(json.dumps(rows, ensure_ascii=False))


def _report(report: Report) -> dict[str, object]:
    return {
        "report": str(report.id),
        "template": report.template.key,
        "title": report.template.title,
        "area": report.area,
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "state": report.state,
        "freezes": [_freeze(one) for one in _freezes(report)],
    }


def _freezes(report: Report) -> list[Freeze]:
    return sorted(report.freezes.all(), key=lambda freeze: freeze.number)


def _freeze(freeze: Freeze) -> dict[str, object]:
    return {
        "freeze": str(freeze.id),
        "number": freeze.number,
        "at": freeze.at.isoformat(),
        "note": freeze.note,
    }


def _figure(value: Value) -> dict[str, object]:
    return {**_about(value), "value": number(value.value), "records": value.records}


def _about(value: Value) -> dict[str, object]:
    return {
        "measure": value.measure,
        "area": value.area,
        "starts_on": value.starts_on.isoformat(),
        "ends_on": value.ends_on.isoformat(),
        "unit": value.unit,
    }


def _difference(one: Difference) -> dict[str, object]:
    return {
        **_about(one.value),
        "before": number(one.before.value) if one.before else None,
        "after": number(one.after.value) if one.after else None,
        "causes": [
            {
                "cause": cause.cause,
                "reason": cause.reason,
                "kind": cause.kind,
                "facts": cause.facts,
                "quantity": cause.quantity,
                "amount": cause.amount,
            }
            for cause in one.causes
        ],
    }


def _period(year: int | None, starts: datetime | None, ends: datetime | None) -> Period:
    if year:
        return Period.year(year)
    if not starts or not ends or ends < starts:
        raise click.UsageError(_("Give --year, or --from and --to in order."))
    return Period(_day(starts), _day(ends))


def _day(instant: datetime) -> date:
    return instant.date()


def _find_freeze(report: Report | None, number: int) -> UUID:
    found = report and report.freezes.filter(number=number).first()
    if not found:
        raise click.UsageError(_("This report has no freeze number %d.") % number)
    return found.id


def _write(report: UUID, freeze: UUID | None, folder: Path) -> list[Path]:
    """Write both files; a draft never overwrites a frozen report's."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in actions.Kind:
        file = actions.export(actor=CLERK, report_id=report, kind=kind, freeze_id=freeze)
        paths.append(folder / file.name)
        paths[-1].write_bytes(file.data)
    return paths
