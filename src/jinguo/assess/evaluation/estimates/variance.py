"""The variance of an estimate under the design: Taylor linearization and the rescaled bootstrap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from jinguo.assess.evaluation.estimates.design import Answer, Design, Stratum
from jinguo.assess.evaluation.estimates.statistics import Columns, Statistic

ROUNDING = 1e-12  # answers that are alike but for the order of adding up
Totals = list[float]


@dataclass(frozen=True)
class Linearized:
    """
    An estimate with its variance. ``households`` are those the figure is about, ``df`` the degrees of
    freedom: clusters with such a household, less strata with one. ``variance`` is None where there are
    none. ``is_whole`` says that all there are of them were seen, so that there is no error by chance.
    """

    value: float
    variance: float | None
    df: int
    households: int
    is_whole: bool = False

    @property
    def has_no_scatter(self) -> bool:
        """Say whether all happened to answer alike, so that they tell nothing of those not seen."""
        return self.variance is not None and self.variance < ROUNDING and not self.is_whole


def linearize(design: Design, statistic: Statistic) -> Linearized:
    """
    Return a figure with its variance by Taylor linearization (Wolter, Introduction to Variance Estimation,
    2007, chapter 6).

    Clusters without a household the figure is about count with a total of zero, as estimates within parts
    of a sample must have it. Strata drawn without repetition get the finite population correction.
    """
    by_stratum = [
        [_total(cluster, statistic) for cluster in stratum.clusters] for stratum in design.strata
    ]
    totals = _sum((one for clusters in by_stratum for one in clusters), statistic.width)
    value = statistic.value(totals)
    answering = [[_answering(c, statistic) for c in s.clusters] for s in design.strata]
    households = sum(map(sum, answering))
    df = sum(sum(map(bool, counts)) - any(counts) for counts in answering)
    if math.isnan(value) or df < 1:
        return Linearized(value, None, df, households)
    gradient = statistic.gradient(totals)
    variance = sum(
        _between([_dot(gradient, one) for one in clusters], stratum.fraction)
        for stratum, clusters in zip(design.strata, by_stratum, strict=True)
    )
    is_whole = all(
        stratum.fraction == 1
        for stratum, counts in zip(design.strata, answering, strict=True)
        if any(counts)
    )
    return Linearized(value, variance, df, households, is_whole)


def bootstrap(
    design: Design, statistics: Sequence[Statistic], *, replicates: int, random: Random
) -> list[list[float]]:
    """
    Return the values of each statistic in every replicate.

    Rescaled bootstrap (Rao and Wu, Journal of the American Statistical Association 83, 1988): of ``n``
    clusters of a stratum, ``n - 1`` are drawn with repetition, and their weights are rescaled so that the
    variance of a total comes out right, with the finite population correction where it belongs.
    """
    widths = [statistic.width for statistic in statistics]
    totals = [[0.0] * sum(widths)] * replicates
    for stratum in design.strata:
        clusters = [_joint_total(cluster, statistics) for cluster in stratum.clusters]
        totals = _resampled(clusters, stratum, totals, random)
    starts = [sum(widths[:place]) for place in range(len(widths))]
    return [
        [statistic.value(one[start : start + statistic.width]) for one in totals]
        for statistic, start in zip(statistics, starts, strict=True)
    ]


def _resampled(
    clusters: Sequence[Totals], stratum: Stratum, totals: Sequence[Totals], random: Random
) -> list[Totals]:
    """Return the totals of the replicates with those of one more stratum."""
    count = len(clusters)
    whole = _sum(clusters, len(clusters[0]))
    if count == 1:
        return [list(map(sum, zip(one, whole, strict=True))) for one in totals]
    kept = math.sqrt(1 - stratum.fraction)
    base = [(1 - kept) * total for total in whole]
    scaled = [[kept * count / (count - 1) * total for total in cluster] for cluster in clusters]
    return [
        list(map(sum, zip(one, base, *random.choices(scaled, k=count - 1), strict=True)))
        for one in totals
    ]


def _joint_total(cluster: Iterable[Answer], statistics: Iterable[Statistic]) -> Totals:
    answers = list(cluster)
    return [total for statistic in statistics for total in _total(answers, statistic)]


def _total(cluster: Iterable[Answer], statistic: Statistic) -> Totals:
    rows = []
    for answer in cluster:
        columns = statistic.columns(answer.unit, answer.visit)
        if columns is not None:
            rows.append([answer.weight * column for column in columns])
    return _sum(rows, statistic.width)


def _answering(cluster: Iterable[Answer], statistic: Statistic) -> int:
    return sum(statistic.columns(one.unit, one.visit) is not None for one in cluster)


def _sum(rows: Iterable[Sequence[float]], width: int) -> Totals:
    return [math.fsum(column) for column in zip(*rows, strict=True)] or [0.0] * width


def _dot(gradient: Columns, totals: Totals) -> float:
    return sum(d * total for d, total in zip(gradient, totals, strict=True))


def _between(values: Sequence[float], fraction: float) -> float:
    """Return the variance a stratum adds: that between its clusters, or none where all of them were seen."""
    count = len(values)
    if fraction == 1 or count < 2:
        return 0.0
    middle = math.fsum(values) / count
    return (1 - fraction) * count / (count - 1) * math.fsum((v - middle) ** 2 for v in values)
