"""95 % intervals from an estimate, its variance and the degrees of freedom of the design."""

from __future__ import annotations

import math

from jinguo.assess.evaluation.distributions import beta_quantile, t_quantile

TAIL = 0.025
ROUNDING = 1e-12  # agreement that is perfect but for the order of adding up


def of_mean(value: float, variance: float, df: int) -> tuple[float, float]:
    """Return the symmetric interval with the quantile of Student's t."""
    reach = t_quantile(1 - TAIL, df) * math.sqrt(variance)
    return value - reach, value + reach


def of_kappa(value: float, variance: float, df: int) -> tuple[float, float]:
    """
    Return the interval of an agreement between -1 and 1, worked out on Fisher's scale: it never leaves them.

    With quadratic weights kappa is Lin's coefficient of concordance, whose inverse hyperbolic tangent is
    nearer to normal than itself (Lin, Biometrics 45, 1989); its variance follows by the delta method.
    Where every pair agrees there is no scatter and the interval is the value.
    """
    slack = 1 - value**2
    if slack < ROUNDING:
        return value, value
    reach = t_quantile(1 - TAIL, df) * math.sqrt(variance) / slack
    middle = math.atanh(value)
    return math.tanh(middle - reach), math.tanh(middle + reach)


def within(found: tuple[float, float], bounds: tuple[float, float]) -> tuple[float, float]:
    """Return an interval without what no value can reach."""
    low, high = found
    least, most = bounds
    return max(low, least), min(high, most)


def of_proportion(
    p: float, variance: float, df: int, households: int, *, is_whole: bool = False
) -> tuple[float, float]:
    """
    Return the interval of Korn and Graubard (Survey Methodology 24, 1998) for a proportion.

    Clopper and Pearson's exact interval at the number of households that, drawn one by one, would give
    the same variance, less what the few degrees of freedom cost, and no more than there are; as the
    standards of the U.S. National Center for Health Statistics have it (Vital and Health Statistics
    2(175), 2017). It stays within 0 and 1 and is never empty at them. A variance of 0 is no certainty: in
    each stratum all happened to answer alike, as at 0 and 1. Only where ``is_whole`` every household there
    is was seen, and the interval is the value.
    """
    at_the_end = p <= 0 or p >= 1
    if is_whole and not at_the_end:
        return p, p
    effective = households if at_the_end or variance == 0 else p * (1 - p) / variance
    if households > 1:
        effective *= (t_quantile(1 - TAIL, households - 1) / t_quantile(1 - TAIL, df)) ** 2
    effective = min(effective, households)
    hits = effective * p
    low = beta_quantile(TAIL, hits, effective - hits + 1) if p > 0 else 0.0
    high = beta_quantile(1 - TAIL, hits + 1, effective - hits) if p < 1 else 1.0
    return low, high
