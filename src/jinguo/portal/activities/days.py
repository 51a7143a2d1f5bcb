"""Days as visitors ask for them: today, at the weekend, within a week."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class When(TextChoices):
    """The choices of days a visitor has; without one she sees everything to come."""

    TODAY = "today", _("Today")
    TOMORROW = "tomorrow", _("Tomorrow")
    WEEKEND = "weekend", _("At the weekend")
    WEEK = "week", _("Within 7 days")


def days_of(when: str, today: date) -> tuple[date, date | None]:
    """
    Return the first day and the day after the last that a choice means; None as the end where it has none.

    The weekend is the one that is on, else the next; on a Sunday only that day is left of it.
    """
    if when == When.TODAY:
        return today, today + DAY
    if when == When.TOMORROW:
        return today + DAY, today + 2 * DAY
    if when == When.WEEKEND:
        monday = today + timedelta(days=7 - today.weekday())
        return max(today, monday - 2 * DAY), monday
    if when == When.WEEK:
        return today, today + WEEK
    return today, None
