"""The list of what is on: what it is narrowed to, and the sessions of one page of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.activities import queries
from jinguo.activities.models import Activity, Session
from jinguo.activities.queries import SessionFilter
from jinguo.activities.rules import stages_of
from jinguo.activities.rulesets import Stage
from jinguo.portal.activities.days import When, days_of
from jinguo.portal.activities.forms import WhatsOn
from jinguo.portal.areas import towns_of
from jinguo.portal.bookings.people import Family

NOBODY = Family()


@dataclass(frozen=True)
class Chip:
    """One choice, of days or of a stage, as an address of its own."""

    title: str
    href: str
    is_on: bool


@dataclass(frozen=True)
class Offered:
    """
    The words of the plans under which something is on: kinds and categories by id, and the stages.

    ``fitting`` are the stages in which the visitor's family is.
    """

    kinds: Mapping[str, str]
    categories: Mapping[str, str]
    stages: Sequence[Stage]
    fitting: Collection[str] = ()

    @property
    def titles(self) -> dict[str, str]:
        """What kinds and categories are called."""
        return {**self.kinds, **self.categories}


def offered_in(areas: Collection[str], today: date, family: Family = NOBODY) -> Offered:
    """
    Return the words of every plan in force in some areas on a day; one query.

    The stages in which a family is come first.
    """
    kinds: dict[str, str] = {}
    categories: dict[str, str] = {}
    plans = queries.plans_over_each(areas, today)
    for by_programme in plans.rulesets.values():
        for one in by_programme.values():
            kinds |= {kind.id: kind.label for kind in one.kinds}
            categories |= {category.id: category.label for category in one.categories}
    fitting = {*stages_of(plans.stages, family.births, today), *family.stages}
    stages = sorted(plans.stages, key=lambda one: one.id not in fitting)
    return Offered(kinds, categories, stages, fitting)


def filter_form(
    asked: QueryDict, now: datetime, family: Family = NOBODY
) -> tuple[WhatsOn, Offered]:
    """
    Return the form above the list, of what there is to come, and the words of its plans.

    The stages of the visitor's ``family`` come first.
    """
    coming = queries.public_sessions(SessionFilter(), now=now).order_by()
    areas = set(coming.values_list("activity__area_id", flat=True).distinct())
    used = set(coming.values_list("activity__kind", flat=True).distinct())
    offered = offered_in(areas, localdate(now), family)
    form = WhatsOn(asked)
    form.offer(
        town=towns_of(areas),
        kind=[(key, label) for key, label in offered.kinds.items() if key in used],
        stage=[(stage.id, stage.label) for stage in offered.stages],
    )
    return form, offered


def session_filter(chosen: Mapping[str, str], today: date) -> SessionFilter:
    """Return what the query narrows the list to."""
    first, last = days_of(chosen["when"], today)
    return SessionFilter(
        kind=chosen["kind"],
        stage=chosen["stage"],
        area=chosen["town"],
        text=chosen["q"],
        first_on=first if chosen["when"] else None,
        last_on=last,
    )


def with_activities(sessions: Sequence[Session]) -> Sequence[Session]:
    """Put the activities with their seats and days on sessions; two queries, however many they are."""
    wanted = {session.activity_id for session in sessions}
    found = queries.with_seats(Activity.objects.filter(id__in=wanted)).with_days()
    activities = found.select_related("area", "site").in_bulk()
    for session in sessions:
        session.activity = activities[session.activity_id]
    return sessions


def chips(asked: QueryDict, chosen: str) -> list[Chip]:
    """Return the choices of days, the one in force marked; each keeps what else the list is narrowed to."""
    choices = [("", _("All days")), *When.choices]
    return [
        Chip(str(title), narrowed(asked, "when", when), when == chosen) for when, title in choices
    ]


def stage_chips(asked: QueryDict, chosen: str, offered: Offered) -> list[Chip]:
    """Return the stages in which the visitor's family is, the one in force marked; none where none is."""
    fitting = [(one.id, one.label) for one in offered.stages if one.id in offered.fitting]
    if not fitting:
        return []
    choices = [("", _("All stages")), *fitting]
    return [Chip(title, narrowed(asked, "stage", key), key == chosen) for key, title in choices]


def narrowed(asked: QueryDict, name: str, choice: str) -> str:
    """Return the query of the list with another choice of one thing, at its first page."""
    parts = asked.copy()
    for gone in (name, "after"):
        parts.pop(gone, None)
    if choice:
        parts[name] = choice
    return f"?{parts.urlencode()}"
