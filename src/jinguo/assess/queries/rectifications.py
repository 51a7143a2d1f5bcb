"""What households have to put right, what is put right already, and which delistings were proposed."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess.models import Delisting, Fault
from jinguo.assess.queries.applications import narrowed
from jinguo.assess.queries.households import recognitions
from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor


def get_faults(actor: Actor, fault_ids: Collection[UUID]) -> list[Fault]:
    """
    Return faults by id.

    :raises NotFound: one is not there, or its household is out of the actor's sight
    """
    wanted = set(fault_ids)
    seen = recognitions(actor).filter(faults__in=wanted)
    found = list(Fault.objects.filter(id__in=wanted, recognition__in=seen))
    if len(found) < len(wanted):
        raise NotFound(_("There is no such fault."))
    return found


def count_open_faults(actor: Actor, *, programme: str, area: str) -> int:
    """Return how many faults of a programme's households in an area and below are not put right."""
    seen = narrowed(recognitions(actor), actor, programme, area)
    return Fault.objects.filter(recognition__in=seen.in_force(), repair__isnull=True).count()


def delistings_of(actor: Actor, recognition_id: UUID) -> list[Delisting]:
    """Return the delistings proposed of one household, each with the appeal against it, the latest first."""
    seen = recognitions(actor).filter(id=recognition_id)
    rows = Delisting.objects.filter(recognition__in=seen).select_related("appeal")
    return list(rows.order_by("-at", "-id"))


def faults_of(actor: Actor, recognition_id: UUID) -> list[Fault]:
    """Return all faults found at one household, the open ones first, then the latest found."""
    seen = recognitions(actor).filter(id=recognition_id)
    rows = Fault.objects.filter(recognition__in=seen).select_related("repair")
    latest_first = rows.order_by("-found_on", "problem", "id")
    return sorted(latest_first, key=lambda fault: hasattr(fault, "repair"))
