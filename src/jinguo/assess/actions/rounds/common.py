"""What every act on a round does the same way: its state, its line of history, its note on the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from jinguo.assess import states
from jinguo.assess.actions import common
from jinguo.assess.models import Round, Visit
from jinguo.core import trail
from jinguo.org.actor import Actor


def move(found: Round, step: states.Step, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Bring a locked round to the state a step leads to, with all that was set on it; note the trail."""
    on = timezone.localdate(now)
    common.record_transitions([found], step.target, actor=actor, on=on, now=now, reason=reason)
    found.state, found.state_on = step.target, on
    found.save()
    note(actor, step.verb, found)


def move_visit(
    visit: Visit, step: states.Step, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Bring a visit of a locked round to the state a step leads to; note the trail."""
    on = timezone.localdate(now)
    common.record_transitions([visit], step.target, actor=actor, on=on, now=now, reason=reason)
    visit.state = step.target
    visit.save()
    note_visit(actor, step.verb, visit)


def begin(visits: Sequence[Visit], *, actor: Actor, now: datetime) -> None:
    """Store new visits, each with the first line of its history."""
    common.insert(visits)
    common.record_transitions(
        visits, Visit.State.OPEN, actor=actor, on=timezone.localdate(now), now=now, is_new=True
    )


def note(actor: Actor, verb: str, found: Round, *, count: int = 1) -> None:
    """Leave one line on the trail about a round."""
    trail.note(
        actor,
        f"assess.{verb}",
        object_type="assess.round",
        object_id=found.id,
        area=found.area_id,
        count=count,
    )


def note_visit(
    actor: Actor, verb: str, visit: Visit, *, purpose: str = "", fields: Sequence[str] = ()
) -> None:
    """Leave one line on the trail about a visit, without saying where it led: that is not to be known yet."""
    trail.note(
        actor,
        f"assess.{verb}",
        object_type="assess.visit",
        object_id=visit.id,
        area=visit.round.area_id,
        purpose=purpose,
        fields=fields,
    )
