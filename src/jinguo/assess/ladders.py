"""
Sheets and ladders as the procedure reads them: frozen, typed, checked.

A pack publishes them as data (:mod:`jinguo.assess.actions.publishing`); the rows keep every version,
and each application holds on to the versions it was made under.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import models
from jinguo.core.dates import months_after
from jinguo.core.errors import Invalid, NotFound
from jinguo.core.language import Labelled, in_language
from jinguo.core.serials import tells_apart

CODE_LENGTHS = {"province": 2, "city": 4, "county": 6, "township": 9, "village": 12}
NATURAL, WORKING = "natural", "working"
PHOTO = "photo"


@dataclass(frozen=True)
class Rules:
    """
    The days and options of one procedure. Every value is a default a pack may replace.

    ``…_within`` are working days for the step after the state is reached. The law fixes none of
    them; they are what districts use. ``notice_days``, ``notice_count`` and ``recheck_within``, the days
    to decide an objection, are what a public notice is drafted with. ``check_months`` lie between two
    inspections of a household that holds a level. An inspection plan takes in those that are due, of the
    others at most ``risk_share`` for risk (a visit more than ``risk_months`` ago is one) and then
    ``draw_share`` by lot. A household told of its delisting may appeal for ``appeal_days`` natural days.
    """

    recommend_within: int = 10
    score_within: int = 20
    decide_within: int = 5
    notice_within: int = 10
    recheck_within: int = 5
    certify_within: int = 5
    notice_days: int = 5
    notice_count: str = NATURAL
    rectify_days: int = 30
    appeal_days: int = 10
    delist_within: int = 5
    appeal_within: int = 10
    check_months: int = 6
    sample_share: float = 0.10
    draw_share: float = 0.10
    risk_share: float = 0.10
    risk_months: int = 4
    plaque: str = "{area}-{year}-{serial:05d}"

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rules:
        """
        Read the ``rules`` of a pack.

        :raises Invalid: an unknown name, a value of the wrong type or out of bounds
        """
        known = {one.name for one in fields(cls)}
        for name in data:
            if name not in known:
                raise Invalid(
                    _("There is no rule “%(name)s”. The rules are: %(known)s.")
                    % {"name": name, "known": ", ".join(sorted(known))},
                    rule=name,
                )
        rules = cls(**data)
        rules.check()
        return rules

    def check(self) -> None:
        """
        Pass when every value can be worked with.

        :raises Invalid: naming the first that cannot
        """
        for one in fields(self):
            value = getattr(self, one.name)
            whole = isinstance(value, int) and not isinstance(value, bool)
            if one.type == "int" and not (whole and 0 <= value <= 366):
                raise _bad_rule(one.name, _("a whole number from 0 to 366"))
        for name in ("notice_days", "check_months", "appeal_days"):
            if getattr(self, name) < 1:
                raise _bad_rule(name, _("a whole number from 1 to 366"))
        if self.notice_count not in (NATURAL, WORKING):
            raise _bad_rule("notice_count", f"{NATURAL}, {WORKING}")
        for name in ("sample_share", "draw_share", "risk_share"):
            value = getattr(self, name)
            if not isinstance(value, int | float) or not 0 <= value <= 1:
                raise _bad_rule(name, _("a share from 0 to 1"))
        if not tells_apart(self.plaque):
            raise _bad_rule("plaque", "{area}-{year}-{serial:05d}")

    def next_check(self, on: date) -> date:
        """Return the day the next inspection is due after one on ``on``, or after the certification."""
        return months_after(on, self.check_months)

    def second_look(self, on: date) -> date:
        """Return the day a household is due again that fell short of its level at an inspection on ``on``."""
        return min(on + timedelta(days=self.rectify_days), self.next_check(on))


@dataclass(frozen=True)
class Level(Labelled):
    """One level of recognition. ``certified_by`` is the level of area whose body grants it."""

    id: str
    title: str
    rank: int
    min_score: int
    certified_by: str
    title_en: str = ""

    @property
    def code_length(self) -> int:
        """The length of the area code of the body that certifies."""
        return CODE_LENGTHS[self.certified_by]


@dataclass(frozen=True)
class Condition:
    """
    A named rule that holds for some levels, with its parameters; no levels means all of them.

    See :mod:`jinguo.assess.rules` for what each rule asks.
    """

    rule: str
    source: str
    levels: Sequence[str] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ladder:
    """The levels of a programme, lowest first, who may apply for them, and its rules."""

    id: UUID
    programme: str
    area: str
    levels: tuple[Level, ...]
    rules: Rules
    eligibility: tuple[Condition, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Level]:
        return {level.id: level for level in self.levels}

    def level(self, level_id: str) -> Level:
        """
        Return one level.

        :raises NotFound: the ladder has no such level
        """
        try:
            return self.by_id[level_id]
        except KeyError:
            raise NotFound(_("There is no level “%(level)s”.") % {"level": level_id}) from None

    def conditions(self, level_id: str) -> list[Condition]:
        """Return the conditions that hold for one level, in the order of the pack."""
        return [one for one in self.eligibility if not one.levels or level_id in one.levels]

    def rank(self, level_id: str) -> int:
        """Return the rank of a level; 0, below all, for one this version no longer has."""
        level = self.by_id.get(level_id)
        return level.rank if level else 0


@dataclass(frozen=True)
class Item(Labelled):
    """One line of a score sheet."""

    id: str
    beauty: str
    title: str
    max: int
    title_en: str = ""
    deduct: str = ""
    evidence: str = ""
    beauty_en: str = ""
    deduct_en: str = ""

    @property
    def beauty_label(self) -> str:
        """The group it stands in, in the reader's language."""
        return in_language(self.beauty, self.beauty_en)

    @property
    def deduct_label(self) -> str:
        """The rule of deduction, in the reader's language."""
        return in_language(self.deduct, self.deduct_en)


@dataclass(frozen=True)
class Veto(Labelled):
    """A finding that fails a household whatever its points."""

    id: str
    title: str
    title_en: str = ""


@dataclass(frozen=True)
class Sheet(Labelled):
    """
    One version of a score sheet; points are given in the order of ``items``.

    ``asks_ledger`` has the visits of a round say, too, whether the village's ledger agrees with what is seen.
    """

    id: UUID
    key: str
    title: str
    full: int
    items: tuple[Item, ...]
    vetoes: tuple[Veto, ...]
    title_en: str = ""
    asks_ledger: bool = False

    @cached_property
    def maxima(self) -> tuple[int, ...]:
        return tuple(item.max for item in self.items)

    @cached_property
    def veto_ids(self) -> frozenset[str]:
        return frozenset(veto.id for veto in self.vetoes)

    @cached_property
    def photographed(self) -> tuple[Item, ...]:
        """The items of which a picture is asked as evidence."""
        return tuple(item for item in self.items if item.evidence == PHOTO)

    def lacking(self, pictured: Collection[str]) -> str:
        """Return in a sentence which items lack the picture asked for; empty when none does."""
        missing = [item.label for item in self.photographed if item.id not in pictured]
        if not missing:
            return ""
        return ngettext(
            "The plan asks for a picture of %(items)s as evidence. Add one, then record the score.",
            "The plan asks for a picture each of %(items)s as evidence. Add them, then record the score.",
            len(missing),
        ) % {"items": ", ".join(f"“{label}”" for label in missing)}

    def fault(self, points: Sequence[int], vetoes: Iterable[str]) -> str:
        """Return in a sentence what is wrong with a filled sheet; empty when nothing is."""
        if len(points) != len(self.items):
            return _("%(given)d of %(asked)d points are filled in.") % {
                "given": len(points),
                "asked": len(self.items),
            }
        for item, value in zip(self.items, points, strict=True):
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= item.max:
                return _("“%(item)s” takes 0 to %(max)d points, not %(value)s.") % {
                    "item": item.label,
                    "max": item.max,
                    "value": value,
                }
        for veto in vetoes:
            if veto not in self.veto_ids:
                return _("The sheet has no veto “%(veto)s”.") % {"veto": veto}
        return ""


def _bad_rule(name: str, expected: str) -> Invalid:
    return Invalid(
        _("The rule “%(name)s” takes %(expected)s.") % {"name": name, "expected": expected},
        rule=name,
    )


def as_levels(rows: Iterable[Mapping[str, Any]]) -> tuple[Level, ...]:
    """
    Read levels as a pack writes them, and put the lowest first.

    :raises Invalid: none, two of one id or rank, an unknown body, or scores that fall as ranks rise
    """
    levels = tuple(sorted((Level(**row) for row in rows), key=lambda level: level.rank))
    if not levels:
        raise Invalid(_("A ladder needs at least one level."))
    for level in levels:
        if level.certified_by not in CODE_LENGTHS:
            raise Invalid(
                _("“%(level)s” is certified by one of %(known)s.")
                % {"level": level.title, "known": ", ".join(CODE_LENGTHS)}
            )
    if len({level.id for level in levels}) < len(levels):
        raise Invalid(_("Two levels have the same id."))
    for lower, higher in pairwise(levels):
        if higher.rank == lower.rank or higher.min_score < lower.min_score:
            raise Invalid(
                _("“%(higher)s” must rank above “%(lower)s” and ask for no fewer points.")
                % {"higher": higher.title, "lower": lower.title}
            )
    if levels[0].rank < 1:
        raise Invalid(_("The lowest rank is 1."))
    return levels


def as_items(rows: Iterable[Mapping[str, Any]], full: int) -> tuple[Item, ...]:
    """
    Read the items of a sheet.

    :raises Invalid: two of one id, or points that do not add up to ``full``
    """
    items = tuple(Item(**row) for row in rows)
    if len({item.id for item in items}) < len(items):
        raise Invalid(_("Two items of the sheet have the same id."))
    total = sum(item.max for item in items)
    if total != full or any(item.max < 1 for item in items):
        raise Invalid(
            _("The items add up to %(total)d points, the sheet says %(full)d.")
            % {"total": total, "full": full}
        )
    return items


def as_ladder(row: models.Ladder) -> Ladder:
    """Read a stored ladder."""
    rules = Rules(**row.rules)
    eligibility = tuple(Condition(**one) for one in row.eligibility)
    return Ladder(row.id, row.programme, row.area, as_levels(row.levels), rules, eligibility)


def as_sheet(row: models.Sheet) -> Sheet:
    """Read a stored sheet."""
    return Sheet(
        row.id,
        row.key,
        row.title,
        row.full,
        as_items(row.items, row.full),
        tuple(Veto(**veto) for veto in row.vetoes),
        row.title_en,
        row.asks_ledger,
    )
