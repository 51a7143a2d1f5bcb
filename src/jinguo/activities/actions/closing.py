"""When an activity runs, and when it is over: with its last session, for who waits too."""

from __future__ import annotations

from datetime import datetime

from jinguo.activities.models import Activity, Enrolment, Session
from jinguo.activities.states import ENROLMENT, sources


def go_on(activity: Activity, now: datetime) -> None:
    """
    Let an activity run from its first session held, and be over with the last. The caller holds its row.

    Where none was held it stays as it is; so it does while a session is still planned.
    """
    left = set(activity.sessions.going_on().values_list("state", flat=True))
    if left == {Session.State.HELD}:
        _finish(activity, now)
    elif Session.State.HELD in left:
        activity.state = Activity.State.RUNNING
        activity.save(update_fields=["state"])


def _finish(activity: Activity, now: datetime) -> None:
    activity.state = Activity.State.FINISHED
    activity.save(update_fields=["state"])
    activity.enrolments.filter(state__in=sources(ENROLMENT, "complete")).update(
        state=Enrolment.State.COMPLETED
    )
    activity.enrolments.filter(state__in=sources(ENROLMENT, "close")).update(
        state=Enrolment.State.DROPPED, ended_because=Enrolment.Ended.OVER, ended_at=now,
        offer_expires_at=None,
    )  # fmt: skip
