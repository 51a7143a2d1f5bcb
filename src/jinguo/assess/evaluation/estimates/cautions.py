"""When an estimate is too small to say anything, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from jinguo.assess.evaluation.estimates.measures import Scale
from jinguo.assess.evaluation.estimates.variance import Linearized

FEWEST_HOUSEHOLDS = 30
FEWEST_DF = 8  # below it the standards of 2017 (see intervals.of_proportion) want a second look


class Rule(StrEnum):
    """Why an estimate is not what it seems. All but ``FEW_CLUSTERS`` make it too small to say anything."""

    NO_ANSWER = "no-answer"
    FEW_HOUSEHOLDS = "few-households"
    NO_INTERVAL = "no-interval"
    NO_SCATTER = "no-scatter"
    WIDE = "wide"
    FEW_CLUSTERS = "few-clusters"


@dataclass(frozen=True)
class Caution:
    """A rule that applies to a figure of a scale, with the number that broke it; proportions in percent."""

    rule: Rule
    number: float
    limit: float
    scale: Scale

    @property
    def is_fatal(self) -> bool:
        return self.rule is not Rule.FEW_CLUSTERS

    @property
    def sentence(self) -> str:
        sentences = {
            Rule.NO_ANSWER: _("Nothing can be said: no household answered this."),
            Rule.FEW_HOUSEHOLDS: _(
                "The sample is too small: it rests on %(number)g households, and fewer than"
                " %(limit)g say nothing about the rest."
            ),
            Rule.NO_INTERVAL: _(
                "The sample is too small: fewer than two places or households were drawn"
                " independently, so the error cannot be told."
            ),
            Rule.NO_SCATTER: _(
                "The sample is too small: those visited of one list all answered alike, so the error"
                " cannot be told."
            ),
            Rule.WIDE: self._too_wide,
            Rule.FEW_CLUSTERS: _(
                "Few places were drawn (%(number)g degrees of freedom, fewer than %(limit)g): the"
                " interval is wide, and rough."
            ),
        }
        return sentences[self.rule] % {"number": self.number, "limit": self.limit}

    @property
    def _too_wide(self) -> str:
        sentences = {
            Scale.PROPORTION: _(
                "The sample is too small: the true value may lie up to %(number).3g percentage points"
                " away, more than %(limit)g."
            ),
            Scale.POINTS: _(
                "The sample is too small: the true value may lie up to %(number).3g points away, more"
                " than %(limit)g."
            ),
            Scale.KAPPA: _(
                "The sample is too small: the true kappa may lie up to %(number).3g away, more than"
                " %(limit)g."
            ),
        }
        return sentences[self.scale]


def cautions(
    found: Linearized, reach: float | None, widest: float, scale: Scale
) -> Iterator[Caution]:
    """
    Yield what applies to an estimate whose interval reaches so far on its longer side; None is no interval.

    Too few households, no interval, one that reaches farther than ``widest``, or few degrees of freedom.
    """
    if not found.households:
        yield Caution(Rule.NO_ANSWER, 0, FEWEST_HOUSEHOLDS, scale)
        return
    if found.households < FEWEST_HOUSEHOLDS:
        yield Caution(Rule.FEW_HOUSEHOLDS, found.households, FEWEST_HOUSEHOLDS, scale)
    if reach is None:
        rule = Rule.NO_SCATTER if found.has_no_scatter else Rule.NO_INTERVAL
        yield Caution(rule, found.df, 1, scale)
        return
    if reach > widest:
        yield Caution(Rule.WIDE, reach, widest, scale)
    if found.df < FEWEST_DF:
        yield Caution(Rule.FEW_CLUSTERS, found.df, FEWEST_DF, scale)
