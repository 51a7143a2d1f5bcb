"""
Kinds of site as a pack publishes them: frozen, typed, checked.

Nothing here reads the database. The rows keep every version, and each check holds on to the version it was
filled under.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.errors import Invalid, Refused
from jinguo.core.language import Labelled, in_language
from jinguo.core.serials import tells_apart
from jinguo.org.queries.areas import LENGTHS
from jinguo.sites import models

CODE_LENGTHS = {str(level): length for length, level in LENGTHS.items()}
MOST = 1_000_000
State = models.Site.State


class NotOffered(Refused):
    """The plan has no such kind of site, there and on that day."""

    code = "not-offered"


class Asks(StrEnum):
    """What is written beside an item of a checklist: whether it is there, a number, or points."""

    THERE = "there"
    NUMBER = "number"
    POINTS = "points"


class Known(StrEnum):
    """What the register of sites knows already and a check is filled in with."""

    HEAD = "head"
    HELPERS = "helpers"
    ACTIVITIES = "activities"


@dataclass(frozen=True)
class Type(Labelled):
    """One type of a kind, such as the one in a family's home."""

    id: str
    title: str
    title_en: str = ""


@dataclass(frozen=True)
class Item(Labelled):
    """
    One line of a checklist.

    ``least`` is the least number, inclusive, in ``unit``; ``most`` the most points. ``known`` says what the
    answer is filled in with before somebody looks on site.
    """

    id: str
    title: str
    title_en: str = ""
    asks: str = Asks.THERE
    least: int = 0
    most: int = 1
    unit: str = ""
    unit_en: str = ""
    known: str = ""
    source: str = ""

    @property
    def unit_label(self) -> str:
        """The unit of a number, in the reader's language."""
        return in_language(self.unit, self.unit_en)

    @property
    def wanted(self) -> str:
        """What meets the item, in words; empty where its being there is all."""
        if self.asks == Asks.NUMBER:
            return _("at least %(number)d %(unit)s") % {
                "number": self.least,
                "unit": self.unit_label,
            }
        if self.asks == Asks.POINTS:
            return _("up to %d points") % self.most
        return ""

    def is_met(self, answer: int) -> bool:
        """Say whether an answer meets the item; points are looked at together."""
        if self.asks == Asks.THERE:
            return answer == 1
        return self.asks == Asks.POINTS or answer >= self.least


@dataclass(frozen=True)
class Verdict:
    """What a filled checklist comes to: the items not met, and the points where the kind gives any."""

    lacking: tuple[Item, ...]
    total: int | None
    is_complete: bool


@dataclass(frozen=True)
class Kind(Labelled):
    """
    One version of a kind of site, in force in an area.

    ``least_points`` is the least sum of the points, where its checklist gives points. ``approved_by`` is the
    level of area whose federation approves it. ``plaque`` is how a plaque's number is written; empty for a
    kind without plaques. A site with no activity for ``dormant_after`` months is dormant; None for never.
    ``activities_a_year`` is how many the yearly check asks for; 0 for none. What is approved stands
    ``notice_days`` before the public, natural or working ones as ``notice_count`` says, before it gets its
    plaque; 0 for no notice.
    """

    id: UUID
    programme: str
    key: str
    area: str
    title: str
    title_en: str = ""
    types: tuple[Type, ...] = ()
    items: tuple[Item, ...] = ()
    least_points: int = 0
    approved_by: str = "county"
    plaque: str = ""
    dormant_after: int | None = None
    activities_a_year: int = 0
    notice_days: int = 0
    notice_count: str = ""
    is_public: bool = False
    has_check_in: bool = False
    source: str = field(default="", compare=False)

    @property
    def code_length(self) -> int:
        """The length of the area code of the federation that approves it."""
        return CODE_LENGTHS[self.approved_by]

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The states of this kind, in the order of its life."""
        left_out = {
            *([] if self.items else [State.CULTIVATED]),
            *([] if self.plaque else [State.APPROVED]),
            *([] if self.dormant_after else [State.DORMANT]),
        }
        return tuple(state for state in State if state not in left_out)

    def type_label(self, type_id: str) -> str:
        """Return the title of a type; its id for one this version no longer has."""
        return next((one.label for one in self.types if one.id == type_id), type_id)

    def check_type(self, type_id: str) -> None:
        """
        Pass when a site of this kind may be of a type.

        :raises Invalid: the kind has types and this is none of them, or it has none
        """
        known = [one.id for one in self.types]
        if type_id not in (known or [""]):
            sentence = _("Choose the type of the site.")
            raise Invalid(sentence, category=sentence)

    def read_answers(self, answers: Mapping[str, int]) -> list[int]:
        """
        Return the answers in the order of the items.

        :raises Invalid: one is missing or out of bounds; ``fields`` names every such item
        """
        faults = {item.id: fault for item in self.items if (fault := _fault(item, answers))}
        if faults:
            sentence = ngettext(
                "%d item of the checklist is not filled in rightly.",
                "%d items of the checklist are not filled in rightly.",
                len(faults),
            )
            raise Invalid(sentence % len(faults), **faults)
        return [answers[item.id] for item in self.items]

    def judge(self, answers: Sequence[int]) -> Verdict:
        """Return what answers in the order of the items come to."""
        filled = list(zip(self.items, answers, strict=True))
        lacking = tuple(item for item, answer in filled if not item.is_met(answer))
        points = [answer for item, answer in filled if item.asks == Asks.POINTS]
        total = sum(points) if points else None
        return Verdict(lacking, total, not lacking and (total or 0) >= self.least_points)


def _fault(item: Item, answers: Mapping[str, int]) -> str:
    """Return in a sentence what is wrong with the answer to an item; empty when nothing is."""
    answer = answers.get(item.id)
    most = MOST if item.asks == Asks.NUMBER else item.most
    if answer is None:
        return _("Fill this in.")
    if not 0 <= answer <= most:
        return _("“%(item)s” takes a whole number from 0 to %(most)d.") % {
            "item": item.label,
            "most": most,
        }
    return ""


def as_rules(rules: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return what a kind holds beside the columns of its row, as data that is stored.

    :raises Invalid: two items or types of one id, points that do not reach the least, plaque numbers that
        would not differ, or a notice for which no plaque waits
    """
    kind = _read(rules, id=UUID(int=0), programme="", key="", area="", title="", title_en="")
    for ids in ([one.id for one in kind.items], [one.id for one in kind.types]):
        if len(set(ids)) < len(ids):
            raise Invalid(_("Two items or types of a site have the same id."))
    if kind.least_points > sum(one.most for one in kind.items if one.asks == Asks.POINTS):
        raise Invalid(_("The checklist cannot give as many points as it asks for."))
    if kind.plaque and not tells_apart(kind.plaque):
        raise Invalid(_("Write the plaque number like this: %s.") % "{area}-{year}-{serial:04d}")
    if kind.notice_days and not kind.plaque:
        raise Invalid(
            _("A site is put on notice before it gets its plaque, so its kind has plaques.")
        )
    own = {"id", "programme", "key", "area", "title", "title_en", "source"}
    return {name: value for name, value in asdict(kind).items() if name not in own}


def as_kind(row: models.SiteKind) -> Kind:
    """Return a stored version, ready to work with."""
    return _read(
        row.rules, id=row.id, programme=row.programme, key=row.key, area=row.area,
        title=row.title, title_en=row.title_en, source=row.source,
    )  # fmt: skip


def _read(rules: Mapping[str, Any], **columns: Any) -> Kind:
    return Kind(
        **columns,
        **{
            **rules,
            "types": tuple(Type(**one) for one in rules["types"]),
            "items": tuple(Item(**one) for one in rules["items"]),
        },
    )
