"""What is on, row by row and day by day, as lists show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from jinguo.activities.models import Session
from jinguo.core.language import day_text, with_weekday
from jinguo.portal.activities.availability import Tag, availability


@dataclass(frozen=True)
class Row:
    """One session of a list."""

    title: str
    about: str
    place: str
    starts_at: datetime
    ends_at: datetime
    href: str
    tag: Tag


@dataclass(frozen=True)
class Day:
    """The sessions of one day; ``title`` is the day as it is said."""

    on: date
    title: str
    rows: list[Row]


def rows_of(sessions: Iterable[Session], titles: Mapping[str, str], now: datetime) -> list[Row]:
    """Return sessions as lists show them; ``titles`` are what their kinds and categories are called."""
    return [
        Row(
            title=session.activity.title,
            about=about(session, titles),
            place=session.where,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            href=reverse("portal:activity", args=[session.activity.code]),
            tag=Tag(_("Cancelled"), "bad")
            if session.state == Session.State.CANCELLED
            else availability(session.activity, now),
        )
        for session in sessions
    ]


def about(session: Session, titles: Mapping[str, str]) -> str:
    """Return what kind of thing a session belongs to: 课程 · 茶艺."""
    activity = session.activity
    named = [titles.get(key, "") for key in (activity.kind, activity.category)]
    return " · ".join(filter(None, named))


def by_day(rows: Iterable[Row]) -> list[Day]:
    """Return rows in the order of their start, gathered by day."""
    days = groupby(rows, key=lambda row: localdate(row.starts_at))
    return [Day(on, with_weekday(day_text(on), on), list(some)) for on, some in days]


def when_text(session: Session | None) -> str:
    """Return when and where a session is, in one line; nothing without one."""
    if session is None:
        return ""
    return " · ".join(
        filter(None, [period_text(session.starts_at, session.ends_at), session.where])
    )


def period_text(starts_at: datetime, ends_at: datetime) -> str:
    """Return when something is: 2020年6月12日 星期五 09:00–11:00."""
    begins, ends = localtime(starts_at), localtime(ends_at)
    return f"{day_of(starts_at)} {begins:%H:%M}–{ends:%H:%M}"


def day_of(at: datetime) -> str:
    """Return the day of an instant with its weekday: 2020年6月12日 星期五."""
    on = localdate(at)
    return with_weekday(date_format(on), on)
