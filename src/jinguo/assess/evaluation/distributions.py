"""
Quantiles of the beta and of Student's t distribution.

The standard library has only the normal one. The tests compare these with SciPy's.
"""

from __future__ import annotations

import math
from collections.abc import Callable

PRECISION = 1e-15
TINY = 1e-300


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the probability that a beta variable with parameters ``a, b > 0`` is at most ``x``."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    log_front = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    return math.exp(log_front) * _continued_fraction(x, a, b) / a


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the value that a beta variable stays below with probability ``p``, from 0 to 1."""
    return _inverse(lambda x: beta_cdf(x, a, b), p, 0.0, 1.0)


def t_quantile(p: float, df: float) -> float:
    """Return the value that Student's t with ``df > 0`` stays below with probability ``p``, 0 < p < 1."""
    if p < 0.5:
        return -t_quantile(1 - p, df)
    # The share of one tail is half a beta probability (Abramowitz and Stegun 26.7.1).
    x = beta_quantile(2 * (1 - p), df / 2, 0.5)
    return math.sqrt(df * (1 - x) / x)


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22)."""
    c, d = 1.0, 1 / _kept_off_zero(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _kept_off_zero(1 + term * d)
            c = _kept_off_zero(1 + term / c)
            fraction *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return fraction


def _kept_off_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY


def _inverse(cdf: Callable[[float], float], p: float, low: float, high: float) -> float:
    """Return where a rising function reaches ``p``, by halving the interval down to neighbouring floats."""
    while low < (middle := (low + high) / 2) < high:
        if cdf(middle) < p:
            low = middle
        else:
            high = middle
    return high
