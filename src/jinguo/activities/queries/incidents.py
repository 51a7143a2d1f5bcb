"""What happened while children were minded, for those who record it there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.activities.models import Incident
from jinguo.core.errors import NotFound
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

AREA = "session__activity__area__code"


def incidents(actor: Actor) -> QuerySet[Incident]:
    """Return the incidents where the actor records what happens, the latest first. What it was is sealed."""
    counselled = actor.reach(Capability.ACTIVITIES_COUNSEL).as_q(AREA)
    found = Incident.objects.filter(
        actor.reach(Capability.ACTIVITIES_ATTEND).as_q(AREA),
        Q(session__activity__is_private=False) | counselled,
    )
    return found.select_related(
        "session__activity__area", "session__activity__site", "session__site",
        "charge__enrolment__person__area",
    ).order_by("-at", "-id")  # fmt: skip


def get_incident(actor: Actor, incident_id: UUID, *, lock: bool = False) -> Incident:
    """
    Return one incident; ``lock`` holds its row.

    :raises NotFound: no such incident, or none where this actor records what happens
    """
    rows = incidents(actor).filter(id=incident_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound(_("There is no such incident."))
    return found
