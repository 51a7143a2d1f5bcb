"""The results of a round: every figure with its intervals and cautions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import quantiles

from jinguo.assess.evaluation.agreement.severity import Mark, Severity, severity
from jinguo.assess.evaluation.draws.sample import Sample
from jinguo.assess.evaluation.estimates import intervals
from jinguo.assess.evaluation.estimates.cautions import Caution, cautions
from jinguo.assess.evaluation.estimates.design import Design, as_design
from jinguo.assess.evaluation.estimates.measures import Measure, Scale, excess, kappa_of, measures
from jinguo.assess.evaluation.estimates.variance import Linearized, bootstrap, linearize
from jinguo.assess.evaluation.estimates.visits import Visit
from jinguo.core.lots import Lots

REPLICATES = 2_000
TOLERANCE = 5.0  # points; our choice, the province's method is not known
WIDEST = {Scale.PROPORTION: 10.0, Scale.POINTS: 10.0, Scale.KAPPA: 0.2}  # a proportion in percent
Interval = tuple[float, float]


@dataclass(frozen=True)
class Estimate:
    """
    One figure. ``value`` is None where no household answered, ``interval`` where its error cannot be told.

    Proportions go from 0 to 1. ``resampled`` is the interval of the bootstrap, a second opinion that
    shares no formula with the first.
    """

    measure: Measure
    value: float | None
    standard_error: float | None
    interval: Interval | None
    df: int
    households: int
    cautions: tuple[Caution, ...]
    resampled: Interval | None = None

    @property
    def is_too_small(self) -> bool:
        """Say whether the sample is too small to say anything about this figure."""
        return any(caution.is_fatal for caution in self.cautions)


@dataclass(frozen=True)
class Results:
    """
    What a round found. ``estimates`` and ``kappas`` are by the ids of their measures and by beauty.

    ``severities`` are for the leader of the round only. ``merged`` strata and ``unheard`` cells are those of
    :class:`~jinguo.assess.evaluation.estimates.design.Design`.
    """

    estimates: dict[str, Estimate]
    kappas: dict[str, Estimate]
    severities: list[Severity]
    merged: tuple[str, ...]
    unheard: tuple[str, ...]


def evaluate(
    sample: Sample,
    visits: Sequence[Visit],
    *,
    seed: str,
    replicates: int = REPLICATES,
    tolerance: float = TOLERANCE,
) -> Results:
    """
    Return the results of the visits of a round; the same visits and seed give the same results.

    :raises Invalid: a visit to a household outside the sample, or two visits to one
    """
    design = as_design(sample, visits)
    random = Random(Lots(seed).number("bootstrap", ""))  # noqa: S311  (repeatable on purpose)
    figures = [estimate(design, measure) for measure in measures(tolerance)]
    agreements = [estimate(design, kappa_of(beauty)) for beauty in _beauties(visits)]
    return Results(
        estimates={
            one.measure.id: one
            for one in resampled(design, figures, replicates=replicates, random=random)
        },
        kappas={str(one.measure.title): one for one in agreements},
        severities=severity(_marks(design)),
        merged=design.merged,
        unheard=design.unheard,
    )


def estimate(design: Design, measure: Measure) -> Estimate:
    """Return the estimate of one figure, still without its second interval."""
    found = linearize(design, measure.statistic)
    interval = _interval(measure, found)
    factor = 100 if measure.scale is Scale.PROPORTION else 1
    reach = None
    if interval is not None:
        reach = factor * max(found.value - interval[0], interval[1] - found.value)
    return Estimate(
        measure=measure,
        value=None if math.isnan(found.value) else found.value,
        standard_error=None if found.variance is None else math.sqrt(found.variance),
        interval=interval,
        df=found.df,
        households=found.households,
        cautions=tuple(cautions(found, reach, WIDEST[measure.scale], measure.scale)),
    )


def resampled(
    design: Design, estimates: Sequence[Estimate], *, replicates: int, random: Random
) -> list[Estimate]:
    """Return the estimates with their second intervals, where they have a first one."""
    known = [one for one in estimates if one.interval]
    statistics = [one.measure.statistic for one in known]
    found = bootstrap(design, statistics, replicates=replicates, random=random)
    second = {
        one.measure.id: _percentiles(values) for one, values in zip(known, found, strict=True)
    }
    return [replace(one, resampled=second.get(one.measure.id)) for one in estimates]


def _interval(measure: Measure, found: Linearized) -> Interval | None:
    if found.variance is None:
        return None
    if measure.scale is Scale.PROPORTION:
        return intervals.of_proportion(
            found.value, found.variance, found.df, found.households, is_whole=found.is_whole
        )
    if measure.scale is Scale.KAPPA:
        return intervals.of_kappa(found.value, found.variance, found.df)
    if found.has_no_scatter:
        return None
    interval = intervals.of_mean(found.value, found.variance, found.df)
    return intervals.within(interval, measure.bounds) if measure.bounds else interval


def _percentiles(values: Sequence[float]) -> Interval | None:
    """Return the middle 95 % of the replicates; None where one of them does not define the figure."""
    if len(values) < 2 or any(map(math.isnan, values)):
        return None
    cuts = quantiles(values, n=40, method="inclusive")
    return cuts[0], cuts[-1]


def _beauties(visits: Iterable[Visit]) -> list[str]:
    """Return the parts of the sheet that both assessments scored, in the order of the sheet."""
    both = [visit for visit in visits if visit.scoring and visit.first]
    return list(dict.fromkeys(beauty for v in both if v.first for beauty in v.first.beauties))


def _marks(design: Design) -> list[Mark]:
    """Return how far each assessor went beyond the first scores, by stratum of town and level."""
    marks = []
    for answer in design.answers():
        points = excess(answer.unit, answer.visit)
        if points is not None:
            unit = answer.unit
            marks.append(Mark(answer.visit.assessor, f"{unit.town}/{unit.level}", -points))
    return marks
