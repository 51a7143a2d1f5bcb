from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.names import pinyin_key
from jinguo.org import policies, queries
from jinguo.org.actor import Actor
from jinguo.org.models import Area, AreaName, AreaSuccession
from jinguo.org.queries.areas import LENGTHS

BUNDLED_AREAS = Path(__file__).parents[1] / "data" / "divisions-370211.csv"


@dataclass(frozen=True)
class AreaRow:
    """One line of a division file."""

    code: str
    name: str


def read_areas(file: Path) -> list[AreaRow]:
    """
    Return the rows of a CSV file with at least the columns ``code`` and ``name`` (UTF-8).

    :raises Invalid: a column is missing, a code has no lawful length, a parent or a name is missing
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        missing = {"code", "name"} - set(table.fieldnames or ())
        if missing:
            raise Invalid(_("The file has no column %s.") % ", ".join(sorted(missing)))
        rows = [AreaRow(row["code"].strip(), row["name"].strip()) for row in table]
    known = {row.code for row in rows}
    shortest = min((len(code) for code in known), default=0)
    for line, row in enumerate(rows, start=2):
        if len(row.code) not in LENGTHS or not row.code.isdigit():
            raise Invalid(_("Line %(line)s: %(code)s is not a division code of 2, 4, 6, 9 or 12 digits.") % {
                "line": line, "code": row.code})  # fmt: skip
        if not row.name:
            raise Invalid(_("Line %s has no name.") % line)
        if len(row.code) > shortest and not any(
            row.code[:n] in known for n in LENGTHS if n < len(row.code)
        ):
            raise Invalid(_("Line %(line)s: the area above %(code)s is missing.") % {
                "line": line, "code": row.code})  # fmt: skip
    return rows


@transaction.atomic
def import_areas(
    *, actor: Actor, rows: Iterable[AreaRow], valid_from: date, source: str, now: datetime
) -> tuple[int, int]:
    """
    Add areas that are new and rename those whose name differs; return how many of each.

    The same rows again change nothing. Areas not in ``rows`` stay as they are.

    :raises Denied: the actor may not manage areas
    """
    policies.check_manage_areas(actor)
    wanted = {row.code: row.name for row in rows}
    known = dict(Area.objects.filter(code__in=wanted).values_list("code", "name"))
    fresh = [
        Area(
            code=code,
            name=name,
            level=LENGTHS[len(code)],
            pinyin=pinyin_key(name)[:200],
            valid_from=valid_from,
        )
        for code, name in wanted.items()
        if code not in known
    ]
    Area.objects.bulk_create(fresh, batch_size=2_000)
    AreaName.objects.bulk_create(
        [AreaName(area_id=area.code, name=area.name, valid_from=valid_from) for area in fresh],
        batch_size=2_000,
    )
    renamed = [code for code, name in known.items() if name != wanted[code]]
    for code in renamed:
        _rename(code, wanted[code], valid_from)
    if fresh or renamed:
        trail.note(
            actor,
            "org.import-areas",
            object_type="org.area",
            count=len(fresh) + len(renamed),
            purpose=source,
        )
    return len(fresh), len(renamed)


@transaction.atomic
def rename_area(*, actor: Actor, code: str, name: str, from_on: date, now: datetime) -> None:
    """
    Give an area another name from a day on; the earlier one stays for the days before.

    :raises NotFound: no such area
    :raises Refused: the day lies before the present name began
    """
    policies.check_manage_areas(actor)
    queries.get_area(code)
    _rename(code, name, from_on)
    trail.note(actor, "org.rename-area", object_type="org.area", area=code)


def _rename(code: str, name: str, from_on: date) -> None:
    present = AreaName.objects.select_for_update().get(area_id=code, valid_to__isnull=True)
    if present.valid_from > from_on:
        raise Refused(_("%(name)s bears its name since %(day)s, after the day given.") % {
            "name": present.name, "day": present.valid_from})  # fmt: skip
    if present.valid_from == from_on:
        present.name = name
        present.save(update_fields=["name"])
    else:
        present.valid_to = from_on
        present.save(update_fields=["valid_to"])
        AreaName.objects.create(area_id=code, name=name, valid_from=from_on)
    Area.objects.filter(code=code).update(name=name, pinyin=pinyin_key(name)[:200])


@transaction.atomic
def record_succession(
    *, actor: Actor, earlier: str, later: str, effective_on: date, source: str, now: datetime
) -> AreaSuccession:
    """
    Record that from a day on the work of one area goes on under another (merger, move, recoding).

    The earlier area ends on that day; its facts stay under its code, and figures of later days count
    them where they now belong.

    :raises NotFound: one of the areas does not exist
    :raises Refused: the earlier area already has a successor, or the later one ends in it again
    """
    policies.check_manage_areas(actor)
    area = queries.get_area(earlier)
    queries.get_area(later)
    if AreaSuccession.objects.filter(earlier=earlier).exists():
        raise Refused(_("%s already has a successor.") % area.name)
    if queries.would_circle(earlier, later):
        raise Refused(_("The later area would end in the earlier one again."))
    if effective_on <= area.valid_from:
        raise Refused(_("%s begins only after that day.") % area.name)
    Area.objects.filter(code__startswith=earlier, valid_to__isnull=True).update(
        valid_to=effective_on
    )
    succession = AreaSuccession.objects.create(
        earlier=earlier, later=later, effective_on=effective_on, source=source
    )
    trail.note(actor, "org.record-succession", object_type="org.area", area=earlier, purpose=source)
    return succession
