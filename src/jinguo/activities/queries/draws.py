"""What of a draw is for anybody, and under which code an entry takes part in it."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.activities.drawing import Ticket
from jinguo.activities.drawn import as_record
from jinguo.activities.models import Activity, Draw
from jinguo.core.errors import NotFound

LENGTH = 16  # hexadecimal signs


def code_of(enrolment_id: UUID) -> str:
    """
    Return the code under which an entry takes part in a draw.

    It is a digest: the id of the entry would tell the instant at which she entered.
    """
    return hashlib.sha256(f"draw|{enrolment_id}".encode()).hexdigest()[:LENGTH]


def is_drawn(activity: Activity) -> bool:
    """Say whether the seats of an activity were given by lot already."""
    return Draw.objects.filter(activity=activity, drawn_at__isnull=False).exists()


def public_record(activity: Activity) -> dict[str, Any]:
    """
    Return the record of the draw of a public activity, with which anybody repeats it.

    :raises NotFound: its seats are not given by lot, or it was not drawn yet
    """
    found = Draw.objects.filter(activity=activity, drawn_at__isnull=False).first()
    if found is None or found.capacity is None or found.kept is None or found.places is None:
        raise NotFound(_("No seats were drawn here."))
    return as_record(
        activity=activity.code,
        published=found.seed_hash,
        seed=found.seed,
        capacity=found.capacity,
        kept=found.kept,
        places=found.places,
        tickets=[Ticket(one["code"], one["seats"], one["has_priority"]) for one in found.entries],
        order=found.order,
    )
