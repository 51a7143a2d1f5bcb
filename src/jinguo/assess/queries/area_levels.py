"""Levels that whole villages or towns may hold: which conditions each meets on a day, and what it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from jinguo.assess.models import AreaDecision, AreaLevel, AreaRecognition, AreaRecognitionQuerySet
from jinguo.core.errors import NotFound
from jinguo.core.language import in_language
from jinguo.core.versions import in_force, nearest
from jinguo.facts import queries as facts
from jinguo.facts.formats import value_text
from jinguo.facts.queries import Figure, Period
from jinguo.org import queries as org
from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Asked:
    """One condition of a level in one area: the figure on the day and the least it must be."""

    figure: Figure
    at_least: Decimal

    @property
    def holds(self) -> bool:
        """Say whether the figure reaches it; one that has no value does not."""
        return self.figure.value is not None and self.figure.value >= self.at_least

    @property
    def title(self) -> str:
        """What is measured, in the reader's language."""
        return in_language(self.figure.measure.title, self.figure.measure.title_en)

    @property
    def least_text(self) -> str:
        """The least value, as the reader reads it."""
        return value_text(self.at_least, self.figure.measure)


@dataclass(frozen=True)
class AreaStanding:
    """What one area comes to under a level on a day, and what it holds; ``held`` is None for nothing."""

    code: str
    name: str
    asked: tuple[Asked, ...]
    held: AreaRecognition | None

    @property
    def is_met(self) -> bool:
        """Say whether every condition holds."""
        return all(one.holds for one in self.asked)


def area_recognitions(actor: Actor) -> AreaRecognitionQuerySet:
    """Return the levels of villages and towns the actor can see, withdrawn ones too."""
    return AreaRecognition.objects.visible_to(actor)


def area_levels_around(area: str, on: date) -> list[AreaLevel]:
    """
    Return the levels that areas in ``area`` may hold on a day, by programme and key; one query.

    Of the versions of one key the nearest pack upward comes first, then those that hold in a part of it.
    """
    found = [
        row
        for row in AreaLevel.objects.filter(in_force(on)).order_by("programme", "key", "pack")
        if area.startswith(row.area) or row.area.startswith(area)
    ]
    best_last = sorted(
        found,
        key=lambda one: (area.startswith(one.area), -abs(len(area) - len(one.area)), one.area),
    )
    best = {(one.programme, one.key): one for one in best_last}
    return [best[key] for key in sorted(best)]


def area_levels_in_force(
    programme: str, level: str, areas: Collection[str], on: date
) -> dict[str, AreaLevel]:
    """
    Return by area the version of a level that holds there on a day; the nearest pack upward wins.

    :raises NotFound: one of the areas cannot hold such a level on that day
    """
    rows = AreaLevel.objects.filter(in_force(on), programme=programme, key=level).order_by("pack")
    found = nearest({row.area: row for row in rows}, areas)
    for code, version in found.items():
        if version is None or org.level_of(code) != version.of:
            raise NotFound(_("There is no such level for this area."), area=code)
    return {code: version for code, version in found.items() if version is not None}


def area_standings(
    actor: Actor, level: AreaLevel, *, within: str, on: date, areas: Sequence[str] | None = None
) -> list[AreaStanding]:
    """
    Return what areas inside ``within`` come to under a level on a day, by their codes.

    ``areas`` None means all that may hold it. However many, the figures are read at one instant.

    :raises NotFound: the actor sees no figures of ``within``, or a measure is not defined there
    """
    codes = sorted(org.codes_below([within], level.of, on) if areas is None else areas)
    wanted = {one["measure"]: Decimal(one["at_least"]) for one in level.conditions}
    found = facts.figures_of(
        actor, list(wanted), areas=codes, within=within, period=Period.up_to(on)
    )
    held = area_recognitions(actor).in_force().filter(programme=level.programme, level=level.key)
    by_area = {one.area_id: one for one in held.filter(area__in=codes)}
    names = org.names_of(codes, on)
    return [
        AreaStanding(
            code=code,
            name=names.get(code, code),
            asked=tuple(Asked(found[code][one], least) for one, least in wanted.items()),
            held=by_area.get(code),
        )
        for code in codes
    ]


def area_decisions(actor: Actor, level: AreaLevel, areas: Collection[str]) -> list[AreaDecision]:
    """Return what was decided about a level of areas the actor can see, the latest first."""
    seen = area_recognitions(actor).filter(
        programme=level.programme, level=level.key, area__in=areas
    )
    rows = AreaDecision.objects.filter(recognition__in=seen)
    return list(rows.select_related("recognition__area").order_by("-id"))
