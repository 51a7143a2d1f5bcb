"""The rules of an audience, as sentences for whoever plans or reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.activities.models import Activity
from jinguo.activities.rules import conditions_of
from jinguo.activities.rulesets import Condition

SENTENCES: dict[str, Promise] = {
    "lives-in-area": _("Only for who lives in the area of the activity"),
    "residents-first": _("In the first %(hours)s hours only residents of the district enrol"),
    "first-timers-first": _("In the first %(hours)s hours only those enrol who were never here"),
    "running-at-most": _("At most %(classes)s running classes of the kind a person"),
    "household-at-most": _("At most %(persons)s of one household"),
    "age": _("From %(at_least)s to %(at_most)s years of age"),
    "life-stage": _(
        "Only for families in its stage of life, as far as days of birth are on record"
    ),
    "women-only": _("Only for women"),
    "military-family": _("Only for families verified as military families"),
    "in-difficulty": _("Only for women verified as being in difficulty"),
    "priority-share": _(
        "%(percent)s%% of the seats are kept for verified groups until %(until_hours)s hours before the start"
    ),
}
"""Each rule in words, with its parameters in their places."""

PARAMETERS: dict[str, Promise] = {
    "hours": _("Number of hours"),
    "classes": _("Classes"),
    "persons": _("Persons"),
    "at_least": _("From age"),
    "at_most": _("To age"),
    "percent": _("Per cent"),
    "until_hours": _("Hours before the start"),
}
"""What a form calls a parameter."""


class Blanks(dict[str, str]):
    """Fills every place that has no value with dots."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(rule: str, parameters: Mapping[str, Any]) -> str:
    """Return a rule in words; a parameter without a value is left open."""
    return str(SENTENCES[rule]) % Blanks(parameters)


def sentences(conditions: Iterable[Condition]) -> list[str]:
    """Return some rules in words, in their order."""
    return [sentence(one.rule, one.parameters) for one in conditions]


def audience_of(activity: Activity) -> list[str]:
    """Return for whom an activity is, a sentence a rule; empty where it is for everybody."""
    return sentences(conditions_of(activity))
