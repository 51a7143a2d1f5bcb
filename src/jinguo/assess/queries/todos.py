"""What waits for an actor, grouped by step and by how soon; and what she may do to one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min, Model

from jinguo.assess import policies, states
from jinguo.assess.ladders import Level, as_ladder
from jinguo.assess.models import Application, Recognition
from jinguo.assess.queries.versions import ladders_by_id
from jinguo.assess.queries.waiting import (
    LADDER,
    URGENCIES,
    due_column,
    falls_to,
    next_step,
    urgency,
    waits,
)
from jinguo.core.errors import JinguoError
from jinguo.org.actor import Actor


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


def offers(actor: Actor, thing: Application | Recognition, on: date) -> list[Offer]:
    """Return what may be done to one thing as it stands on a day, in the order of the procedure."""
    of = states.APPLICATION if isinstance(thing, Application) else states.RECOGNITION
    ladder = thing.ladder if isinstance(thing, Application) else thing.application.ladder
    level = as_ladder(ladder).level(thing.level)
    made = []
    for verb in states.verbs_from(of, thing.state):
        step = states.step_from(of, verb, thing.state)
        assert step is not None  # verbs_from read it from the same table
        made.append(Offer(verb, str(step.title), _refusal(actor, verb, thing, level, on)))
    return made


def why_none(actor: Actor, verb: str, things: Iterable[Application | Recognition], on: date) -> str:
    """Return why the first of some things does not allow a verb, where none of them does; else nothing."""
    why = ""
    for thing in things:
        ladder = thing.ladder if isinstance(thing, Application) else thing.application.ladder
        refused = _refusal(actor, verb, thing, as_ladder(ladder).level(thing.level), on)
        if not refused:
            return ""
        why = why or refused
    return why


def _refusal(
    actor: Actor, verb: str, thing: Application | Recognition, level: Level, on: date
) -> str:
    try:
        policies.check(actor, verb, thing, level)
        if verb == "certify":
            policies.check_clear(thing, on)
        if verb == "delist" and isinstance(thing, Recognition):
            policies.check_appeal_over([thing], on)
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

    One query for applications, one for recognitions, one for their ladders.
    """
    groups = [
        (of, group)
        for of in (states.APPLICATION, states.RECOGNITION)
        for group in _groups(actor, of, on)
    ]
    ladders = ladders_by_id(group.ladder for _of, group in groups)
    merged: dict[tuple[str, str, str, str, bool], list[_Group]] = {}
    for of, group in groups:
        own = falls_to(actor, of, group.level, group.state, ladders[group.ladder])
        if own is not None:
            key = (of, group.programme, group.state, group.urgency, own)
            merged.setdefault(key, []).append(group)
    made = [_todo(key, some) for key, some in merged.items()]
    return sorted(
        made,
        key=lambda todo: (not todo.is_own, URGENCIES.index(todo.urgency), todo.due_on, todo.kind),
    )


def _todo(key: tuple[str, str, str, str, bool], groups: Iterable[_Group]) -> Todo:
    of, programme, state, how_soon, own = key
    step = next_step(of, state)
    some = list(groups)
    return Todo(
        kind=step.verb,
        programme=programme,
        state=state,
        title=str(step.title),
        count=sum(group.count for group in some),
        due_on=min(group.due_on for group in some),
        urgency=how_soon,
        is_own=own,
    )


def _groups(actor: Actor, of: str, on: date) -> list[_Group]:
    model: type[Model] = Application if of == states.APPLICATION else Recognition
    found = (
        model._default_manager.filter(waits(actor, of, on))
        .order_by()
        .annotate(due=due_column(of), urgency=urgency("due", on), of_ladder=F(LADDER[of]))
        .values_list("programme", "of_ladder", "level", "state", "urgency")
        .annotate(count=Count("id"), first=Min("due"))
    )
    return [_Group(*row) for row in found]
