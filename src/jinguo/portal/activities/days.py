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
    Return the first and the last day that a choice means; None as the last where it has none.

    The weekend is the one that is on, else the next; on a Sunday only that day is left of it.
    """
    if when == When.TODAY:
        return today, today
    if when == When.TOMORROW:
        return today + DAY, today + DAY
    if when == When.WEEKEND:
        sunday = today + timedelta(days=6 - today.weekday())
        return max(today, sunday - DAY), sunday
    if when == When.WEEK:
        return today, today + WEEK - DAY
    return today, None
