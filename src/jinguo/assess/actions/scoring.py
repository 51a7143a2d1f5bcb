"""Score sheets, and the decision that follows from them alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import events, policies, queries, states
from jinguo.assess.actions import common
from jinguo.assess.actions.applications import facts_of
from jinguo.assess.ladders import Ladder, Sheet
from jinguo.assess.models import Application, Recognition, Score
from jinguo.assess.queries import sheets_by_id
from jinguo.core.errors import Invalid
from jinguo.core.language import as_clauses
from jinguo.core.recorded import signed
from jinguo.org.actor import Actor

State = Application.State
NOTE_LENGTH = 300

STATE_OF_KIND = {
    Score.Kind.TOWN: frozenset({State.RECOMMENDED, State.SCORED}),
    Score.Kind.DISTRICT: frozenset({State.PASSED}),
    Score.Kind.RECHECK: frozenset({State.RECHECK}),
}
"""Where a kind of score belongs. A town may fill the sheet again until it has decided."""


def kind_in(state: str) -> Score.Kind | None:
    """Return the kind of score a state asks for; None where it takes none."""
    return next((kind for kind, belongs in STATE_OF_KIND.items() if state in belongs), None)


class BadSheets(Invalid):
    """Some sheets are filled wrongly; ``fields["problems"]`` has the fault by household code."""


@dataclass(frozen=True)
class ScoreIn:
    """One filled sheet: points in the order of the sheet's items, ids of the vetoes found."""

    application_id: UUID
    points: Sequence[int]
    vetoes: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class InspectionIn:
    """One filled sheet of a re-inspection of a household that holds a level."""

    recognition_id: UUID
    points: Sequence[int]
    vetoes: Sequence[str] = ()
    note: str = ""


@transaction.atomic
def score(
    *, actor: Actor, sheets: Sequence[ScoreIn], kind: str, on: date, now: datetime
) -> list[UUID]:
    """
    Store filled sheets; return the scores' ids in their order.

    The total is computed here. It becomes the application's score in force. A town's first score
    brings the application to ``scored``; every other leaves its state as it is.

    :raises NotFound: an application is not there for this actor
    :raises WrongState: one is not at a step where this kind of score belongs
    :raises Denied: one lies beyond the actor's right to score there
    :raises BadSheets: naming each sheet with a number of points, a value or a veto that is wrong, or
        without a picture the plan asks for
    :raises NotOnThatDay: ``on`` is in the future or before the last step
    """
    kind = Score.Kind(kind)
    rows = common.lock_applications(actor, [one.application_id for one in sheets])
    ladders = common.ladders_of(rows)
    _check_kind(actor, kind, rows, ladders)
    common.check_application_day(rows, on, now)
    by_id = {row.id: row for row in rows}
    _check_sheets(sheets, [by_id[one.application_id] for one in sheets])
    if not rows:
        return []
    made = [
        _score_row(
            one, kind, by_id[one.application_id].sheet_id, actor, on, now,
            application_id=one.application_id,
        )
        for one in sheets
    ]  # fmt: skip
    common.insert(made)
    _set_score_in_force(made)
    first = [row for row in rows if row.state == State.RECOMMENDED]
    common.move_applications(first, State.SCORED, actor=actor, on=on, now=now, ladders=ladders)
    common.record(facts_of("score", first, State.SCORED, on), actor=actor, capability=states.SCORE)
    common.note(actor, "score", states.APPLICATION, rows)
    return [one.id for one in made]


def _check_kind(
    actor: Actor, kind: Score.Kind, rows: Sequence[Application], ladders: Mapping[UUID, Ladder]
) -> None:
    belongs = STATE_OF_KIND.get(kind)
    if belongs is None:
        raise Invalid(_("A re-inspection is of a household that holds a level."))
    wrong = [row for row in rows if row.state not in belongs]
    if wrong:
        codes = common.codes_of(wrong[: policies.SHOWN])
        raise policies.wrong_state(
            str(kind.label), [(codes.get(r.household_id, ""), r.get_state_display()) for r in wrong]
        )
    common.check_application_step(actor, "score", rows, ladders)


def _check_sheets(
    filled: Sequence[ScoreIn | InspectionIn],
    things: Sequence[Application] | Sequence[Recognition],
) -> None:
    """``things`` are what the sheets of ``filled`` are about, in its order."""
    rows = [one if isinstance(one, Application) else one.application for one in things]
    if len({row.id for row in rows}) < len(rows):
        raise Invalid(_("One application has two score sheets here."))
    sheets = sheets_by_id(row.sheet_id for row in rows)
    asks = any(sheet.photographed for sheet in sheets.values())
    pictured = queries.pictured_items(things) if asks else {}
    shown = [pictured.get(one.id, frozenset()) for one in things]
    faults = {
        row.household_id: fault
        for one, row, items in zip(filled, rows, shown, strict=True)
        if (fault := _fault(one, sheets[row.sheet_id], items))
    }
    if faults:
        raise _bad_sheets(faults, [row for row in rows if row.household_id in faults])


def _fault(one: ScoreIn | InspectionIn, sheet: Sheet, pictured: Collection[str]) -> str:
    if len(one.note) > NOTE_LENGTH:
        return _("The note has %(given)d signs; it can have %(max)d.") % {
            "given": len(one.note),
            "max": NOTE_LENGTH,
        }
    return sheet.fault(one.points, one.vetoes) or sheet.lacking(pictured)


def _bad_sheets(faults: Mapping[UUID, str], rows: Sequence[Application]) -> BadSheets:
    codes = common.codes_of(rows)
    by_code = {codes[household]: fault for household, fault in faults.items()}
    shown = as_clauses(
        f"{code}: {fault}" for code, fault in list(by_code.items())[: policies.SHOWN]
    )
    sentence = ngettext(
        "%(count)d score sheet is filled wrongly, so none was stored. %(shown)s",
        "%(count)d score sheets are filled wrongly, so none was stored. %(shown)s",
        len(faults),
    )
    return BadSheets(sentence % {"count": len(faults), "shown": shown}, problems=by_code)


def _score_row(
    one: ScoreIn | InspectionIn,
    kind: Score.Kind,
    sheet_id: UUID,
    actor: Actor,
    on: date,
    now: datetime,
    *,
    application_id: UUID | None = None,
    recognition_id: UUID | None = None,
) -> Score:
    return Score(
        application_id=application_id,
        recognition_id=recognition_id,
        sheet_id=sheet_id,
        kind=kind.value,
        points=list(one.points),
        total=sum(one.points),
        vetoes=sorted(set(one.vetoes)),
        scored_on=on,
        note=one.note.strip(),
        **signed(actor, now),
    )


IN_FORCE = """
UPDATE assess_application AS application
SET total = score.total, is_vetoed = score.is_vetoed
FROM unnest(%s::uuid[], %s::smallint[], %s::boolean[]) AS score (id, total, is_vetoed)
WHERE application.id = score.id
"""


def _set_score_in_force(scores: Iterable[Score]) -> None:
    rows = [(one.application_id, one.total, bool(one.vetoes)) for one in scores]
    ids, totals, vetoed = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [list(ids), list(totals), list(vetoed)])


@transaction.atomic
def decide(*, actor: Actor, application_ids: Sequence[UUID], on: date, now: datetime) -> list[UUID]:
    """
    Let the scores in force decide; return the ids of the applications that passed.

    One passes with at least its level's points and no veto; the others are rejected, and the
    reason says by how much. A veto is named on the score sheet only: it may tell of a penalty or
    of violence, which no list may show.

    :raises NotFound: one is not there for this actor
    :raises WrongState: one is not scored, or already decided
    :raises Denied: one lies beyond the actor's right
    :raises NotOnThatDay: ``on`` is in the future or before the score
    """
    rows = common.lock_applications(actor, application_ids)
    ladders = common.ladders_of(rows)
    common.check_application_step(actor, "decide", rows, ladders)
    common.check_application_day(rows, on, now)
    if not rows:
        return []
    reasons = {row.id: queries.shortfall(row, ladders[row.ladder_id]) for row in rows}
    passed = [row for row in rows if not reasons[row.id]]
    failed = [row for row in rows if reasons[row.id]]
    for some, target in ((passed, State.PASSED), (failed, State.REJECTED)):
        common.move_applications(
            some, target, actor=actor, on=on, now=now, ladders=ladders, reason=reasons
        )
    made = facts_of("decide", passed, State.PASSED, on)
    made += facts_of("decide", failed, State.REJECTED, on)
    common.record(made, actor=actor, capability=states.SCORE)
    common.note(actor, "decide", states.APPLICATION, rows)
    return [row.id for row in passed]


@transaction.atomic
def inspect(*, actor: Actor, sheets: Sequence[InspectionIn], on: date, now: datetime) -> list[UUID]:
    """
    Store the sheets of a re-inspection; return the scores' ids in their order.

    The level is kept: ordering to put right, or delisting, are acts of their own. The next
    inspection is due after the months the ladder gives; of a household that fell short of its level,
    already after the days the ladder gives for putting right, so that nobody forgets it.

    :raises NotFound: a recognition is not there for this actor
    :raises WrongState: one has ended
    :raises Denied: one lies beyond the actor's right to inspect
    :raises BadSheets: naming each sheet that is filled wrongly
    :raises NotOnThatDay: ``on`` is in the future or before the certification
    """
    rows = common.lock_recognitions(actor, [one.recognition_id for one in sheets])
    ladders = common.ladders_of(row.application for row in rows)
    common.check_recognition_step(actor, "inspect", rows, ladders)
    policies.check_day(on, timezone.localdate(now), {row.certified_on for row in rows})
    by_id: dict[UUID, Recognition] = {row.id: row for row in rows}
    _check_sheets(sheets, [by_id[one.recognition_id] for one in sheets])
    if not rows:
        return []
    made = [
        _score_row(
            one, Score.Kind.INSPECTION, by_id[one.recognition_id].application.sheet_id, actor, on,
            now, recognition_id=one.recognition_id,
        )
        for one in sheets
    ]  # fmt: skip
    common.insert(made)
    short = {
        one.recognition_id
        for one in made
        if one.recognition_id and _falls_short(one, by_id[one.recognition_id], ladders)
    }
    for ladder_id, ladder in ladders.items():
        some = {row.id for row in rows if row.application.ladder_id == ladder_id}
        rules = ladder.rules
        for ids, due in (
            (some - short, rules.next_check(on)),
            (some & short, rules.second_look(on)),
        ):
            Recognition.objects.filter(id__in=ids).update(next_check_on=due)
    found = [events.Inspected(**common.event_fields(row, on)) for row in rows]
    common.record(found, actor=actor, capability=states.INSPECT)
    common.note(actor, "inspect", states.RECOGNITION, rows)
    return [one.id for one in made]


def _falls_short(score: Score, row: Recognition, ladders: Mapping[UUID, Ladder]) -> bool:
    """Say whether an inspection found less than the level asks for, or a veto."""
    level = ladders[row.application.ladder_id].level(row.level)
    return bool(score.vetoes) or score.total < level.min_score
