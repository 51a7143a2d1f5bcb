"""From the application to the village's word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import events, policies, states
from jinguo.assess.actions import common
from jinguo.assess.models import Application
from jinguo.assess.queries import application_problems, ladders_in_force, sheets_in_force
from jinguo.core.errors import NotFound, Refused
from jinguo.core.language import as_clauses
from jinguo.facts.events import Event
from jinguo.notices import actions as notices
from jinguo.notices import queries as queries_of_notices
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.models import Household

State = Application.State


class CannotApply(Refused):
    """Some households cannot apply; ``fields["problems"]`` has each reason by household code."""


class JustListed(Refused):
    """An application was put on the draft of a notice while it was being withdrawn."""


@transaction.atomic
def apply(
    *,
    actor: Actor,
    programme: str,
    household_ids: Sequence[UUID],
    level: str,
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Apply for a level for each household; return the applications' ids in the households' order.

    Each application keeps the sheet and the ladder in force in its village on ``on``.

    :raises NotFound: a household is not there for this actor, or the programme has no such level
    :raises Denied: one lies beyond the actor's right to apply
    :raises NotOnThatDay: ``on`` is in the future
    :raises CannotApply: naming each household that cannot, and why
    """
    households = _lock_households(actor, household_ids)
    for household in {row.area_id: row for row in households}.values():
        policies.check_apply(actor, household)
    policies.check_day(on, timezone.localdate(now), ())
    problems = application_problems(households, programme=programme, level=level, on=on)
    if problems:
        raise _cannot_apply(households, problems)
    rows = _new_applications(households, programme, level, on)
    ladders = common.ladders_of(rows)
    for row in rows:
        row.due_on = common.due(State.APPLIED, ladders[row.ladder_id], on)
    common.insert(rows)
    common.record_transitions(rows, State.APPLIED, actor=actor, on=on, now=now, is_new=True)
    made = [events.Applied(**common.event_fields(row, on)) for row in rows]
    common.record(made, actor=actor, capability=states.APPLY)
    if rows:
        common.note(actor, "apply", states.APPLICATION, rows)
    by_household = {row.household_id: row.id for row in rows}
    return [by_household[one] for one in dict.fromkeys(household_ids)]


def _lock_households(actor: Actor, ids: Sequence[UUID]) -> list[Household]:
    rows = Household.objects.visible_to(actor).filter(id__in=set(ids))
    found = list(common.locked(rows))
    if len(found) < len(set(ids)):
        raise NotFound(_("Some of the chosen households are not there."))
    return found


def _cannot_apply(
    households: Sequence[Household], problems: Mapping[UUID, Sequence[str]]
) -> CannotApply:
    by_code = {row.code: list(problems[row.id]) for row in households if row.id in problems}
    shown = list(by_code.items())[: policies.SHOWN]
    sentence = ngettext(
        "%(count)d household cannot apply, so nothing was entered: %(shown)s.",
        "%(count)d households cannot apply, so nothing was entered: %(shown)s.",
        len(by_code),
    )
    text = as_clauses(f"{code} ({', '.join(reasons)})" for code, reasons in shown)
    return CannotApply(sentence % {"count": len(by_code), "shown": text}, problems=by_code)


def _new_applications(
    households: Sequence[Household], programme: str, level: str, on: date
) -> list[Application]:
    areas = {row.area_id for row in households}
    ladders = ladders_in_force(programme, areas, on)
    sheets = sheets_in_force(programme, areas, on)
    return [
        Application(
            programme=programme,
            household_id=row.id,
            area_id=row.area_id,
            sheet_id=sheets[row.area_id].id,
            ladder_id=ladders[row.area_id].id,
            level=level,
            state=State.APPLIED,
            state_on=on,
            applied_on=on,
        )
        for row in households
    ]


@transaction.atomic
def recommend(
    *, actor: Actor, application_ids: Sequence[UUID], on: date, now: datetime, reason: str = ""
) -> list[UUID]:
    """
    Recommend applications on the village's behalf; return their ids.

    :raises NotFound: one is not there for this actor
    :raises WrongState: one was not just applied for
    :raises Denied: one lies beyond the actor's right
    :raises NotOnThatDay: ``on`` is in the future or before the application
    """
    return _move("recommend", State.RECOMMENDED, actor, application_ids, on, now, reason.strip())


@transaction.atomic
def withdraw(
    *, actor: Actor, application_ids: Sequence[UUID], reason: str, on: date, now: datetime
) -> list[UUID]:
    """
    Take open applications back for their households; return their ids.

    Each leaves the notice on which it waits for the release; one before the public keeps its line.

    :raises NotFound: one is not there for this actor
    :raises WrongState: one has ended
    :raises Denied: one lies beyond the actor's right
    :raises Invalid: no reason is given
    :raises NotOnThatDay: ``on`` is in the future or before the last step
    :raises JustListed: one was put on a draft at this moment
    """
    why = common.check_reason(reason)
    notices.take_out(
        actor=actor,
        object_type=events.Applied.object_type,
        object_ids=application_ids,
        reason=_("The application was withdrawn."),
        now=now,
    )
    moved = _move("withdraw", State.WITHDRAWN, actor, application_ids, on, now, why)
    _check_on_no_draft(application_ids)
    return moved


def _check_on_no_draft(ids: Sequence[UUID]) -> None:
    """
    Pass when none of some applications, now locked, waits on a notice for its release.

    Notices are locked before applications, so one drafted in between cannot be locked any more.

    :raises JustListed: otherwise
    """
    if queries_of_notices.entries_before_release(events.Applied.object_type, ids).exists():
        raise JustListed(_("Someone put it on a public notice just now. Withdraw it once more."))


@transaction.atomic
def reject(
    *, actor: Actor, application_ids: Sequence[UUID], reason: str, on: date, now: datetime
) -> list[UUID]:
    """
    Turn applications down before a score decides: the village, the town or the district, each at
    the step that is its own. Return their ids.

    :raises NotFound: one is not there for this actor
    :raises WrongState: one is at a step that decides by score or notice, or has ended
    :raises Denied: one lies beyond the actor's right at its step
    :raises Invalid: no reason is given
    :raises NotOnThatDay: ``on`` is in the future or before the last step
    """
    why = common.check_reason(reason)
    return _move("reject", State.REJECTED, actor, application_ids, on, now, why)


def _move(
    verb: str,
    to_state: State,
    actor: Actor,
    ids: Sequence[UUID],
    on: date,
    now: datetime,
    reason: str,
) -> list[UUID]:
    rows = common.lock_applications(actor, ids)
    ladders = common.ladders_of(rows)
    common.check_application_step(actor, verb, rows, ladders)
    common.check_application_day(rows, on, now)
    if not rows:
        return []
    common.move_applications(
        rows, to_state, actor=actor, on=on, now=now, ladders=ladders, reason=reason
    )
    common.record(facts_of(verb, rows, to_state, on), actor=actor, capability=_right(verb, rows))
    common.note(actor, verb, states.APPLICATION, rows)
    return [row.id for row in rows]


def facts_of(verb: str, rows: Sequence[Application], to_state: str, on: date) -> list[Event]:
    """Return the facts the table of steps names for rows that came to ``to_state`` from their own."""
    made: list[Event] = []
    for row in rows:
        step = states.step_between(states.APPLICATION, row.state, to_state)
        if step and step.verb == verb and step.fact:
            data = {"from": row.state} if step.fact is events.Rejected else {}
            made.append(step.fact(**common.event_fields(row, on), data=data))
    return made


def _right(verb: str, rows: Sequence[Application]) -> Capability:
    step = states.step_from(states.APPLICATION, verb, rows[0].state)
    assert step is not None  # the rows were checked against the same table
    return step.capability
