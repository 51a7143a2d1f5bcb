"""Acts on many applications, found again by who did them and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess import states
from jinguo.assess.models import Transition
from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor


def get_act(actor: Actor, acted_at: datetime) -> list[Transition]:
    """
    Return what one act of the actor changed applications from and to, all recorded at its instant.

    :raises NotFound: she did nothing then, or nothing that can be taken back
    """
    changes = list(
        Transition.objects.filter(
            account=actor.account_id, at=acted_at, account__isnull=False, application__isnull=False
        ).order_by("application")
    )
    if not changes or not all(states.step_back(one.from_state, one.to_state) for one in changes):
        raise NotFound(_("There is nothing of yours that could be taken back."))
    return changes


def can_take_back(actor: Actor, acted_at: datetime) -> bool:
    """Say whether everything that an act of the actor has just changed could be taken back."""
    changes = (
        Transition.objects.filter(account=actor.account_id, at=acted_at)
        .order_by()
        .values_list("from_state", "to_state")
        .distinct()
    )
    ways = [states.step_back(*change) for change in changes]
    return bool(ways) and all(ways)


def changes_before(changes: Sequence[Transition]) -> dict[UUID, Transition]:
    """Return by application the change that came before each of these."""
    before = Transition.objects.filter(application__in=[one.application_id for one in changes])
    earliest = min(one.id for one in changes)
    rows = before.filter(id__lt=earliest).order_by("application", "-id").distinct("application")
    return {row.application_id: row for row in rows if row.application_id}
