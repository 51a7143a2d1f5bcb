"""An act of the last minutes taken back by who did it, while nothing rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.assess import policies, queries, states
from jinguo.assess.actions import common, reopening
from jinguo.assess.actions.undoing import check_in_time, check_nothing_touched, taken_back_text
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Application, Score, Transition
from jinguo.facts import actions as facts
from jinguo.notices import queries as notices
from jinguo.org.actor import Actor


@transaction.atomic
def take_back(*, actor: Actor, acted_at: datetime, now: datetime) -> list[UUID]:
    """
    Take back what the actor did to applications or recognitions at one instant; return their ids.

    Each goes back to the state it was in, with that state's day and deadline, and the fact the act left
    is taken back by its opposite; a fault struck off is open again. The history keeps both.

    :raises NotFound: she did nothing then that can be taken back, or no longer sees one of them
    :raises CannotTakeBack: it is too long ago, or one was worked on since
    :raises Denied: she has lost the right meanwhile
    """
    act = queries.get_act(actor, acted_at)
    if act.repairs:
        return reopening.strike_on_again(act.repairs, actor=actor, now=now)
    if act.of == states.RECOGNITION:
        return reopening.put_back(act.changes, actor=actor, now=now)
    return _take_applications_back(actor, act.changes, now)


def _take_applications_back(
    actor: Actor, changes: Sequence[Transition], now: datetime
) -> list[UUID]:
    done = {one.application_id: one for one in changes if one.application_id}
    rows = common.lock_applications(actor, done)
    ladders = common.ladders_of(rows)
    for row in rows:
        _check_step(actor, row, done[row.id], ladders)
    check_in_time(changes[0].at, now)
    _check_untouched(rows, done)
    reason = taken_back_text()
    _go_back(rows, done, actor=actor, now=now, ladders=ladders, reason=reason)
    _take_facts_back(rows, done, reason)
    common.note(actor, states.TAKE_BACK, states.APPLICATION, rows)
    return [row.id for row in rows]


def _check_step(
    actor: Actor, row: Application, change: Transition, ladders: Mapping[UUID, Ladder]
) -> None:
    step = states.step_back(states.APPLICATION, change.from_state, change.to_state)
    assert step is not None  # get_act returns no other
    policies.check_place(actor, step, row.area_id, ladders[row.ladder_id].level(row.level))


def _check_untouched(rows: Sequence[Application], done: Mapping[UUID, Transition]) -> None:
    """
    Pass when nothing came after the act: no other change, no score, no line of a notice, no new application.

    :raises CannotTakeBack: naming how many were worked on
    """
    first = min(change.id for change in done.values())
    later = Transition.objects.filter(application__in=done, id__gt=first).exclude(
        id__in=[change.id for change in done.values()]
    )
    touched = set(later.values_list("application", flat=True))
    scored = Score.objects.filter(application__in=done, at__gt=next(iter(done.values())).at)
    touched.update(scored.values_list("application", flat=True))
    listed = notices.open_entries(Application.OBJECT_TYPE, done)
    touched.update(listed.values_list("object_id", flat=True))
    households = _open_elsewhere(rows)
    touched.update(row.id for row in rows if (row.programme, row.household_id) in households)
    check_nothing_touched(len(touched))


def _open_elsewhere(rows: Sequence[Application]) -> set[tuple[str, UUID]]:
    """Return the programmes and households that have an open application besides these."""
    others = Application.objects.filter(
        household__in=[row.household_id for row in rows], state__in=Application.OPEN
    ).exclude(id__in=[row.id for row in rows])
    return set(others.values_list("programme", "household"))


def _go_back(
    rows: Sequence[Application],
    done: Mapping[UUID, Transition],
    *,
    actor: Actor,
    now: datetime,
    ladders: Mapping[UUID, Ladder],
    reason: str,
) -> None:
    """Bring each row to the state, day and deadline it had before, with a line of history."""
    before = queries.changes_before(list(done.values()))
    groups: dict[tuple[str, date, UUID], list[Application]] = defaultdict(list)
    for row in rows:
        groups[done[row.id].from_state, before[row.id].on, row.ladder_id].append(row)
    for (state, state_on, ladder), some in groups.items():
        common.record_transitions(
            some, state, actor=actor, on=timezone.localdate(now), now=now, reason=reason
        )
        Application.objects.filter(id__in=[row.id for row in some]).update(
            state=state, state_on=state_on, due_on=common.due(state, ladders[ladder], state_on)
        )


def _take_facts_back(
    rows: Sequence[Application], done: Mapping[UUID, Transition], reason: str
) -> None:
    by_kind: dict[str, dict[UUID, str]] = defaultdict(dict)
    for row in rows:
        change = done[row.id]
        step = states.step_between(states.APPLICATION, change.from_state, change.to_state)
        if step and step.fact:
            by_kind[step.fact.kind][row.id] = row.area_id
    for kind, areas in by_kind.items():
        facts.take_back(kind, areas, reason=reason)
