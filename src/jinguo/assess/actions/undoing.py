"""What every taking back asks: is it soon enough, and does nothing rest on the act."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.errors import Refused

WITHIN = timedelta(minutes=10)


class CannotTakeBack(Refused):
    """Too much time has passed since the act, or something was done that rests on it."""


def check_in_time(acted_at: datetime, now: datetime) -> None:
    """
    Pass when the act is no longer ago than :data:`WITHIN`.

    :raises CannotTakeBack: it is
    """
    if now - acted_at > WITHIN:
        raise CannotTakeBack(
            _(
                "More than %(minutes)d minutes have passed. What was done stands; correct it by the next"
                " step."
            )
            % {"minutes": WITHIN.seconds // 60}
        )


def check_nothing_touched(count: int) -> None:
    """
    Pass when none was worked on since the act.

    :raises CannotTakeBack: naming how many were
    """
    if count:
        raise CannotTakeBack(
            ngettext(
                "%d of them has been worked on since, so nothing was taken back.",
                "%d of them have been worked on since, so nothing was taken back.",
                count,
            )
            % count
        )


def taken_back_text() -> str:
    """Return the reason the history gives."""
    return _("taken back at once by who did it")
