"""
What households get points for, as a pack publishes it and as the rest of the module works with it.

Nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.dates import Every, Span, months_after, span_around
from jinguo.core.errors import Invalid, Refused
from jinguo.core.language import Labelled
from jinguo.ledger import models
from jinguo.org.queries.areas import LENGTHS

CODE_LENGTHS = {str(level): length for length, level in LENGTHS.items()}


class NotGiven(Refused):
    """The plan gives no points for this, there and on that day."""

    code = "not-given"


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in each stretch of ``every``."""

    most: int
    every: Every

    def span(self, on: date) -> Span:
        """Return the days over which times are counted on a day."""
        return span_around(on, self.every)

    def __str__(self) -> str:
        return {
            Every.DAY: ngettext("%d time a day", "%d times a day", self.most),
            Every.WEEK: ngettext("%d time a week", "%d times a week", self.most),
            Every.MONTH: ngettext("%d time a month", "%d times a month", self.most),
            Every.QUARTER: ngettext("%d time a quarter", "%d times a quarter", self.most),
            Every.YEAR: ngettext("%d time a year", "%d times a year", self.most),
        }[self.every] % self.most


@dataclass(frozen=True)
class Rule(Labelled):
    """
    One thing a household gets points for.

    ``recorded_by`` is the lowest level of area whose federation may record it. ``starts`` is the first
    day; None is the scheme's own.
    """

    id: str
    title: str
    points: int
    recorded_by: str
    title_en: str = ""
    limit: Limit | None = None
    starts: date | None = None

    @property
    def code_length(self) -> int:
        """The length of the area code of the lowest federation that records it."""
        return CODE_LENGTHS[self.recorded_by]


@dataclass(frozen=True)
class Scheme:
    """The rules of one programme in force in an area; points expire ``expire_months`` after their day."""

    id: UUID
    programme: str
    area: str
    valid_from: date
    rules: Sequence[Rule]
    expire_months: int | None

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def rule(self, key: str, on: date) -> Rule:
        """
        Return the rule that gives points on a day.

        :raises NotGiven: the scheme has none of this id, or it begins later
        """
        found = self._by_id.get(key)
        if found is None or (found.starts and on < found.starts):
            raise NotGiven(_("The plan gives no points for this there on that day."))
        return found

    def rules_on(self, on: date) -> list[Rule]:
        """Return the rules that have begun by a day, in the pack's order."""
        return [rule for rule in self.rules if rule.starts is None or rule.starts <= on]

    def expires_on(self, on: date) -> date | None:
        """Return the first day on which points earned on ``on`` no longer count; None for never."""
        return months_after(on, self.expire_months) if self.expire_months else None


def as_rules(rows: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """
    Return rules as a pack stores them.

    :raises Invalid: two of one id
    """
    rules = [_as_rule(**row) for row in rows]
    if len({rule.id for rule in rules}) < len(rules):
        raise Invalid(_("Two rules for points have the same id."))
    return rules


def _as_rule(*, most: int | None, every: str | None, starts: str | None, **same: Any) -> Rule:
    return Rule(
        **same,
        limit=Limit(most, Every(every)) if most and every else None,
        starts=date.fromisoformat(starts) if starts else None,
    )


def as_scheme(row: models.Scheme) -> Scheme:
    """Return a stored scheme, ready to work with."""
    return Scheme(
        id=row.id,
        programme=row.programme,
        area=row.area,
        valid_from=row.valid_from,
        rules=as_rules(row.rules),
        expire_months=row.expire_months,
    )
