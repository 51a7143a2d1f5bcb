"""
The named rules of eligibility: who may apply for a level.

A ladder names those that hold for its levels, with their parameters and sources. Each rule judges a
whole set of households and returns, for those it refuses, the sentence that says why; it takes the
same number of statements for one household and for many. :data:`ALWAYS` holds whatever a pack says,
and is all that a ladder without ``eligibility`` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.assess.ladders import Condition, Ladder, Level
from jinguo.assess.models import Application, Recognition, Score
from jinguo.core.dates import months_after
from jinguo.core.errors import Invalid
from jinguo.core.rules import Months, faults, known_rules, rule
from jinguo.people.models import Household

Refusals = Mapping[UUID, str]


class Past:
    """What some households did in a programme before. Each part is read once, when it is asked for."""

    def __init__(self, programme: str, households: Sequence[Household]) -> None:
        self.programme = programme
        self.ids = [household.id for household in households]

    @cached_property
    def open(self) -> dict[UUID, str]:
        """The states of open applications, by household."""
        rows = Application.objects.filter(programme=self.programme, household__in=self.ids)
        open_ones = rows.filter(state__in=Application.OPEN)
        return dict(open_ones.values_list("household_id", "state"))

    @cached_property
    def held(self) -> dict[UUID, str]:
        """The levels in force, by household."""
        return dict(self._recognitions.in_force().values_list("household_id", "level"))

    @cached_property
    def delisted(self) -> dict[UUID, date]:
        """The days of the last delisting, by household."""
        rows = self._recognitions.filter(state=Recognition.State.DELISTED)
        return dict(rows.values_list("household_id").annotate(Max("ended_on")))

    @cached_property
    def vetoed(self) -> dict[UUID, date]:
        """The days of the last score sheet that named a veto, by household."""
        rows = Score.objects.exclude(vetoes=[]).annotate(
            programme=Coalesce(F("application__programme"), F("recognition__programme")),
            household=Coalesce(F("application__household"), F("recognition__household")),
        )
        mine = rows.filter(programme=self.programme, household__in=self.ids).order_by()
        return dict(mine.values_list("household").annotate(Max("scored_on")))

    @property
    def _recognitions(self) -> Any:
        return Recognition.objects.filter(programme=self.programme, household__in=self.ids)


@dataclass(frozen=True)
class Applicants:
    """Households that would apply for one level on one day, and what lies behind them."""

    households: Sequence[Household]
    ladder: Ladder
    level: Level
    on: date
    past: Past


def on_the_register(asked: Applicants) -> Refusals:
    """The household is on the register."""
    return {
        one.id: _("the household is closed")
        for one in asked.households
        if one.closed_on is not None
    }


def no_open_application(asked: Applicants) -> Refusals:
    """The household has no open application in the programme."""
    return {
        household: _("it has an open application (%(state)s)")
        % {"state": Application.State(state).label}
        for household, state in asked.past.open.items()
    }


def below_the_level(asked: Applicants) -> Refusals:
    """The household does not hold the level, or a higher one."""
    ladder = asked.ladder
    return {
        household: _("it holds “%(level)s” already")
        % {"level": ladder.by_id[held].label if held in ladder.by_id else held}
        for household, held in asked.past.held.items()
        if ladder.rank(held) >= asked.level.rank
    }


ALWAYS: tuple[Callable[[Applicants], Refusals], ...] = (
    on_the_register,
    no_open_application,
    below_the_level,
)


@rule("resident")
def resident(asked: Applicants) -> Refusals:
    """Someone lives in the courtyard all year (常住)."""
    return {
        one.id: _("nobody lives there all year") for one in asked.households if not one.is_resident
    }


@rule("reapply-after")
def reapply_after(asked: Applicants, *, months: Months) -> Refusals:
    """A household that was delisted applies again only so many months later."""
    return {
        household: _("it was delisted on %(lost)s and may apply again from %(again)s")
        % {"lost": date_format(lost), "again": date_format(again)}
        for household, lost in asked.past.delisted.items()
        if asked.on < (again := months_after(lost, months))
    }


@rule("no-veto-within")
def no_veto_within(asked: Applicants, *, months: Months) -> Refusals:
    """No score sheet of the last so many months names a veto. The sentence does not say which."""
    return {
        household: _("the score sheet of %(found)s names a veto; it may apply again from %(again)s")
        % {"found": date_format(found), "again": date_format(again)}
        for household, found in asked.past.vetoed.items()
        if asked.on < (again := months_after(found, months))
    }


def refusals(asked: Applicants) -> dict[UUID, list[str]]:
    """Return why each household may not apply, every reason in the order of the ladder's rules."""
    found: dict[UUID, list[str]] = {}
    for judge in ALWAYS:
        _gather(found, judge(asked))
    for condition in asked.ladder.conditions(asked.level.id):
        judge = known_rules(Applicants)[condition.rule]
        _gather(found, judge(asked, **condition.parameters))
    return found


def _gather(found: dict[UUID, list[str]], refused: Refusals) -> None:
    for household, sentence in refused.items():
        found.setdefault(household, []).append(sentence)


def check_conditions(conditions: Sequence[Condition]) -> None:
    """
    Pass when every rule named is known and has the parameters it takes.

    :raises Invalid: naming the first that is not, and the known ones
    """
    known = known_rules(Applicants)
    for one in conditions:
        if one.rule not in known:
            raise Invalid(
                _("There is no rule “%(name)s”. The rules are: %(known)s.")
                % {"name": one.rule, "known": ", ".join(known)},
                rule=one.rule,
            )
        for fault in faults(one.rule, one.parameters):
            raise Invalid(fault.message, rule=one.rule)
