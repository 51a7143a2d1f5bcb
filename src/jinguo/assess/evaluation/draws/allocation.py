"""Sharing a number of households among strata."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from jinguo.assess.evaluation.draws.plan import EQUAL
from jinguo.core.errors import Refused


def allocate(
    sizes: Mapping[str, int], total: int, *, how: str, at_least: int, name: str
) -> dict[str, int]:
    """
    Return how many of ``total`` households each stratum gets; the numbers add up to ``total``.

    Each gets its share, by size or equally, but no fewer than ``at_least`` or all it has, and no more than it
    has. What these bounds take or leave is shared among the others in the same way. Fractions are settled by
    the largest remainder; of equal ones the stratum named first is served first.

    ``name`` is what the plan calls the number, for the refusal to name.

    :raises Refused: the strata together hold fewer households, or their least numbers add up to more
    """
    if total > sum(sizes.values()):
        sentence = _("The plan asks for %(asked)d households; the frame has %(there)d of them.") % {
            "asked": total,
            "there": sum(sizes.values()),
        }
        raise Refused(sentence, **{name: sentence})
    low = {key: min(at_least, size) for key, size in sizes.items()}
    if sum(low.values()) > total:
        sentence = _(
            "%(strata)d strata with at least %(least)d each need %(needed)d households or more."
        ) % {"strata": len(sizes), "least": at_least, "needed": sum(low.values())}
        raise Refused(sentence, **{name: sentence})
    weights = {key: 1 if how == EQUAL else size for key, size in sizes.items()}
    return _rounded(_quotas(weights, total, low, sizes))


def _quotas(
    weights: Mapping[str, int], total: int, low: Mapping[str, int], high: Mapping[str, int]
) -> dict[str, Fraction]:
    """
    Return exact shares of ``total`` in proportion to the weights, within bounds.

    In each round the shares that break a bound on the heavier side (too little, or too much) are set to it,
    and the rest is shared anew; as browsers resolve flexible lengths (CSS Flexible Box Layout, 9.7).
    """
    fixed: dict[str, Fraction] = {}
    while len(fixed) < len(weights):
        free = [key for key in weights if key not in fixed]
        rest = total - sum(fixed.values())
        whole = sum(weights[key] for key in free)
        shares = {key: rest * Fraction(weights[key], whole) for key in free}
        bounded = {
            key: min(max(share, Fraction(low[key])), Fraction(high[key]))
            for key, share in shares.items()
        }
        excess = sum(bounded.values()) - rest
        for key, share in shares.items():
            moved = bounded[key] - share
            if excess == 0 or moved * excess > 0:
                fixed[key] = bounded[key]
    return fixed


def _rounded(quotas: Mapping[str, Fraction]) -> dict[str, int]:
    """Return whole numbers with the same sum, by the largest remainder."""
    whole = {key: int(quota) for key, quota in quotas.items()}
    left = int(sum(quotas.values())) - sum(whole.values())
    by_remainder = sorted(quotas, key=lambda key: (whole[key] - quotas[key], key))
    for key in by_remainder[:left]:
        whole[key] += 1
    return whole
