"""Every filled row of a score workbook checked, against the sheet and against the applications."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from jinguo.assess import queries
from jinguo.assess.actions import NOTE_LENGTH, STATE_OF_KIND, ScoreIn
from jinguo.assess.models import Application, Score
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster.cells import drop_marks, tidy_codes, tidy_names
from jinguo.exchange.rows import Layout, Rows, refuse_empty
from jinguo.exchange.scores.columns import Field, Version, item_field
from jinguo.exchange.scores.reasons import Reason
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

MOST_DIGITS = 4


@dataclass
class Filled(Rows):
    """The filled rows of a score workbook; all columns are of one length, ``scores`` has the good rows'."""

    columns: dict[str, list[str]]
    scores: dict[int, ScoreIn] = field(default_factory=dict)


def check(actor: Actor, book: Workbook, layout: Layout) -> Filled:
    """
    Return the filled rows below the headings, checked; rows without any points are not filled yet.

    :raises NoRows: no household stands there
    """
    version: Version = layout.of
    filled = take_rows(book, layout)
    points = read_points(filled, version)
    applications = applications_of(actor, filled.columns[Field.CODE], version)
    latest = queries.latest_scores([row.id for row in applications.values()], Score.Kind.TOWN)
    check_codes(actor, filled, version, applications, latest)
    check_pictures(filled, version, applications)
    check_notes(filled)
    bad = filled.bad_rows()
    for row in set(range(len(filled))) - bad:
        filled.scores[row] = ScoreIn(
            application_id=applications[filled.columns[Field.CODE][row]].id,
            points=points[row],
            note=filled.columns[Field.NOTE][row],
        )
    compare(filled, applications, latest)
    return filled


def take_rows(book: Workbook, layout: Layout) -> Filled:
    """Return the rows in which at least one item has something."""
    below = layout.below
    refuse_empty(len(list(filter(None, book.column(layout.mapping[Field.CODE])[below:]))))
    columns: dict[str, list[str]] = {name: [""] * (book.rows - below) for name in Field}
    for name, place in layout.mapping.items():
        cells, _rounded = drop_marks(book.column(place)[below:])
        columns[name] = tidy_names(cells) if name == Field.NOTE else tidy_codes(cells)
    columns[Field.VERSION] = [one.lower() for one in columns[Field.VERSION]]
    items = [cells for name, cells in columns.items() if name not in set(Field)]
    kept = [row for row, points in enumerate(zip(*items, strict=True)) if any(points)]
    return Filled(
        [below + row for row in kept],
        {name: [cells[row] for row in kept] for name, cells in columns.items()},
    )


def read_points(filled: Filled, version: Version) -> list[list[int]]:
    """Return every row's points in the order of the items; what is wrong is marked and counts 0."""
    columns = []
    for item in version.sheet.items:
        name = item_field(item)
        cells = filled.columns[name]
        faults = {cell: fault_of(cell, item.max) for cell in set(cells)}
        for row, cell in enumerate(cells):
            if fault := faults[cell]:
                filled.add([row], name, fault)
        columns.append([0 if faults[cell] else int(cell) for cell in cells])
    return [list(points) for points in zip(*columns, strict=True)]


def fault_of(cell: str, most: int) -> Reason | None:
    """Return what is wrong with the points of one item, of which there are 0 to ``most``."""
    if not cell:
        return Reason.POINTS_MISSING
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= MOST_DIGITS):
        return Reason.POINTS_NOT_WHOLE
    return Reason.POINTS_TOO_MANY if int(cell) > most else None


def check_codes(
    actor: Actor,
    filled: Filled,
    version: Version,
    applications: dict[str, Application],
    latest: dict[UUID, Score],
) -> None:
    """Mark the rows whose household cannot be scored by this workbook."""
    areas = {row.area_id for row in applications.values()}
    reach = {area: actor.can(Capability.ASSESS_SCORE, area) for area in areas}
    said = filled.columns[Field.VERSION]
    seen = {""}
    for row, code in enumerate(filled.columns[Field.CODE]):
        application = applications.get(code)
        if code in seen:
            reason: Reason | None = Reason.CODE_TWICE if code else Reason.CODE_MISSING
        elif application is None:
            reason = Reason.CODE_UNKNOWN
        else:
            reason = standing(application, said[row], version, reach, latest)
        seen.add(code)
        if reason is not None:
            other = reason is Reason.OTHER_VERSION
            filled.add([row], Field.VERSION if other else Field.CODE, reason)


def applications_of(actor: Actor, codes: Iterable[str], version: Version) -> dict[str, Application]:
    """Return by household number its open application, else its last, in the programme of the sheet."""
    rows = (
        queries.applications(actor)
        .filter(programme=version.programme, household__code__in=set(codes) - {""})
        .select_related("household")
        .order_by("applied_on", "id")
    )
    by_age = list(rows)
    by_age.sort(key=lambda row: row.state in Application.OPEN)
    return {row.household.code: row for row in by_age}


def standing(
    application: Application,
    words: str,
    version: Version,
    reach: dict[str, bool],
    latest: dict[UUID, Score],
) -> Reason | None:
    """Return why an application cannot be scored by this workbook; None when it can, or has been."""
    score = latest.get(application.id)
    if not reach[application.area_id]:
        return Reason.OUT_OF_REACH
    said = words not in ("", squeezed(version.words))
    if application.sheet_id != version.sheet.id or said:
        return Reason.OTHER_VERSION
    if score is not None and score.vetoes:
        return Reason.ON_ITS_PAGE
    return None


def squeezed(words: str) -> str:
    """Return words as they come out of a cell of a column of codes."""
    return words.replace(" ", "").lower()


def check_pictures(filled: Filled, version: Version, applications: dict[str, Application]) -> None:
    """Mark the items whose picture the plan asks for and the application has not."""
    if not version.sheet.photographed:
        return
    pictured = queries.pictured_items(list(applications.values()))
    for row, code in enumerate(filled.columns[Field.CODE]):
        if code in applications:
            there = pictured.get(applications[code].id, frozenset())
            for item in version.sheet.photographed:
                if item.id not in there:
                    filled.add([row], item_field(item), Reason.PICTURE_MISSING)


def check_notes(filled: Filled) -> None:
    """Mark the notes that are too long."""
    notes: Sequence[str] = filled.columns[Field.NOTE]
    long = (row for row, text in enumerate(notes) if len(text) > NOTE_LENGTH)
    filled.add(long, Field.NOTE, Reason.NOTE_TOO_LONG)


def compare(
    filled: Filled, applications: dict[str, Application], latest: dict[UUID, Score]
) -> None:
    """Find the rows whose score stands already, and mark those whose application takes none any more."""
    waiting = STATE_OF_KIND[Score.Kind.TOWN]
    for row, one in list(filled.scores.items()):
        score = latest.get(one.application_id)
        if score and list(score.points) == list(one.points) and score.note == one.note.strip():
            filled.same.add(row)
        elif applications[filled.columns[Field.CODE][row]].state not in waiting:
            filled.add([row], Field.CODE, Reason.NOT_WAITING)
            del filled.scores[row]
