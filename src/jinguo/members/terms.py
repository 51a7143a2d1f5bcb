"""
What state a thing with a term has on a day.

The night's job moves what is over and records it; until it has, the stored state lags behind the calendar.
What is shown is read here, so that it is right before any job ran.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, TextChoices

from jinguo.members.models import Agreement, Appointment, Assignment


@dataclass(frozen=True)
class Term:
    """How one kind of thing runs out: the state it has, the one after it, and when that is."""

    lasts: TextChoices
    over: TextChoices
    is_past: Callable[[Any, date], bool]
    past: Callable[[date], Q]


def _inclusive(state: type[Agreement.State] | type[Appointment.State]) -> Term:
    return Term(
        lasts=state.IN_FORCE,
        over=state.EXPIRED,
        is_past=lambda one, on: one.ends_on < on,
        past=lambda on: Q(ends_on__lt=on),
    )


TERMS: dict[type[Model], Term] = {
    Agreement: _inclusive(Agreement.State),
    Appointment: _inclusive(Appointment.State),
    Assignment: Term(
        lasts=Assignment.State.RUNNING,
        over=Assignment.State.ENDED,
        is_past=lambda one, on: one.period.upper <= on,
        past=lambda on: Q(period__endswith__lte=on),
    ),
}


def state_on(thing: Agreement | Appointment | Assignment, on: date) -> TextChoices:
    """Return the state a thing has on a day: one whose term is over by then is over."""
    term = TERMS[type(thing)]
    if thing.state == term.lasts and term.is_past(thing, on):
        return term.over
    return type(thing).State(thing.state)


def in_state(model: type[Model], state: str, on: date) -> Q:
    """Return the condition that keeps what has a state on a day, as :func:`state_on` says it."""
    term = TERMS[model]
    if state == term.lasts:
        return Q(state=state) & ~term.past(on)
    if state == term.over:
        return Q(state=state) | (Q(state=term.lasts) & term.past(on))
    return Q(state=state)
