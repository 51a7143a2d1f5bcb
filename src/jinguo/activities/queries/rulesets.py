"""What holds for the activities of a programme, where and on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jinguo.activities import models
from jinguo.activities.rulesets import Ruleset, Stage, as_ruleset, stages_in
from jinguo.core.errors import Refused
from jinguo.core.versions import nearest


class NotPlanned(Refused):
    """The plan says nothing about activities of this programme, there and on that day."""

    code = "not-planned"


def rulesets_over(area: str, on: date) -> dict[str, Ruleset]:
    """Return by programme the ruleset that holds in an area on a day: the nearest pack upward wins."""
    found: dict[str, models.Ruleset] = {}
    rows = models.Ruleset.objects.over([area], on)
    for row in sorted(rows, key=lambda row: -len(row.area)):
        found.setdefault(row.programme, row)
    return {programme: as_ruleset(row) for programme, row in sorted(found.items())}


def rulesets_over_each(areas: Iterable[str], on: date) -> dict[str, dict[str, Ruleset]]:
    """Return :func:`rulesets_over` of several areas, by area; one query."""
    return plans_over_each(areas, on).rulesets


@dataclass(frozen=True)
class Plans:
    """What holds in several areas: rulesets by area and programme, and the stages, the nearest first."""

    rulesets: dict[str, dict[str, Ruleset]]
    stages: list[Stage]


def plans_over_each(areas: Iterable[str], on: date) -> Plans:
    """Return the rulesets of several areas and the stages of family life they name; one query for both."""
    wanted = set(areas)
    rows = list(models.Ruleset.objects.over(wanted, on))
    by_programme: defaultdict[str, dict[str, Ruleset]] = defaultdict(dict)
    for row in rows:
        by_programme[row.programme][row.area] = as_ruleset(row)
    found: dict[str, dict[str, Ruleset]] = {area: {} for area in wanted}
    for programme, by_area in by_programme.items():
        for area, ruleset in nearest(by_area, wanted).items():
            if ruleset:
                found[area][programme] = ruleset
    return Plans(found, stages_in(rows))


def ruleset_over(programme: str, area: str, on: date) -> Ruleset:
    """
    Return what holds for the activities of one programme in an area on a day.

    :raises NotPlanned: the plan has no activities of it there
    """
    found = rulesets_over(area, on).get(programme)
    if found is None:
        raise NotPlanned(_("The plan has no activities of this programme there on that day."))
    return found


def stages_to_choose(area: str, on: date) -> list[Stage]:
    """Return the stages over an area that a family chooses itself, since no day tells them."""
    return [one for one in stages_over(area, on=on) if one.from_months is None]


def stages_over(*areas: str, on: date) -> list[Stage]:
    """Return the stages of family life that the packs over some areas name, the nearest first; one query."""
    return stages_in(models.Ruleset.objects.over(areas, on))
