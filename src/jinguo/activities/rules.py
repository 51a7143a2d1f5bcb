"""
The named rules of who may enrol, and of how many seats are kept for whom.

A pack names those that hold for its activities, and an activity those that hold for it, with their
parameters. A rule of persons judges a whole set of them and returns, for those it refuses, the sentence
that says why; it takes the same number of statements for one person and for many. A rule of seats returns
how many are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities.asked import Candidates, Seats
from jinguo.activities.models import Activity, Block, Session, Standing
from jinguo.activities.rulesets import Condition, Stage
from jinguo.core.errors import Invalid
from jinguo.core.rules import Whole, faults, known_rules, rule
from jinguo.people.models import Sex

Refusals = Mapping[UUID, str]
Hours = Annotated[int, Whole(1, 24 * 30)]
Years = Annotated[int, Whole(0, 120)]
COUNTY = 6  # digits of the code of a district


def not_blocked(asked: Candidates) -> Refusals:
    """She did not stay away too often."""
    return {person: _said_of(block) for person, block in asked.past.blocks.items()}


def _said_of(block: Block) -> str:
    day = {"day": date_format(block.until_on)}
    if block.appealed_at is not None or block.decided_at is not None:
        return _("She was absent too often and may enrol again from %(day)s.") % day
    return _("She was absent too often and may enrol again from %(day)s. She may appeal.") % day


ALWAYS: tuple[Callable[[Candidates], Refusals], ...] = (not_blocked,)


@rule("lives-in-area")
def lives_in_area(asked: Candidates) -> Refusals:
    """She lives in the activity's area."""
    return {
        one.id: _("This is for residents of %(area)s.") % {"area": asked.activity.area}
        for one in asked.persons
        if not one.area_id.startswith(asked.activity.area_id)
    }


@rule("residents-first")
def residents_first(asked: Candidates, *, hours: Hours) -> Refusals:
    """For the first hours only residents of the district enrol."""
    until = asked.activity.opens_at + timedelta(hours=hours)
    county = asked.activity.area_id[:COUNTY]
    if asked.now >= until:
        return {}
    return {
        one.id: _("Until %(until)s residents of the district come first. Enrol after that.")
        % {"until": _instant(until)}
        for one in asked.persons
        if not one.area_id.startswith(county)
    }


@rule("first-timers-first")
def first_timers_first(asked: Candidates, *, hours: Hours) -> Refusals:
    """For the first hours only who was never at a session of the programme enrols."""
    until = asked.activity.opens_at + timedelta(hours=hours)
    if asked.now >= until:
        return {}
    return {
        person: _("Until %(until)s those come first who were never here. Enrol after that.")
        % {"until": _instant(until)}
        for person in asked.past.came_before
    }


@rule("running-at-most")
def running_at_most(asked: Candidates, *, classes: Annotated[int, Whole(1, 20)]) -> Refusals:
    """She has a place in fewer than so many running classes of the kind."""
    return {
        person: ngettext(
            "She has a place in %(count)d class already; %(most)d at a time is the most.",
            "She has places in %(count)d classes already; %(most)d at a time is the most.",
            count,
        )
        % {"count": count, "most": classes}
        for person, count in asked.past.running.items()
        if count >= classes
    }


HOUSEHOLD = "household-at-most"


@rule(HOUSEHOLD)
def household_at_most(asked: Candidates, *, persons: Annotated[int, Whole(1, 20)]) -> Refusals:
    """
    Of one household, as the register knows it, so many have a place in the activity or wait for one.

    Who is on the register without a household is not limited. The database keeps the number too.
    """
    return {
        person: household_refusal(persons)
        for person, others in asked.past.of_home.items()
        if others >= persons
    }


def household_refusal(persons: int) -> str:
    """Return that so many of her household are in an activity already."""
    return ngettext(
        "Somebody of her household is in it already; one of a household may be.",
        "%(count)d of her household are in it already, and more may not.",
        persons,
    ) % {"count": persons}


def household_limit(activity: Activity) -> int | None:
    """Return how many of one household may be in an activity; None for any number."""
    found = (one.parameters["persons"] for one in conditions_of(activity) if one.rule == HOUSEHOLD)
    return next(found, None)


AGE = "age"


@rule(AGE)
def age(asked: Candidates, *, at_least: Years, at_most: Years) -> Refusals:
    """On the day of enrolment she is so many full years old; who has no birth date on record is not."""
    return {
        one.id: _("This is for ages %(least)d to %(most)d.") % {"least": at_least, "most": at_most}
        for one in asked.persons
        if (years := one.age_on(asked.on)) is None or not at_least <= years <= at_most
    }


@rule("life-stage")
def life_stage(asked: Candidates) -> Refusals:
    """
    On the day of the first session her family is in one of the activity's stages.

    The days of birth on record tell: a child's own, else those of the children she speaks for. Where none is
    on record, or a stage is of no child that is born, such as newlyweds', booking says that she is in it. A
    due date she stated herself counts with the births, and alone it refuses nothing.
    """
    stages = asked.past.stages
    if not all(one.is_told_by_birth for one in stages) or not stages:
        return {}
    named = ", ".join(one.label for one in stages)
    return {
        one.id: _(
            "This is for the stage of family life “%s”. By the days of birth on record it is another."
        )
        % named
        for one in asked.persons
        if (births := asked.past.births_of(one))
        and not stages_of(stages, [*births, *asked.past.due.get(one.id, [])], asked.past.begins_on)
    }


@rule("women-only")
def women_only(asked: Candidates) -> Refusals:
    """She is a woman."""
    return {
        one.id: _("This is for women, and the sex is not on record yet.")
        if one.sex == Sex.UNKNOWN
        else _("This is for women.")
        for one in asked.persons
        if one.sex != Sex.FEMALE
    }


@rule("military-family")
def military_family(asked: Candidates) -> Refusals:
    """Her family was verified as a military family; nothing else of it is known."""
    return _of_group(asked, Standing.Group.MILITARY_FAMILY)


@rule("in-difficulty")
def in_difficulty(asked: Candidates) -> Refusals:
    """It was verified that she is in difficulty."""
    return _of_group(asked, Standing.Group.IN_DIFFICULTY)


def _of_group(asked: Candidates, group: Standing.Group) -> Refusals:
    """The sentence is the same for whoever does not belong and whoever is not verified yet."""
    return {
        one.id: _("This is for those the federation has verified for it. Ask the organiser.")
        for one in asked.persons
        if group not in asked.past.standings.get(one.id, ())
    }


@rule("priority-share")
def priority_share(
    asked: Seats, *, percent: Annotated[int, Whole(1, 100)], until_hours: Hours
) -> int:
    """
    A share of the seats is kept for who belongs to a verified group, until so many hours before the start.

    The share is rounded up to whole seats.
    """
    if asked.starts_at is None or asked.now >= asked.starts_at - timedelta(hours=until_hours):
        return 0
    return -(-asked.activity.capacity * percent // 100)


def refusals(asked: Candidates) -> dict[UUID, list[str]]:
    """Return why each person may not enrol, every reason in the order of the activity's rules."""
    found: dict[UUID, list[str]] = {}
    for judge in ALWAYS:
        _gather(found, judge(asked))
    known = known_rules(Candidates)
    for one in conditions_of(asked.activity):
        if one.rule in known:
            _gather(found, known[one.rule](asked, **one.parameters))
    return found


def _gather(found: dict[UUID, list[str]], refused: Refusals) -> None:
    for person, sentence in refused.items():
        found.setdefault(person, []).append(sentence)


def kept_in(activity: Activity, first: Session | None, now: datetime) -> int:
    """Return how many seats of an activity are kept at an instant; ``first`` is its first session."""
    asked = Seats(activity, first.starts_at if first else None, now)
    known = known_rules(Seats)
    kept: list[int] = [
        known[one.rule](asked, **one.parameters)
        for one in conditions_of(activity)
        if one.rule in known
    ]
    return min(sum(kept), activity.capacity)


def with_priority(asked: Candidates) -> set[UUID]:
    """Return who may take seats that are kept: who belongs to a verified group."""
    return set(asked.past.standings)


def asks_group(activity: Activity) -> bool:
    """Say whether an activity is for a verified group, or keeps seats for one."""
    asking = {*Standing.Group, "priority-share"}
    return any(one.rule in asking for one in conditions_of(activity))


def is_for_women(activity: Activity) -> bool:
    """Say whether an activity is for women alone."""
    return any(one.rule == "women-only" for one in conditions_of(activity))


def conditions_of(activity: Activity) -> list[Condition]:
    """Return the rules of an activity."""
    return [Condition(one["rule"], one["parameters"]) for one in activity.audience]


def known_names() -> list[str]:
    """Return the names of the rules an audience may have."""
    return sorted({*known_rules(Candidates), *known_rules(Seats)})


def check_conditions(conditions: Sequence[Condition]) -> None:
    """
    Pass when every rule named is known, has the parameters it takes, and stands there once.

    :raises Invalid: naming the first that is not
    """
    known = known_names()
    names = [one.rule for one in conditions]
    for place, one in enumerate(conditions):
        if one.rule not in known:
            raise Invalid(
                _("There is no rule “%(name)s”. The rules are: %(known)s.")
                % {"name": one.rule, "known": ", ".join(known)},
                rule=one.rule,
            )
        for fault in faults(one.rule, one.parameters):
            raise Invalid(fault.message, rule=one.rule)
        if one.rule in names[:place]:
            raise Invalid(_("“%s” stands here twice.") % one.rule, rule=one.rule)


def stages_of(stages: Sequence[Stage], children: Sequence[date], on: date) -> list[str]:
    """
    Return in which of some stages a family is on a day, by its children's days of birth; one to come is a due
    date.

    Stages that are not of an age, such as newlyweds', are the family's own to say.
    """
    months = [_months_between(born, on) for born in children]
    return [one.id for one in stages if any(one.holds_at(age) for age in months)]


def _months_between(born: date, on: date) -> int:
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def _instant(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
