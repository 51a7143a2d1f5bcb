"""What is kept longer than the register of fields says. Erasing it takes two people, at the desk."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.org import queries as org
from jinguo.people import queries
from jinguo.people.privacy import terms


@click.command(
    name="retention",
    help="Say what is kept longer than the register of fields says, by treatment and town. Nothing is erased:"
    " two people do that at the desk.",
)
@click.option("--area", default="", help="Code of an area; everywhere where it is left out.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Day on which it is looked at; today otherwise."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, area: str, on: datetime | None, as_json: bool) -> None:
    """Say what is kept longer than the register of fields says."""
    rows = queries.due(on.date() if on else timezone.localdate(), within=area)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo(_("Nothing is kept too long."))
        return
    treatments, names = terms(), org.area_names({one.town for one in rows})
    for one in rows:
        place = f"{one.town} {names.get(one.town, '')}".strip()
        click.echo(f"{one.count:>8,}  {treatments[one.treatment].label}  {place}")
