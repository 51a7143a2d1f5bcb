"""What waits for an actor, grouped by step and by how soon; and what she may do to one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Value, When

from jinguo.assess import policies, states
from jinguo.assess.ladders import Ladder, Level, as_ladder
from jinguo.assess.models import Application, Recognition
from jinguo.assess.queries.versions import ladders_by_id
from jinguo.core.errors import Denied, JinguoError
from jinguo.org.actor import Actor

OVERDUE, WEEK, LATER = "overdue", "week", "later"
URGENCIES = (OVERDUE, WEEK, LATER)


@dataclass(frozen=True)
class Todo:
    """
    Some pieces of work of one step, as soon as each other.

    ``kind`` is the verb of the step and ``state`` the one it starts from; ``due_on`` the earliest
    day among them; ``urgency`` is overdue (before today), week (today to Sunday of this week) or
    later. ``is_own`` says that the step falls to a body of the actor's own level; the rest is work
    of bodies below that she may also do.
    """

    kind: str
    programme: str
    state: str
    title: str
    count: int
    due_on: date
    urgency: str
    is_own: bool


@dataclass(frozen=True)
class Offer:
    """A verb the state of a thing allows; ``refusal`` says why this actor may not, else empty."""

    verb: str
    title: str
    refusal: str


def offers(actor: Actor, thing: Application | Recognition) -> list[Offer]:
    """Return what may be done to one thing as it stands, in the order of the procedure."""
    of = states.APPLICATION if isinstance(thing, Application) else states.RECOGNITION
    ladder = thing.ladder if isinstance(thing, Application) else thing.application.ladder
    level = as_ladder(ladder).level(thing.level)
    made = []
    for verb in states.verbs_from(of, thing.state):
        step = states.step_from(of, verb, thing.state)
        assert step is not None  # verbs_from read it from the same table
        made.append(Offer(verb, str(step.title), _refusal(actor, verb, thing, level)))
    return made


def _refusal(actor: Actor, verb: str, thing: Application | Recognition, level: Level) -> str:
    try:
        policies.check(actor, verb, thing, level)
    except JinguoError as refusal:
        return refusal.message
    return ""


@dataclass(frozen=True)
class _Group:
    """Rows of one programme, ladder, level, state, town and urgency."""

    programme: str
    ladder: UUID
    level: str
    state: str
    urgency: str
    count: int
    due_on: date


def todos(actor: Actor, on: date) -> list[Todo]:
    """
    Return what waits for ``actor`` on ``on``, own work first, then by urgency and deadline.

    One query for applications, one for recognitions, one for their ladders. A notice that still
    runs waits for nobody.
    """
    groups = [
        *((states.APPLICATION, group) for group in _application_groups(actor, on)),
        *((states.RECOGNITION, group) for group in _recognition_groups(actor, on)),
    ]
    ladders = ladders_by_id(group.ladder for _of, group in groups)
    merged: dict[tuple[str, str, str, str, bool], list[_Group]] = {}
    for of, group in groups:
        own = _falls_to(actor, of, group, ladders[group.ladder])
        if own is not None:
            key = (of, group.programme, group.state, group.urgency, own)
            merged.setdefault(key, []).append(group)
    made = [_todo(key, some) for key, some in merged.items()]
    return sorted(
        made,
        key=lambda todo: (not todo.is_own, URGENCIES.index(todo.urgency), todo.due_on, todo.kind),
    )


def _falls_to(actor: Actor, of: str, group: _Group, ladder: Ladder) -> bool | None:
    """Say whether the step is the actor's own duty (True), a right (False), or neither (None)."""
    step = _next(of, group.state)
    level = ladder.level(group.level)
    prefixes = actor.reach(step.capability).prefixes
    width = policies.body_of(step, level).code_length
    for prefix in prefixes:
        try:
            policies.check_place(actor, step, prefix, level)
        except Denied:
            continue
        return any(len(one) == width for one in prefixes)
    return None


def _next(of: str, state: str) -> states.Step:
    return next(step for step in states.next_steps(of) if step.source == state)


def _todo(key: tuple[str, str, str, str, bool], groups: Iterable[_Group]) -> Todo:
    of, programme, state, urgency, own = key
    step = _next(of, state)
    some = list(groups)
    return Todo(
        kind=step.verb,
        programme=programme,
        state=state,
        title=str(step.title),
        count=sum(group.count for group in some),
        due_on=min(group.due_on for group in some),
        urgency=urgency,
        is_own=own,
    )


def _urgency(column: str, on: date) -> Case:
    sunday = on + timedelta(days=6 - on.weekday())
    return Case(
        When(**{f"{column}__lt": on}, then=Value(OVERDUE)),
        When(**{f"{column}__lte": sunday}, then=Value(WEEK)),
        default=Value(LATER),
        output_field=CharField(),
    )


def _mine(actor: Actor, of: str) -> Q:
    parts = [
        Q(state=step.source) & actor.reach(step.capability).as_q("area__code")
        for step in states.next_steps(of)
    ]
    return reduce(or_, parts)


def _application_groups(actor: Actor, on: date) -> list[_Group]:
    running = Q(state=Application.State.ON_NOTICE, notice_to__gte=on)
    rows = Application.objects.filter(_mine(actor, states.APPLICATION), due_on__isnull=False)
    return _grouped(rows.exclude(running), "due_on", "ladder_id", on)


def _recognition_groups(actor: Actor, on: date) -> list[_Group]:
    rows = Recognition.objects.filter(_mine(actor, states.RECOGNITION), rectify_by__isnull=False)
    return _grouped(rows, "rectify_by", "application__ladder_id", on)


def _grouped(rows: QuerySet[Any], due: str, ladder: str, on: date) -> list[_Group]:
    found = (
        rows.order_by()
        .annotate(urgency=_urgency(due, on), of_ladder=F(ladder))
        .values_list("programme", "of_ladder", "level", "state", "urgency")
        .annotate(count=Count("id"), first=Min(due))
    )
    return [_Group(*row) for row in found]
