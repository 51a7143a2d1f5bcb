"""Complaints of one household, for whoever orders inspections there."""

from __future__ import annotations

from uuid import UUID

from jinguo.assess.models import Complaint
from jinguo.assess.queries.households import recognitions
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability


def complaints_of(actor: Actor, recognition_id: UUID) -> list[Complaint]:
    """
    Return the complaints of one household, the latest heard first.

    None where the actor orders no inspections: in its own village words alone may tell who complained.
    """
    reach = actor.reach(Capability.ASSESS_INSPECT).as_q("area__code")
    seen = recognitions(actor).filter(reach, id=recognition_id)
    return list(Complaint.objects.filter(recognition__in=seen).order_by("-heard_on", "-at", "-id"))
