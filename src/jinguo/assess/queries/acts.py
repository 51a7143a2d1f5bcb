"""Acts on many households, found again by who did them and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess import states
from jinguo.assess.models import Repair, Transition
from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Act:
    """
    What one act did that can be taken back: changes of applications or recognitions, or faults struck off.

    One of the two lists is empty.
    """

    changes: Sequence[Transition]
    repairs: Sequence[Repair]

    @property
    def of(self) -> str:
        """What it was done to."""
        is_application = bool(self.changes) and self.changes[0].application_id is not None
        return states.APPLICATION if is_application else states.RECOGNITION


def get_act(actor: Actor, acted_at: datetime) -> Act:
    """
    Return what the actor did to applications or recognitions at one instant.

    :raises NotFound: she did nothing then, or nothing that can be taken back
    """
    if actor.account_id is not None:
        did = {"account": actor.account_id, "at": acted_at}
        changes = Transition.objects.filter(**did).order_by("application", "recognition")
        if found := list(changes):
            if all(map(_way_back, found)):
                return Act(found, ())
        elif struck := list(Repair.objects.filter(**did).select_related("fault").order_by("id")):
            return Act((), struck)
    raise NotFound(_("There is nothing of yours that could be taken back."))


def can_take_back(actor: Actor, acted_at: datetime) -> bool:
    """Say whether everything that an act of the actor has just done could be taken back."""
    if actor.account_id is None:
        return False
    did = {"account": actor.account_id, "at": acted_at}
    changes = Transition.objects.filter(**did).order_by()
    # One of each kind tells of all, be they ten thousand.
    some = changes.order_by("from_state", "to_state").distinct("from_state", "to_state")
    if ways := [_way_back(one) for one in some]:
        return all(ways)
    return Repair.objects.filter(**did).exists()


def _way_back(change: Transition) -> states.Step | None:
    if change.application_id:
        return states.step_back(states.APPLICATION, change.from_state, change.to_state)
    if change.recognition_id:
        return states.step_back(states.RECOGNITION, change.from_state, change.to_state)
    return None


def changes_before(changes: Sequence[Transition]) -> dict[UUID, Transition]:
    """Return by application the change that came before each of these."""
    before = Transition.objects.filter(application__in=[one.application_id for one in changes])
    earliest = min(one.id for one in changes)
    rows = before.filter(id__lt=earliest).order_by("application", "-id").distinct("application")
    return {row.application_id: row for row in rows if row.application_id}
