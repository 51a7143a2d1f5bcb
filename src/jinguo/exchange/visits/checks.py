"""Every filled row of a visit workbook checked, against the sheet and against the visits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from jinguo.assess import queries
from jinguo.assess.actions import NOTE_LENGTH, SATISFACTION, FindingIn
from jinguo.assess.ladders import Sheet, as_sheet
from jinguo.assess.models import Finding, Round, Visit
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster.cells import drop_marks, tidy_codes, tidy_names
from jinguo.exchange.roster.fields import plain
from jinguo.exchange.rows import Layout, Rows
from jinguo.exchange.scores.checks import fault_of
from jinguo.exchange.scores.columns import item_field
from jinguo.exchange.scores.reasons import Reason as PointsReason
from jinguo.exchange.visits.columns import Field, answers, asked_by, in_every_language, outcomes
from jinguo.exchange.visits.reasons import Reason

FAULTS = {
    PointsReason.POINTS_MISSING: Reason.POINTS_MISSING,
    PointsReason.POINTS_NOT_WHOLE: Reason.POINTS_NOT_WHOLE,
    PointsReason.POINTS_TOO_MANY: Reason.POINTS_TOO_MANY,
}

YES_OR_NO = (Field.PLAQUE, Field.KNOWS, Field.LEDGER)


@dataclass
class Filled(Rows):
    """
    The filled rows of a visit workbook; all columns are of one length.

    ``entries`` has the good rows': the visit's code with what was found, or why nobody was met.
    """

    round_id: UUID
    columns: dict[str, list[str]]
    entries: dict[int, tuple[str, FindingIn | str]] = field(default_factory=dict)


def check(book: Workbook, layout: Layout) -> Filled:
    """Return the rows below the headings that say what was found, checked."""
    found: Round = layout.of
    filled = take_rows(book, layout, found.id)
    visits = {one.code: one for one in queries.visits_of(found)}
    check_codes(filled, found, visits)
    read_entries(filled, found)
    latest = {one.visit_id: one for one in queries.findings_of(found)}
    for row in set(filled.entries) & filled.bad_rows():
        del filled.entries[row]
    compare(filled, visits, latest)
    return filled


def take_rows(book: Workbook, layout: Layout, round_id: UUID) -> Filled:
    """Return the rows whose outcome is filled in."""
    below = layout.below
    columns = {}
    for name, place in layout.mapping.items():
        cells, _rounded = drop_marks(book.column(place)[below:])
        words = name in (Field.OUTCOME, *YES_OR_NO, Field.NOTE)
        columns[name] = tidy_names(cells) if words else tidy_codes(cells)
    kept = [row for row, text in enumerate(columns[Field.OUTCOME]) if text]
    return Filled(
        [below + row for row in kept],
        round_id,
        {name: [cells[row] for row in kept] for name, cells in columns.items()},
    )


def check_codes(filled: Filled, found: Round, visits: Mapping[str, Visit]) -> None:
    """Mark the rows whose visit cannot be recorded by this workbook."""
    seen: set[str] = set()
    for row, code in enumerate(filled.columns[Field.CODE]):
        if filled.columns[Field.ROUND][row] != str(found.id).upper():
            filled.add([row], Field.ROUND, Reason.OTHER_ROUND)
        elif code in seen:
            filled.add([row], Field.CODE, Reason.CODE_TWICE)
        elif code not in visits:
            filled.add([row], Field.CODE, Reason.CODE_UNKNOWN)
        elif visits[code].assessor.account_id is not None:
            filled.add([row], Field.CODE, Reason.HAS_ACCOUNT)
        seen.add(code)


def read_entries(filled: Filled, found: Round) -> None:
    """Read what every row says; what is wrong is marked."""
    known, said = in_every_language(outcomes), in_every_language(answers)
    sheet = as_sheet(found.sheet)
    for row in range(len(filled)):
        cells = {name: cells[row] for name, cells in filled.columns.items()}
        outcome = known.get(plain(cells[Field.OUTCOME]), "")
        faults = dict(faults_of(cells, outcome, sheet, said))
        for name, reason in faults.items():
            filled.add([row], name, reason)
        if not faults:
            filled.entries[row] = cells[Field.CODE], entry_of(cells, outcome, sheet, said)


def faults_of(
    cells: Mapping[str, str], outcome: str, sheet: Sheet, said: Mapping[str, str]
) -> Iterator[tuple[str, Reason]]:
    """Yield what is wrong with one row, by column."""
    if not outcome:
        yield Field.OUTCOME, Reason.OUTCOME_UNKNOWN
        return
    if len(cells[Field.NOTE]) > NOTE_LENGTH:
        yield Field.NOTE, Reason.NOTE_TOO_LONG
    questions = asked_by(sheet)
    if outcome != Finding.Outcome.MET:
        needless = [*questions, *map(item_field, sheet.items)]
        needless.remove(Field.OUTCOME)
        if outcome in Visit.Missed.values:
            needless.append(Field.NOTE)
        yield from ((name, Reason.NOT_ASKED) for name in needless if cells[name])
        return
    for item in sheet.items:
        if fault := fault_of(cells[item_field(item)], item.max):
            yield item_field(item), FAULTS[fault]
    for name in questions:
        if name in YES_OR_NO and plain(cells[name]) not in said:
            yield name, Reason.YES_OR_NO
    if cells[Field.SATISFACTION] not in ("", *map(str, SATISFACTION)):
        yield Field.SATISFACTION, Reason.SATISFACTION


def entry_of(
    cells: Mapping[str, str], outcome: str, sheet: Sheet, said: Mapping[str, str]
) -> FindingIn | str:
    """Return what a right row says: what was found, or why nobody was met."""
    note = cells[Field.NOTE]
    if outcome in Visit.Missed.values:
        return outcome
    if outcome != Finding.Outcome.MET:
        return FindingIn(outcome=outcome, note=note)
    answer = {
        name: said[plain(cells[name])] == "yes" for name in asked_by(sheet) if name in YES_OR_NO
    }
    return FindingIn(
        outcome=outcome,
        has_plaque=answer[Field.PLAQUE],
        points=[int(cells[item_field(item)]) for item in sheet.items],
        knows_standard=answer[Field.KNOWS],
        ledger_agrees=answer.get(Field.LEDGER),
        satisfaction=int(cells[Field.SATISFACTION]) if cells[Field.SATISFACTION] else None,
        note=note,
    )


def compare(filled: Filled, visits: Mapping[str, Visit], latest: Mapping[UUID, Finding]) -> None:
    """Find the rows that are recorded already, and mark those whose visit waits for nothing any more."""
    for row, (code, entry) in list(filled.entries.items()):
        visit = visits[code]
        if visit.state in Visit.DUE:
            continue
        recorded = visit.missed or as_entry(latest.get(visit.id))
        if recorded == entry:
            filled.same.add(row)
        else:
            filled.add([row], Field.CODE, Reason.NOT_WAITING)
            del filled.entries[row]


def as_entry(finding: Finding | None) -> FindingIn | None:
    """Return what was recorded about a visit as a row would say it."""
    if finding is None:
        return None
    return FindingIn(
        outcome=finding.outcome,
        has_plaque=finding.has_plaque,
        points=finding.points,
        knows_standard=finding.knows_standard,
        ledger_agrees=finding.ledger_agrees,
        satisfaction=finding.satisfaction,
        note=finding.note,
    )
