"""What of activities waits for somebody, as the first page lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities.queries import work
from jinguo.activities.queries.work import Work
from jinguo.activities.queries.worklists import Listed
from jinguo.desk.activities.narrowing import list_address
from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Row:
    """Work of one kind, by when the first piece is due, and the page that shows it."""

    title: str
    count: int
    unit: str
    due_on: date
    href: str


def rows(actor: Actor, now: datetime) -> list[Row]:
    """Return what of activities waits for an actor."""
    return [
        Row(
            title_of(one.work),
            one.count,
            unit_of(one.work, one.count),
            one.due_on,
            page_of(one.work),
        )
        for one in work.todos(actor, now=now)
    ]


def title_of(what: Work) -> str:
    """Return what is to be done."""
    return {
        Work.DECIDE: _("Decide what is held below its minimum"),
        Work.CLOSE: _("Close sessions that are over"),
        Work.CONFIRM: _("Confirm entries"),
        Work.ANSWER: _("Ask who was offered a seat"),
        Work.DRAW: _("Draw the seats"),
        Work.APPEAL: _("Decide appeals against a block"),
        Work.FOLLOW_UP: _("Ask what became of participants"),
    }[what]


def unit_of(what: Work, count: int) -> str:
    """Return what is counted."""
    if what == Work.DRAW:
        return ngettext("activity", "activities", count)
    if what in (Work.DECIDE, Work.CLOSE):
        return ngettext("session", "sessions", count)
    if what == Work.APPEAL:
        return ngettext("appeal", "appeals", count)
    return ngettext("person", "persons", count)


def page_of(what: Work) -> str:
    """Return where it is done."""
    return {
        Work.DECIDE: list_address(state=Listed.SHORT),
        Work.CLOSE: list_address(state=Listed.TO_CLOSE),
        Work.CONFIRM: reverse("desk:confirmations"),
        Work.ANSWER: reverse("desk:offers"),
        Work.DRAW: reverse("desk:draws"),
        Work.APPEAL: reverse("desk:appeals"),
        Work.FOLLOW_UP: reverse("desk:follow-ups"),
    }[what]
