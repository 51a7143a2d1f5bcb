"""What gives points where, and on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from jinguo.core.versions import in_force, nearest
from jinguo.ledger import models
from jinguo.ledger.schemes import NotGiven, Rule, Scheme, as_scheme


def schemes_over(area: str, on: date) -> dict[str, Scheme]:
    """Return by programme the scheme that holds in an area on a day: the nearest pack upward wins."""
    return schemes_over_each([area], on)[area]


def schemes_over_each(areas: Iterable[str], on: date) -> dict[str, dict[str, Scheme]]:
    """Return :func:`schemes_over` of each area, in one query."""
    wanted = set(areas)
    by_programme: defaultdict[str, dict[str, Scheme]] = defaultdict(dict)
    for row in models.Scheme.objects.filter(in_force(on)).order_by("programme", "pack"):
        by_programme[row.programme][row.area] = as_scheme(row)
    found: dict[str, dict[str, Scheme]] = {area: {} for area in wanted}
    for programme, by_area in by_programme.items():
        for area, scheme in nearest(by_area, wanted).items():
            if scheme:
                found[area][programme] = scheme
    return found


def rules_in_force(
    programme: str, rule: str, areas: Iterable[str], on: date
) -> dict[str, tuple[Scheme, Rule]]:
    """
    Return by area the scheme in force on a day and its rule, in one query.

    :raises NotGiven: an area has none
    """
    found = {}
    for area, schemes in schemes_over_each(areas, on).items():
        if programme not in schemes:
            raise NotGiven(_("The plan gives no points for this there on that day."))
        found[area] = (schemes[programme], schemes[programme].rule(rule, on))
    return found


def rule_in_force(programme: str, rule: str, area: str, on: date) -> Rule:
    """
    Return a rule as it gives points in an area on a day.

    :raises NotGiven: it gives none
    """
    return rules_in_force(programme, rule, [area], on)[area][1]
