"""Which applications and recognitions wait, for whom, and how soon: for to-dos and lists alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from jinguo.assess import policies, states
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Application, Recognition
from jinguo.assess.queries.versions import ladders_by_id
from jinguo.core.errors import Denied
from jinguo.notices import queries as notices
from jinguo.org.actor import Actor

T = TypeVar("T", bound=QuerySet[Any])

OVERDUE, WEEK, LATER = "overdue", "week", "later"
URGENCIES = (OVERDUE, WEEK, LATER)
OWN, BELOW = "own", "below"

DUE = {
    Recognition.State.CERTIFIED.value: "next_check_on",
    Recognition.State.RECTIFYING.value: "rectify_by",
    Recognition.State.PROPOSED.value: "decide_by",
    Recognition.State.APPEALED.value: "decide_by",
}
"""The day the next step of a recognition is due, by state; the others have ended and wait for nobody."""

LADDER = {states.APPLICATION: "ladder_id", states.RECOGNITION: "application__ladder_id"}


@dataclass(frozen=True)
class Due:
    """
    What a list is narrowed to on a day: an urgency, and whose duty the next step is; empty keeps all.

    ``duty`` is ``own`` or ``below`` as in :attr:`Todo.is_own`, and leaves out what waits for nobody.
    """

    on: date
    urgency: str = ""
    duty: str = ""


def narrowed_to(rows: T, actor: Actor, of: str, column: str, due: Due) -> T:
    """Keep the rows of an urgency, told by the day in ``column``, and of a duty."""
    rows = rows.filter(_within(column, due))
    if due.duty not in (OWN, BELOW):
        return rows
    rows = rows.filter(waits(actor, of, due.on))
    steps = list(rows.order_by().values_list(LADDER[of], "level", "state").distinct())
    ladders = ladders_by_id(ladder for ladder, _level, _state in steps)
    kept = [
        Q(**{LADDER[of]: ladder, "level": level, "state": state})
        for ladder, level, state in steps
        if falls_to(actor, of, level, state, ladders[ladder]) is (due.duty == OWN)
    ]
    return rows.filter(reduce(or_, kept)) if kept else rows.none()


def _within(column: str, due: Due) -> Q:
    last = sunday(due.on)
    days = {
        OVERDUE: Q(**{f"{column}__lt": due.on}),
        WEEK: Q(**{f"{column}__gte": due.on, f"{column}__lte": last}),
        LATER: Q(**{f"{column}__gt": last}),
    }
    return days.get(due.urgency, Q())


def urgency(column: str, on: date) -> Case:
    """Return the urgency of each row on a day, by the day in ``column``."""
    whens = [When(_within(column, Due(on, one)), then=Value(one)) for one in URGENCIES]
    return Case(*whens, output_field=CharField())


def due_column(of: str) -> F | Case:
    """Return the day the next step is due."""
    if of == states.APPLICATION:
        return F("due_on")
    return Case(*(When(state=state, then=F(column)) for state, column in DUE.items()))


def waits(actor: Actor, of: str, on: date) -> Q:
    """
    Say which rows wait for a step the actor's posts reach.

    A notice that still runs waits for nobody, and no more does a proposed delisting while the household may
    appeal; an inspection waits from the week in which it is due.
    """
    steps = [
        Q(state=step.source) & actor.reach(step.capability).as_q("area__code")
        for step in states.next_steps(of)
    ]
    return reduce(or_, steps) & WAITS[of](on)


def _application_waits(on: date) -> Q:
    running = Q(
        state=Application.State.ON_NOTICE, id__in=notices.running(Application.OBJECT_TYPE, on)
    )
    return Q(due_on__isnull=False) & ~running


def _recognition_waits(on: date) -> Q:
    to_inspect = Q(state=Recognition.State.CERTIFIED, next_check_on__lte=sunday(on))
    at_once = Q(state__in=[Recognition.State.RECTIFYING, Recognition.State.APPEALED])
    to_delist = Q(state=Recognition.State.PROPOSED, appeal_until__lt=on)
    return to_inspect | at_once | to_delist


WAITS: dict[str, Callable[[date], Q]] = {
    states.APPLICATION: _application_waits,
    states.RECOGNITION: _recognition_waits,
}


def falls_to(actor: Actor, of: str, level_id: str, state: str, ladder: Ladder) -> bool | None:
    """Say whether the step is the actor's own duty (True), a right (False), or neither (None)."""
    step = next_step(of, state)
    level = ladder.level(level_id)
    prefixes = actor.reach(step.capability).prefixes
    width = policies.body_of(step, level).code_length
    for prefix in prefixes:
        try:
            policies.check_place(actor, step, prefix, level)
        except Denied:
            continue
        return any(len(one) == width for one in prefixes)
    return None


def next_step(of: str, state: str) -> states.Step:
    """Return the step that follows on a state in the order of the procedure."""
    return next(step for step in states.next_steps(of) if step.source == state)


def sunday(on: date) -> date:
    """Return the last day of the week of ``on``."""
    return on + timedelta(days=6 - on.weekday())
