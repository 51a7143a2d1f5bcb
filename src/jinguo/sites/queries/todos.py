"""What waits for an actor: sites whose next step her federation takes, and those that fell dormant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min

from jinguo.sites import policies, states
from jinguo.sites.kinds import Kind
from jinguo.sites.models import Site
from jinguo.sites.queries.kinds import kinds_over_each
from jinguo.sites.queries.sites import sites

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

State = Site.State
WAITING = (State.PROPOSED, State.MATURE, State.APPROVED, State.DORMANT)
"""The states in which a site waits for somebody. One that is being built up is not asked about."""
PATIENCE = timedelta(days=30)
"""How long a site may stand in such a state before that is late."""


@dataclass(frozen=True)
class Todo:
    """
    Sites of one kind that stand in one state and wait for their next step.

    ``is_own`` says that the step falls to the actor's own federation, not to one below it.
    """

    kind: Kind
    state: str
    count: int
    due_on: date
    is_own: bool


def todos(actor: Actor, on: date) -> list[Todo]:
    """Return what of sites waits for the actor, by kind and in the order of a site's life."""
    rows = list(
        sites(actor).filter(state__in=WAITING).order_by().values("kind", "state", "area_id")
        .annotate(count=Count("id"), first=Min("state_on"))
    )  # fmt: skip
    if not rows:
        return []
    kinds = kinds_over_each({row["area_id"] for row in rows}, on)
    found: defaultdict[tuple[str, str], list[tuple[Kind, int, date, bool]]] = defaultdict(list)
    for row in rows:
        kind = kinds[row["area_id"]].get(row["kind"])
        step = kind and _next_step(kind, row["state"])
        if kind and step and policies.may_take(actor, step, row["area_id"], kind):
            is_own = policies.falls_to(actor, step, kind)
            found[kind.key, row["state"]].append((kind, row["count"], row["first"], is_own))
    made = [
        Todo(
            kind=parts[0][0],
            state=state,
            count=sum(count for _kind, count, _first, _own in parts),
            due_on=min(first for _kind, _count, first, _own in parts) + PATIENCE,
            is_own=any(is_own for *_rest, is_own in parts),
        )
        for (_key, state), parts in found.items()
    ]
    return sorted(made, key=lambda todo: (todo.kind.key, WAITING.index(State(todo.state))))


def _next_step(kind: Kind, state: str) -> states.Step | None:
    """Return the step that takes a site of a kind onward from a state."""
    return next(
        (step for step in states.steps_of(kind) if step.source == state and step.is_next), None
    )
