"""What is done to all activities of a series at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.actions.planning import publish
from jinguo.core.errors import Refused

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def publish_series(*, actor: Actor, series_id: UUID, now: datetime) -> int:
    """
    Make every draft of a series known, all or none; return how many.

    A draft whose enrolment has closed already is left a draft.

    :raises NotFound: no such series for this actor
    :raises Denied: the actor does not plan activities there
    :raises Refused: there is no draft to publish
    :raises Invalid, IdentifierFound, Unchecked: as :func:`publish`
    """
    series = queries.get_series(actor, series_id)
    policies.check_plan(actor, series.area_id)
    ids = list(queries.drafts_in(series, now).order_by("id").values_list("id", flat=True))
    if not ids:
        raise Refused(_("There is no draft to publish."))
    for activity_id in ids:
        publish(actor=actor, activity_id=activity_id, now=now)
    return len(ids)
