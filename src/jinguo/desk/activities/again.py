"""What was offered once, as the form to plan it again begins: elsewhere, or on another day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import queries
from jinguo.activities.models import Activity
from jinguo.core import money
from jinguo.core.errors import NotFound
from jinguo.desk.activities.enrolment import audience_in
from jinguo.org.actor import Actor


def offered_before(actor: Actor, key: str) -> Activity | None:
    """
    Return the activity an address names to be planned again, None where it names none.

    :raises NotFound: no such activity for this actor
    """
    if not key:
        return None
    try:
        return queries.get_activity(actor, UUID(key))
    except ValueError as fault:
        raise NotFound(_("There is no such activity.")) from fault


def values_of(activity: Activity, now: datetime) -> dict[str, Any]:
    """Return what the form proposes: all as it was, but for the day and when enrolment opens."""
    same = ("title", "summary", "category", "place", "capacity", "waiting_capacity", "minimum",
            "seats_most", "allocation", "fee_note")  # fmt: skip
    ruleset = queries.ruleset_of(activity, timezone.localdate(now))
    found: dict[str, Any] = {name: getattr(activity, name) for name in same}
    found |= audience_in(activity, ruleset) | {
        "what": f"{activity.programme}:{activity.kind}",
        "area": activity.area.code,
        "stages": activity.stages,
        "fee": money.exact(activity.fee_fen) if activity.fee_fen else "",
    }
    first = queries.sessions_of(activity).going_on().first()
    if first is None:
        return found
    starts, ends = timezone.localtime(first.starts_at), timezone.localtime(first.ends_at)
    closes = max(first.starts_at - activity.closes_at, timedelta())
    return found | {
        "starts": starts.time(),
        "ends": ends.time(),
        "site": str(first.site_id or ""),
        "room": first.room,
        "place": first.place,
        "instructor": first.instructor_name,
        "closes_before": closes // timedelta(hours=1),
    }
