"""For whom an activity is, in words: a sentence for each of its named rules."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities.models import Activity
from jinguo.activities.rules import COUNTY, conditions_of
from jinguo.portal.areas import place_text

Words = Callable[..., str]


def lives_in_area(activity: Activity) -> str:
    return _("For residents of %s.") % place_text(activity.area_id)


def residents_first(activity: Activity, *, hours: int) -> str:
    return ngettext(
        "In the first hour after booking opens, residents of %(area)s only.",
        "In the first %(hours)d hours after booking opens, residents of %(area)s only.",
        hours,
    ) % {"hours": hours, "area": place_text(activity.area_id[:COUNTY])}


def first_timers_first(_activity: Activity, *, hours: int) -> str:
    return ngettext(
        "In the first hour after booking opens, those who never took part only.",
        "In the first %(hours)d hours after booking opens, those who never took part only.",
        hours,
    ) % {"hours": hours}


def running_at_most(_activity: Activity, *, classes: int) -> str:
    return (
        ngettext(
            "%d running class a person at most.", "%d running classes a person at most.", classes
        )
        % classes
    )


def age(_activity: Activity, *, at_least: int, at_most: int) -> str:
    return _("For ages %(least)d to %(most)d.") % {"least": at_least, "most": at_most}


def women_only(_activity: Activity) -> str:
    return _("For women.")


def military_family(_activity: Activity) -> str:
    return _("For military families the federation has verified.")


def in_difficulty(_activity: Activity) -> str:
    return _("For women and families in difficulty the federation has verified.")


def priority_share(_activity: Activity, *, percent: int, until_hours: int) -> str:
    return _(
        "%(percent)d%% of the seats are kept for verified groups until %(hours)d hours before it starts."
    ) % {"percent": percent, "hours": until_hours}


# Rule → what it says to the public; a test asks that every known rule is here.
WORDS: dict[str, Words] = {
    "age": age,
    "first-timers-first": first_timers_first,
    "in-difficulty": in_difficulty,
    "lives-in-area": lives_in_area,
    "military-family": military_family,
    "priority-share": priority_share,
    "residents-first": residents_first,
    "running-at-most": running_at_most,
    "women-only": women_only,
}


def audience(activity: Activity) -> list[str]:
    """Return for whom an activity is, a sentence a rule; empty when it is for everyone."""
    return [WORDS[one.rule](activity, **one.parameters) for one in conditions_of(activity)]
