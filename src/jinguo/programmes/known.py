"""The names a pack may use that are not in the pack: kinds of facts, rules, limits of procedures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from importlib import resources
from zipfile import ZipFile

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from jinguo.activities import rules as activity_rules
from jinguo.activities.events import FollowedUp
from jinguo.activities.follow_ups import outcome_categories
from jinguo.activities.rulesets import Limits
from jinguo.assess.ladders import Rules
from jinguo.assess.rules import Applicants
from jinguo.core.errors import Invalid
from jinguo.core.rules import known_rules
from jinguo.facts.events import Event

OUTCOMES = FollowedUp.kind


def fact_kinds() -> dict[str, type[Event]]:
    """Return every kind of fact some module records."""
    autodiscover_modules("events")
    return {event.kind: event for event in _below(Event) if getattr(event, "kind", "")}


def _below(event: type[Event]) -> Iterator[type[Event]]:
    for one in event.__subclasses__():
        yield one
        yield from _below(one)


def eligibility_rules() -> list[str]:
    """Return the names of the rules that say who may apply for a level."""
    return list(known_rules(Applicants))


def ladder_limits() -> set[str]:
    """Return the names of the limits and options a ladder may set."""
    return {field.name for field in fields(Rules)}


def refuse_limit(name: str, value: object) -> str | None:
    """Say why a limit cannot have this value; None when it can."""
    try:
        Rules.from_data({name: value})
    except Invalid as error:
        return error.message
    return None


def audience_rules() -> list[str]:
    """Return the names of the rules that say who may enrol in an activity."""
    return activity_rules.known_names()


def refuse_outcome(category: str, months: Iterable[int]) -> str | None:
    """Say why nothing is ever counted under a category of what became of somebody; None when it is."""
    known = outcome_categories(months)
    if category in known:
        return None
    return _(
        "Nothing is counted under “%(category)s”. The plan asks under: %(known)s. See `follow_up_months`."
    ) % {"category": category, "known": ", ".join(known) or "–"}


def refuse_activity_limits(limits: dict[str, object]) -> tuple[str, str] | None:
    """Return the name of the first limit of activities that cannot be, and why; None when all can."""
    try:
        Limits.from_data(limits)
    except Invalid as error:
        return str(error.fields.get("limit", "")), error.message
    return None


@cache
def icons() -> frozenset[str]:
    """Return the names of the drawings a line may bear."""
    with (
        resources.files("lucide").joinpath("lucide.zip").open("rb") as file,
        ZipFile(file) as drawings,
    ):
        return frozenset(name.removesuffix(".svg") for name in drawings.namelist())
