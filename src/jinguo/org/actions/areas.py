from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.core import locks, trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.names import pinyin_key
from jinguo.org import policies, queries
from jinguo.org.actor import Actor
from jinguo.org.models import Area, AreaName, AreaSuccession
from jinguo.org.queries.areas import LENGTHS

COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to")
BUNDLED_AREAS = Path(__file__).parents[1] / "data" / "divisions-370211.csv"


@dataclass(frozen=True)
class AreaRow:
    """
    One line of a division file.

    ``valid_from`` is the area's first day, ``valid_to`` the first after it; None says nothing.
    """

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None


def read_areas(file: Path) -> list[AreaRow]:
    """
    Return the rows of a CSV file with at least the columns ``code`` and ``name`` (UTF-8).

    The columns ``level``, ``parent``, ``valid_from`` and ``valid_to`` may be there, and their cells empty.

    :raises Invalid: a column is missing, a code has no lawful length, a parent or a name is missing, a
        level or parent is not the code's, a date cannot be read
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            table.fieldnames = [_column(name) for name in table.fieldnames or ()]
            missing = {"code", "name"} - set(table.fieldnames)
            if missing:
                raise Invalid(_("The file has no column %s.") % ", ".join(sorted(missing)))
            rows = [_read_row(line, cells) for line, cells in enumerate(table, start=2)]
    except UnicodeDecodeError as fault:
        raise Invalid(_("The file is not UTF-8 text. Save it as CSV in UTF-8.")) from fault
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


def _column(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _read_row(line: int, cells: Mapping[str, str | None]) -> AreaRow:
    said = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    code, level, parent = said["code"], said["level"], said["parent"]
    if level and len(code) in LENGTHS and level != LENGTHS[len(code)]:
        raise Invalid(_("Line %(line)s: the level of %(code)s is %(right)s by its code, not %(level)s.") % {
            "line": line, "code": code, "right": LENGTHS[len(code)].value, "level": level})  # fmt: skip
    if parent and not (code != parent and code.startswith(parent) and len(parent) in LENGTHS):
        raise Invalid(_("Line %(line)s: by its code %(code)s does not lie in %(parent)s.") % {
            "line": line, "code": code, "parent": parent})  # fmt: skip
    begins, ends = _day(line, said["valid_from"]), _day(line, said["valid_to"])
    if begins and ends and ends <= begins:
        raise Invalid(_("Line %(line)s: %(code)s would end before it begins.") % {
            "line": line, "code": code})  # fmt: skip
    return AreaRow(code, said["name"], begins, ends)


def _day(line: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise Invalid(_("Line %(line)s: “%(text)s” is not a date. Write it as 2020-12-31.") % {
            "line": line, "text": text}) from fault  # fmt: skip


def lock_tree() -> None:
    """Let one transaction at a time change the tree: what it checks then still holds when it writes."""
    locks.hold("org.tree")


@transaction.atomic
def import_areas(
    *, actor: Actor, rows: Iterable[AreaRow], valid_from: date, source: str, now: datetime
) -> tuple[int, int]:
    """
    Add areas that are new and rename those whose name differs; return how many of each.

    The same rows again change nothing. Areas not in ``rows`` stay as they are. A new area begins on
    its row's day, or on ``valid_from``; new names of known areas begin on ``valid_from``.

    :raises Denied: the actor may not manage areas
    :raises Refused: a row's days are not those of the area that is known under its code, or a new area
        would end before it begins
    """
    policies.check_manage_areas(actor)
    lock_tree()
    given = {row.code: row for row in rows}
    wanted = {code: row.name for code, row in given.items()}
    present = Area.objects.in_bulk(list(wanted))
    known = {code: area.name for code, area in present.items()}
    for area in present.values():
        _check_days(area, given[area.code])
    fresh = [
        Area(
            code=code,
            name=name,
            level=LENGTHS[len(code)],
            pinyin=pinyin_key(name)[:200],
            valid_from=given[code].valid_from or valid_from,
            valid_to=given[code].valid_to,
        )
        for code, name in wanted.items()
        if code not in known
    ]
    for area in fresh:
        if area.valid_to and area.valid_to <= area.valid_from:
            raise Refused(_("%s would end before it begins. Give its first day in the column valid_from.")
                          % area.code)  # fmt: skip
    Area.objects.bulk_create(fresh, batch_size=2_000)
    AreaName.objects.bulk_create(
        [AreaName(area_id=area.code, name=area.name, valid_from=area.valid_from) for area in fresh],
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


def _check_days(area: Area, row: AreaRow) -> None:
    """Pass when a row says nothing else of an area's days than what is known."""
    if row.valid_from and row.valid_from != area.valid_from:
        raise Refused(_("%(code)s begins on %(row)s in the file, and on %(known)s here.") % {
            "code": area.code, "row": row.valid_from, "known": area.valid_from})  # fmt: skip
    if row.valid_to and row.valid_to != area.valid_to:
        raise Refused(_("%(code)s ends on %(row)s in the file, and not here. Record where its work goes on:"
                        " jinguo areas succeed.") % {"code": area.code, "row": row.valid_to})  # fmt: skip


@transaction.atomic
def rename_area(*, actor: Actor, code: str, name: str, from_on: date, now: datetime) -> None:
    """
    Give an area another name from a day on; the earlier one stays for the days before.

    :raises NotFound: no such area
    :raises Refused: the day lies before the present name began
    """
    policies.check_manage_areas(actor)
    lock_tree()
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
    :raises Refused: the earlier area already has a successor, or the later one ends in it again; the
        earlier area, or one below it, begins only on that day or later
    """
    policies.check_manage_areas(actor)
    lock_tree()
    area = queries.get_area(earlier)
    queries.get_area(later)
    if AreaSuccession.objects.filter(earlier=earlier).exists():
        raise Refused(_("%s already has a successor.") % area.name)
    if queries.would_circle(earlier, later):
        raise Refused(_("The later area would end in the earlier one again."))
    ending = Area.objects.filter(code__startswith=earlier, valid_to__isnull=True)
    _check_begun(area, ending, effective_on)
    ending.update(valid_to=effective_on)
    succession = AreaSuccession.objects.create(
        earlier=earlier, later=later, effective_on=effective_on, source=source
    )
    trail.note(actor, "org.record-succession", object_type="org.area", area=earlier, purpose=source)
    return succession


def _check_begun(area: Area, ending: QuerySet[Area], on: date) -> None:
    """Pass when the area, and every area that would end with it, has begun before the day."""
    too_young = ending.filter(valid_from__gte=on).order_by("code").first()
    if area.valid_from >= on:
        too_young = area
    if too_young:
        raise Refused(_("%(name)s (%(code)s) begins only on %(day)s. Name a later day.") % {
            "name": too_young.name, "code": too_young.code, "day": too_young.valid_from})  # fmt: skip
