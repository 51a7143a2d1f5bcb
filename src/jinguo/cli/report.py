"""Reports from the command line: make, freeze, reopen, compare, list."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.facts.queries import Period
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.reports import actions, documents, queries
from jinguo.reports.models import Report
from jinguo.reports.rendered import Rendered
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


@click.group(name="report", help="Make reports, freeze them, and say what changed between two.")
def command() -> None:
    """Make reports, freeze them, and say what changed between two."""


@command.command(help="Write the document and the annex of a report; open it when it is new.")
@click.argument("template")
@click.option("--area", required=True, help="Official code.")
@click.option("--year", type=int, help="The whole year; or give --from and --to.")
@click.option("--from", "starts", type=DAY, help="First day, inclusive.")
@click.option("--to", "ends", type=DAY, help="Last day, inclusive.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(),
              help="Folder to write to; the present one when left out.")  # fmt: skip
def make(
    template: str,
    area: str,
    year: int | None,
    starts: datetime | None,
    ends: datetime | None,
    out: Path,
) -> None:
    """Open the report when it is new, then write its document and annex."""
    period = _period(year, starts, ends)
    report = queries.find_report(CLERK, template_key=template, area=area, period=period)
    report = report or actions.open_report(
        actor=CLERK, template_key=template, area=area, period=period, now=timezone.now()
    )
    rendered = queries.render(CLERK, report.id)
    click.echo(f"{report.id}  {rendered.heading}")
    for path in _write(rendered, out):
        click.echo(path)


@command.command(help="Freeze a report: its text and figures stay as they are now.")
@click.argument("report", type=click.UUID)
@click.option("--note", default="", help="Why now.")
def freeze(report: UUID, note: str) -> None:
    """Freeze a report and print the freeze's id."""
    frozen = actions.freeze(actor=CLERK, report_id=report, note=note, now=timezone.now())
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
def list_(area: str) -> None:
    """List reports, each with its freezes."""
    for report in queries.reports(CLERK).filter(area__startswith=area).prefetch_related("freezes"):
        click.echo(
            f"{report.id}  {report.area}  {report.starts_on}–{report.ends_on}  "
            f"{report.template.title}  {Report.State(report.state).label}"
        )
        for one in sorted(report.freezes.all(), key=lambda freeze: freeze.number):
            click.echo(f"  {one.id}  #{one.number}  {one.at:%Y-%m-%d %H:%M}  {one.note}")


@command.command(help="Say why two freezes differ: each figure, and the facts between by reason.")
@click.argument("first", type=click.UUID)
@click.argument("second", type=click.UUID)
def compare(first: UUID, second: UUID) -> None:
    """Print each figure that moved or that facts touched, with the causes."""
    comparison = queries.compare(CLERK, first, second)
    for one in comparison.differences:
        sides = [write(v.value, v.unit) if v else "–" for v in (one.before, one.after)]
        days = f"{one.value.starts_on}–{one.value.ends_on}"
        click.echo(f"{one.measure}  {one.value.title}  {days}  {sides[0]} → {sides[1]}")
        for cause in one.causes:
            named = CAUSES.get(cause.cause, cause.cause)
            reason = f" ({cause.reason})" if cause.reason else ""
            click.echo(f"  {named}{reason}: {cause.kind}, {cause.quantity:+d}, {cause.facts}")
    if not comparison.differences:
        click.echo(_("Nothing changed between the two."))


def _period(year: int | None, starts: datetime | None, ends: datetime | None) -> Period:
    if year:
        return Period.year(year)
    if not starts or not ends or ends < starts:
        raise click.UsageError(_("Give --year, or --from and --to in order."))
    return Period(_day(starts), _day(ends))


def _day(instant: datetime) -> date:
    return instant.date()


def _write(rendered: Rendered, folder: Path) -> tuple[Path, Path]:
    """Write both files; a draft never overwrites a frozen report's."""
    folder.mkdir(parents=True, exist_ok=True)
    standing = f"-{rendered.frozen}" if rendered.frozen else "-draft"
    stem = f"{rendered.heading}{standing}"
    document, annex = folder / f"{stem}.docx", folder / f"{stem}-annex.xlsx"
    document.write_bytes(documents.docx(rendered))
    annex.write_bytes(documents.annex(rendered))
    return document, annex
