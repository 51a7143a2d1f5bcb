"""Whether one can still book something, in a word: for lists, and with the number of seats for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities.models import Activity, Allocation
from jinguo.core.language import day_text

State = Activity.State


@dataclass(frozen=True)
class Tag:
    """A state in a word; ``kind`` is how it looks: good, wait, warn, bad, main or plain."""

    text: str
    kind: str = ""


def instant(at: datetime) -> str:
    """Return an instant as it is read: 6月12日 09:00; with its year when that is another than this one."""
    on = localdate(at)
    day = day_text(on) if on.year == localdate().year else date_format(on)
    return f"{day} {localtime(at):%H:%M}"


def availability(activity: Activity, now: datetime) -> Tag:
    """
    Return whether one can book an activity now; ``activity`` comes with its seats counted.

    It names no number, so that a list that is some seconds old does not say what is no longer so.
    """
    if activity.state == State.CANCELLED:
        return Tag(_("Cancelled"), "bad")
    if is_over(activity, now):
        return Tag(_("Over"))
    if now < activity.opens_at and not is_full(activity):
        return Tag(_("Opens %s") % instant(activity.opens_at), "wait")
    if now >= activity.closes_at:
        return Tag(_("Booking has closed"))
    if activity.allocation == Allocation.DRAW:
        return Tag(_("Seats by lot"), "main")
    if activity.taken < activity.capacity and not activity.waiting:
        return Tag(_("Seats left"), "good")
    if activity.waiting < activity.waiting_capacity:
        return Tag(_("Full, with a waiting list"), "warn")
    return Tag(_("Full"))


def is_full(activity: Activity) -> bool:
    """Say whether neither a seat nor a place in the waiting list is left; a draw is never full."""
    return (
        activity.allocation != Allocation.DRAW
        and activity.taken >= activity.capacity
        and activity.waiting >= activity.waiting_capacity
    )


def is_over(activity: Activity, now: datetime) -> bool:
    """Say whether nothing of an activity is to come."""
    if activity.state not in Activity.OPEN:
        return True
    return activity.last_at is None or activity.last_at <= now


def seats_text(activity: Activity) -> str:
    """Return how many seats are left of how many, and to whom they go while others wait."""
    left = max(activity.capacity - activity.taken, 0)
    if left and activity.waiting:
        return ngettext(
            "%(left)d of %(all)d seat left, for priority groups and the waiting list",
            "%(left)d of %(all)d seats left, for priority groups and the waiting list",
            left,
        ) % {"left": left, "all": activity.capacity}
    return ngettext("%(left)d of %(all)d seat left", "%(left)d of %(all)d seats left", left) % {
        "left": left,
        "all": activity.capacity,
    }
