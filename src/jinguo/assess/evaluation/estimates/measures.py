"""The figures of a round, and the households each is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.assess.evaluation.draws.sample import Unit
from jinguo.assess.evaluation.estimates.statistics import Kappa, Mean, Statistic
from jinguo.assess.evaluation.estimates.visits import Visit


class Scale(StrEnum):
    """How a figure is read."""

    PROPORTION = "proportion"  # from 0 to 1
    POINTS = "points"  # of a sheet, or percent of satisfaction
    KAPPA = "kappa"


@dataclass(frozen=True)
class Measure:
    """
    One figure: its name, its unit, and how it follows from the visits.

    ``bounds`` are the least and the most it can be, where no sheet says so; None for no such bounds.
    """

    id: str
    title: str | Promise
    scale: Scale
    statistic: Statistic
    bounds: tuple[float, float] | None = None


def measures(tolerance: float) -> list[Measure]:
    """
    Return the figures of every round.

    A first assessment is over-rated where it gave more than ``tolerance`` points beyond the assessor's. Rates
    of passing, scores and the ledger are of households that were met: those that are not there count against
    the confirmed rate, and only once.
    """
    return [
        Measure("confirmed", _("Confirmed rate"), Scale.PROPORTION, Mean(_is_confirmed)),
        Measure("pass_rate", _("Pass rate"), Scale.PROPORTION, Mean(_passes)),
        Measure("mean_score", _("Mean score"), Scale.POINTS, Mean(_total)),
        Measure("mean_score_unlisted", _("Mean score, unlisted"), Scale.POINTS, Mean(_other_total)),
        Measure("awareness", _("Awareness rate"), Scale.PROPORTION, Mean(_knows)),
        Measure("awareness_unlisted", _("Awareness rate, unlisted"), Scale.PROPORTION, Mean(_other_knows)),
        Measure("satisfaction", _("Satisfaction"), Scale.POINTS, Mean(_satisfaction), (0.0, 100.0)),
        Measure("over_rated", _("Over-rating rate"), Scale.PROPORTION, Mean(_OverRated(tolerance))),
        Measure("excess", _("First score above the assessor's"), Scale.POINTS, Mean(excess)),
        Measure("ledger", _("Ledger accuracy rate"), Scale.PROPORTION, Mean(_is_ledger_right)),
    ]  # fmt: skip


def kappa_of(beauty: str) -> Measure:
    """Return the agreement of the first assessment with the assessor's in one part of the sheet."""
    return Measure(f"kappa:{beauty}", beauty, Scale.KAPPA, Kappa(_Points(beauty)))


def confirmed_in(town: str) -> Measure:
    """Return the confirmed rate of one town, as a part of the whole sample."""
    return Measure(f"confirmed:{town}", town, Scale.PROPORTION, Mean(_ConfirmedIn(town)))


def excess(unit: Unit, visit: Visit) -> float | None:
    """Return by how many points a listed household's first score is above the assessor's."""
    if not unit.is_listed or visit.scoring is None or visit.first is None:
        return None
    return visit.first.total - visit.scoring.total


def _is_confirmed(unit: Unit, visit: Visit) -> bool | None:
    """The claim is true: the household lives there and its plaque hangs. Listed households."""
    if not unit.is_listed:
        return None
    return visit.has_plaque if visit.lives_here else False


def _passes(unit: Unit, visit: Visit) -> bool | None:
    return visit.scoring.reaches if unit.is_listed and visit.scoring else None


def _total(unit: Unit, visit: Visit) -> int | None:
    return visit.scoring.total if unit.is_listed and visit.scoring else None


def _other_total(unit: Unit, visit: Visit) -> int | None:
    return visit.scoring.total if not unit.is_listed and visit.scoring else None


def _knows(unit: Unit, visit: Visit) -> bool | None:
    return visit.knows_standard if unit.is_listed else None


def _other_knows(unit: Unit, visit: Visit) -> bool | None:
    return None if unit.is_listed else visit.knows_standard


def _is_ledger_right(unit: Unit, visit: Visit) -> bool | None:
    return visit.ledger_agrees if unit.is_listed else None


def _satisfaction(_unit: Unit, visit: Visit) -> float | None:
    return visit.satisfaction


@dataclass(frozen=True)
class _ConfirmedIn:
    town: str

    def __call__(self, unit: Unit, visit: Visit) -> bool | None:
        return _is_confirmed(unit, visit) if unit.town == self.town else None


@dataclass(frozen=True)
class _OverRated:
    tolerance: float

    def __call__(self, unit: Unit, visit: Visit) -> bool | None:
        points = excess(unit, visit)
        return None if points is None else points > self.tolerance


@dataclass(frozen=True)
class _Points:
    beauty: str

    def __call__(self, unit: Unit, visit: Visit) -> tuple[float, float] | None:
        if not unit.is_listed or visit.scoring is None or visit.first is None:
            return None
        if self.beauty not in visit.first.beauties or self.beauty not in visit.scoring.beauties:
            return None
        return visit.first.beauties[self.beauty], visit.scoring.beauties[self.beauty]
