"""Enrolment follows the first session: moved, cancelled, or with another one put before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinguo.activities import queries
from jinguo.activities.models import Activity, Enrolment
from jinguo.activities.queries.draws import is_drawn


@dataclass(frozen=True)
class Beginning:
    """When an activity begins, and, while one may still enrol, when its next session does."""

    first_at: datetime | None
    next_at: datetime | None

    def until(self, after: Beginning) -> timedelta:
        """Return by how much enrolment hangs later on what comes after; nothing where it hangs on none."""
        for was, is_now in ((self.first_at, after.first_at), (self.next_at, after.next_at)):
            if was and is_now and was != is_now:
                return is_now - was
        return timedelta()


@contextmanager
def enrolment_follows(activity: Activity, now: datetime) -> Iterator[None]:
    """
    Let a block change the sessions of an activity, and enrolment follow the one that is the first then.

    It closes earlier or later by as much as the first one begins so, and while it is open, as the next one
    does; where seats were drawn it stays over. No offer of a seat stands longer than until the first begins.
    What begins before the first one did counts as moved: who entered before did not choose its time. The
    caller holds the activity's row.
    """
    before = _beginning(activity, now)
    yield
    after = _beginning(activity, now)
    if after.first_at is None:
        return
    by = before.until(after)
    if by and not is_drawn(activity):
        _shift(activity, by, now)
    if before.first_at is not None:
        early = activity.sessions.going_on().filter(starts_at__lt=before.first_at, moved_at=None)
        early.update(moved_at=now)
    offers = activity.enrolments.filter(state=Enrolment.State.OFFERED)
    offers.filter(offer_expires_at__gt=after.first_at).update(offer_expires_at=after.first_at)


def _beginning(activity: Activity, now: datetime) -> Beginning:
    first = queries.first_session(activity)
    following = queries.to_come(activity, now).first() if activity.closes_at > now else None
    return Beginning(first.starts_at if first else None, following.starts_at if following else None)


def _shift(activity: Activity, by: timedelta, now: datetime) -> None:
    """
    Let enrolment close earlier or later by some time; what is open closes now at the earliest.

    What would close before it opens is open earlier too.
    """
    activity.closes_at = max(activity.closes_at + by, min(activity.closes_at, now))
    if activity.closes_at <= activity.opens_at:
        activity.opens_at += by
    activity.save(update_fields=["opens_at", "closes_at"])
