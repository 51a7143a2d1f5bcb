"""Reserves: drawn in advance, used in their order, never chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext as _

from jinguo.assess.evaluation.draws.sample import Sample, Unit
from jinguo.core.errors import NotFound, Refused


class Reason(StrEnum):
    """Why a household could not be scored."""

    NOBODY_HOME = "nobody-home"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    NOT_FOUND = "not-found"
    MOVED_AWAY = "moved-away"
    DEMOLISHED = "demolished"


# These say nothing about the household. The others are findings: a household that is not there counts as
# not confirmed, and a reserve in its place would hide it.
REPLACEABLE = frozenset({Reason.NOBODY_HOME, Reason.DECLINED, Reason.UNREACHABLE})


class NoReserveLeft(Refused):
    """Every reserve of a cell has been called upon."""


def next_reserve(
    sample: Sample, household: str, reason: Reason, missed: Mapping[str, Reason]
) -> Unit:
    """
    Return the household to visit instead of one that was missed.

    ``missed`` are the households given up before, each with its reason. The first one missed in a cell gets
    the first reserve of the cell, the second the second, and so on.

    :raises NotFound: the household is not to be visited
    :raises NoReserveLeft: the cell has none; the place stays empty
    :raises Refused: it was given up before, or the reason is a finding
    """
    unit = sample.by_household.get(household)
    if unit is None or household not in {one.household for one in in_use(sample, missed)}:
        if household in missed:
            raise Refused(_("This household was given up before; its reserve is being visited."))
        raise NotFound(_("This household is not to be visited in this round."))
    if reason not in REPLACEABLE:
        raise Refused(
            _("That the household is not there is a finding. Record it as the result of the visit.")
        )
    reserves = sample.reserves(unit.cell)
    used = _missed_by_cell(sample, missed)[unit.cell]
    if used >= len(reserves):
        raise NoReserveLeft(
            _("No reserve is left here. Leave the place empty; the estimate takes account of it.")
        )
    return reserves[used]


def in_use(sample: Sample, missed: Mapping[str, Reason]) -> list[Unit]:
    """Return the households to visit: those drawn and the reserves called upon, without those missed."""
    called = _missed_by_cell(sample, missed)
    found = []
    for unit in sample.units:  # in each cell the drawn ones first, then the reserves in their order
        if unit.is_reserve:
            called[unit.cell] -= 1
        if unit.household not in missed and not (unit.is_reserve and called[unit.cell] < 0):
            found.append(unit)
    return found


def _missed_by_cell(sample: Sample, missed: Mapping[str, Reason]) -> Counter[str]:
    """Return how many households of each cell were missed, each of which called upon one reserve."""
    return Counter(sample.by_household[household].cell for household in missed)
