"""Visits of assessors on their way: what was found, and the reserve for where nobody was met."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries, states
from jinguo.assess.actions.common import check_reason
from jinguo.assess.actions.rounds import common
from jinguo.assess.actions.rounds.sending import as_assessors
from jinguo.assess.evaluation.draws import assignment
from jinguo.assess.evaluation.draws.replacements import NoReserveLeft, Reason, next_reserve
from jinguo.assess.evaluation.draws.sample import Sample
from jinguo.assess.ladders import Sheet, as_sheet
from jinguo.assess.models import Finding, Sampled, Visit
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.ids import new_id
from jinguo.core.recorded import signed
from jinguo.org.actor import Actor
from jinguo.people import actions as people
from jinguo.people.actions import Place

NOTE_LENGTH = 300
SATISFACTION = range(1, 6)


@dataclass(frozen=True, kw_only=True)
class FindingIn:
    """
    What one visit found. All but ``outcome`` and ``note`` is asked only where the family was met.

    ``points`` stand in the order of the sheet's items; ``satisfaction`` is 1 to 5, or None for no answer;
    ``vetoes`` are ids of the sheet's. ``ledger_agrees``, that the village's ledger says what is seen, is
    answered where the sheet asks it, and nowhere else.
    """

    outcome: str
    has_plaque: bool | None = None
    points: Sequence[int] | None = None
    knows_standard: bool | None = None
    ledger_agrees: bool | None = None
    satisfaction: int | None = None
    vetoes: Sequence[str] = ()
    note: str = ""


@transaction.atomic
def fill_visit(
    *, actor: Actor, visit_id: UUID, finding: FindingIn, on: date, now: datetime
) -> Finding:
    """
    Record what an assessor's own visit found; a visit that was sent back is filled anew.

    :raises NotFound: no such visit of this actor in a round in the field
    :raises WrongState: it was filled, or nobody was met
    :raises Denied: the actor may not visit
    :raises Invalid: something that is asked is missing or out of bounds
    :raises NotOnThatDay: ``on`` is in the future or before the assessors were sent out
    """
    visit = queries.get_own_visit(actor, visit_id, lock=True)
    step = policies.check_visit(actor, "fill", visit)
    return record(visit, step, finding, actor=actor, on=on, now=now)


def record(
    visit: Visit, step: states.Step, finding: FindingIn, *, actor: Actor, on: date, now: datetime
) -> Finding:
    """Store what a visit of a locked round found; raises as :func:`fill_visit` for what is not right."""
    policies.check_day(on, timezone.localdate(now), {visit.round.state_on})
    check_finding(finding, as_sheet(visit.round.sheet))
    row = _finding_row(visit, finding, actor, on, now)
    row.save(force_insert=True)
    common.move_visit(visit, step, actor=actor, now=now)
    return row


def check_finding(finding: FindingIn, sheet: Sheet) -> None:
    """
    Pass when a finding answers all it has to.

    :raises Invalid: naming what is missing or wrong
    """
    if finding.outcome not in Finding.Outcome.values:
        sentence = _("Say what you found.")
        raise Invalid(sentence, outcome=sentence)
    if len(finding.note.strip()) > NOTE_LENGTH:
        sentence = _("The note is longer than %(most)d signs.") % {"most": NOTE_LENGTH}
        raise Invalid(sentence, note=sentence)
    if finding.outcome != Finding.Outcome.MET:
        return
    asked = {"has_plaque": finding.has_plaque, "knows_standard": finding.knows_standard}
    if sheet.asks_ledger:
        asked["ledger_agrees"] = finding.ledger_agrees
    elif finding.ledger_agrees is not None:
        sentence = _("This round does not ask about the ledger.")
        raise Invalid(sentence, ledger_agrees=sentence)
    for name, value in asked.items():
        if value is None:
            sentence = _("This is not answered yet.")
            raise Invalid(sentence, **{name: sentence})
    if fault := sheet.fault(finding.points or (), finding.vetoes):
        raise Invalid(fault)
    if finding.satisfaction is not None and finding.satisfaction not in SATISFACTION:
        sentence = _("Satisfaction goes from 1 to 5.")
        raise Invalid(sentence, satisfaction=sentence)


def _finding_row(
    visit: Visit, finding: FindingIn, actor: Actor, on: date, now: datetime
) -> Finding:
    met = finding.outcome == Finding.Outcome.MET
    return Finding(
        visit=visit,
        outcome=finding.outcome,
        has_plaque=finding.has_plaque if met else None,
        points=list(finding.points or ()) if met else None,
        knows_standard=finding.knows_standard if met else None,
        ledger_agrees=finding.ledger_agrees if met else None,
        satisfaction=finding.satisfaction if met else None,
        vetoes=sorted(set(finding.vetoes)) if met else [],
        note=finding.note.strip(),
        visited_on=on,
        **signed(actor, now),
    )


@transaction.atomic
def miss_visit(*, actor: Actor, visit_id: UUID, reason: str, now: datetime) -> Visit | None:
    """
    Give up one's own visit where nobody could be met; return the visit to the reserve called upon, if any.

    The reserve is the next of the cell in the order it was drawn in; nobody chooses it. The same assessor
    visits it, or where she has a tie, or passed her visits on, another one by lot.

    :raises NotFound: no such visit of this actor in a round in the field
    :raises WrongState: it was filled, or given up before
    :raises Denied: the actor may not visit
    :raises Invalid: an unknown reason
    """
    visit = queries.get_own_visit(actor, visit_id, lock=True)
    step = policies.check_visit(actor, "miss", visit)
    return give_up(visit, step, reason, actor=actor, now=now)


def give_up(
    visit: Visit, step: states.Step, reason: str, *, actor: Actor, now: datetime
) -> Visit | None:
    """Give up a visit of a locked round and call upon the next reserve, as :func:`miss_visit`."""
    if reason not in Visit.Missed.values:
        sentence = _("Say why nobody could be met.")
        raise Invalid(sentence, reason=sentence)
    reserve = _reserve_for(visit, Reason(reason))
    visit.missed = reason
    common.move_visit(visit, step, actor=actor, now=now)
    if reserve is None:
        return None
    next_one = _visit_to(reserve, visit, timezone.localdate(now))
    common.begin([next_one], actor=actor, now=now)
    return next_one


def _reserve_for(visit: Visit, reason: Reason) -> Sampled | None:
    """Return the reserve to be visited instead; None when the cell has none left."""
    rows = {str(one.household_id): one for one in visit.round.sample.order_by("cell", "order")}
    sample = Sample(tuple(one.as_unit() for one in rows.values()))
    missed = {
        str(household): Reason(why)
        for household, why in visit.round.visits.exclude(missed="").values_list(
            "sampled__household_id", "missed"
        )
    }
    household = str(visit.sampled.household_id)
    try:
        return rows[next_reserve(sample, household, reason, missed).household]
    except NoReserveLeft:
        return None


def _visit_to(reserve: Sampled, missed: Visit, on: date) -> Visit:
    found = missed.round
    household, village = reserve.household_id, reserve.area_id
    still = as_assessors(found, queries.still_visiting(found, on), [household])
    able = [one for one in still if one.may_visit(str(household), village)]
    given = assignment.pass_on(
        str(household),
        village,
        able or as_assessors(found, found.assessors.all(), [household]),
        found.seed,
        preferred=str(missed.assessor_id),
        taken=queries.codes_given(found),
    )
    return Visit(
        round=found,
        sampled=reserve,
        assessor_id=UUID(given.assessor),
        code=given.code,
        state=Visit.State.OPEN,
        replaces=missed,
    )


@transaction.atomic
def enter_visits(
    *,
    actor: Actor,
    round_id: UUID,
    entries: Sequence[tuple[str, FindingIn | str]],
    on: date,
    now: datetime,
) -> int:
    """
    Record visits for assessors who do not use the system, all or none; return how many.

    Each entry is a visit's code with what was found, or with why nobody was met.

    :raises NotFound: no such round for this actor, or a code none of these assessors has
    :raises WrongState: the round is not in the field, or a visit was recorded before
    :raises Denied: the actor may not
    :raises Invalid: something that is asked is missing or out of bounds
    :raises NotOnThatDay: ``on`` is in the future or before the assessors were sent out
    """
    found = queries.get_round(actor, round_id, lock=True)
    policies.check_enter(actor, found)
    rows = found.visits.filter(assessor__account__isnull=True).select_related("sampled")
    visits = {one.code: one for one in rows}
    for code, entry in entries:
        visit = visits.get(code)
        if visit is None:
            raise NotFound(_("There is no such visit."))
        visit.round = found
        verb = "fill" if isinstance(entry, FindingIn) else "miss"
        step = states.step_from(states.VISIT, verb, visit.state)
        if step is None:
            raise policies.WrongState(_("Visit %s was recorded before.") % code)
        if isinstance(entry, FindingIn):
            record(visit, step, entry, actor=actor, on=on, now=now)
        else:
            give_up(visit, step, entry, actor=actor, now=now)
    return len(entries)


@transaction.atomic
def enter_vetoes(
    *, actor: Actor, visit_id: UUID, vetoes: Collection[str], now: datetime
) -> Finding:
    """
    Record which vetoes a visit found, for an assessor who does not use the system; her workbook has none.

    What was recorded before stays on record, and all of it holds but the vetoes.

    :raises NotFound: no such visit for this actor
    :raises Invalid: no such veto on the sheet
    :raises WrongState: the visit was not filled, or the round is not in the field
    :raises Denied: the actor may not
    :raises Refused: the assessor has an account, or the family was not met
    """
    visit = queries.get_visit(actor, visit_id, lock=True)
    found = check_vetoes(actor, visit)
    if fault := as_sheet(visit.round.sheet).fault(found.points or (), vetoes):
        raise Invalid(fault, vetoes=fault)
    found.id, found.vetoes = new_id(), sorted(set(vetoes))
    found.at, found.account, found.actor = signed(actor, now).values()
    found.save(force_insert=True)
    common.note_visit(actor, "enter-vetoes", visit)
    return found


def check_vetoes(actor: Actor, visit: Visit) -> Finding:
    """Return the finding in force of a visit whose vetoes may be entered; raises as :func:`enter_vetoes`."""
    # A visit that can be sent back can be completed, by the same people.
    policies.check_visit(actor, "return", visit)
    if visit.assessor.account_id is not None:
        raise Refused(_("She has an account and records her visits herself."))
    found = queries.latest_finding(visit)
    if found is None or found.outcome != Finding.Outcome.MET:
        raise Refused(_("The family was not met."))
    return found


@transaction.atomic
def return_visit(*, actor: Actor, visit_id: UUID, reason: str, now: datetime) -> Visit:
    """
    Send a filled visit back to its assessor, who fills it anew; what she recorded first stays on record.

    :raises NotFound: no such visit for this actor
    :raises WrongState: it is not filled, or the round is closed
    :raises Denied: the actor may not
    :raises Invalid: no reason, or one that is too long
    """
    visit = queries.get_visit(actor, visit_id, lock=True)
    step = policies.check_visit(actor, "return", visit)
    common.move_visit(visit, step, actor=actor, now=now, reason=check_reason(reason))
    return visit


def show_the_way(*, actor: Actor, visit_id: UUID, now: datetime) -> Place:
    """
    Return in clear whom one's own visit is to and where she lives, and leave that on the trail.

    :raises NotFound: no such visit of this actor in a round in the field
    :raises WrongState: the visit is over
    :raises RevealLimitReached: the day's limit of values in clear is used up
    """
    visit = queries.get_own_visit(actor, visit_id)
    policies.check_visit(actor, "fill", visit)
    return people.reveal_place(
        actor=actor,
        household_id=visit.sampled.household_id,
        purpose=_("Visit %s of an evaluation") % visit.code,
        now=now,
    )
