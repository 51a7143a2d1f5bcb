"""How far targets are reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.facts.models import STANDING, Target
from jinguo.facts.queries.figures import Figure, check_reach, figures
from jinguo.facts.queries.measures import measures_for
from jinguo.facts.queries.points import AsOf, Period
from jinguo.org import queries as org
from jinguo.org.actor import Actor

LAGS_BY = Decimal("0.15")  # how far the share reached may stay behind the share of time gone


class Status(models.TextChoices):
    """Where a target stands on a day."""

    NOT_STARTED = "not-started", _("Not started")
    NORMAL = "normal", _("On course")
    LAGGING = "lagging", _("Lagging")
    REACHED = "reached", _("Reached")
    EXCEEDED = "exceeded", _("Exceeded")
    MISSED = "missed", _("Not reached")


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """
    A target with its figure on a day, by which it is judged.

    ``share`` is the part of the way gone, 1 being the target; ``time`` the part of the time.
    """

    target: Target
    figure: Figure
    status: Status
    share: Decimal
    time: Decimal


def target_statuses(
    actor: Actor, *, area: str, on: date, as_of: AsOf | None = None
) -> list[TargetStatus]:
    """
    Return the area's own targets that have begun, as they stood on a day.

    Its own are those set for exactly this area, and those set for each area of its level; where a
    pack has both for a measure and day, the one for exactly this area holds.
    After its last day a target keeps the figure of that day. A balance (and a ratio of balances)
    is measured from where it stood before the first day, a sum from nothing.

    :raises NotFound: the area is out of the actor's reach
    """
    check_reach(actor, area)
    known = measures_for(area)
    spans: dict[Period, list[Target]] = defaultdict(list)
    for target in _own_targets(area, on):
        if target.measure in known:
            spans[Period(target.starts_on, min(on, target.by))].append(target)
    found = [
        status
        for period, targets in spans.items()
        for status in _statuses(actor, area, period, targets, as_of, on)
    ]
    return sorted(found, key=lambda one: (one.target.by, one.target.measure))


def _own_targets(area: str, on: date) -> Iterable[Target]:
    around = [area[:length] for length in range(len(area))]
    is_own = Q(area=area, each="") | Q(area__in=around, each=org.level_of(area))
    # The one for exactly this area comes last, and takes the place of the one for each.
    rows = Target.objects.filter(is_own, starts_on__lte=on).order_by("by", "measure", "pack")
    found = sorted(rows, key=lambda target: len(target.area))
    return {(one.pack, one.measure, one.by): one for one in found}.values()


def _statuses(
    actor: Actor,
    area: str,
    period: Period,
    targets: Sequence[Target],
    as_of: AsOf | None,
    on: date,
) -> list[TargetStatus]:
    measures = sorted({target.measure for target in targets})
    before = Period(*[period.starts_on - timedelta(days=1)] * 2)
    ends = figures(actor, measures, area=area, period=period, as_of=as_of)
    starts = figures(actor, measures, area=area, period=before, as_of=as_of, tree_on=period.ends_on)
    return [judge(target, ends[target.measure], starts[target.measure], on) for target in targets]


def judge(target: Target, figure: Figure, before: Figure, on: date) -> TargetStatus:
    """
    Return where a target stands on a day, from its figure then and before its first day.

    Once its last day is past it is reached, exceeded or missed, and nothing else.
    """
    value = figure.value or Decimal(0)
    start = (before.value or Decimal(0)) if is_level(figure) else Decimal(0)
    way, gone = target.value - start, value - start
    share = gone / way if way > 0 else Decimal(value >= target.value)
    days = (target.by - target.starts_on).days + 1
    time = Decimal((min(on, target.by) - target.starts_on).days + 1) / days
    status = _reached(target, figure)
    if status is None:
        status = Status.MISSED if on > target.by else _on_the_way(figure, before, share, time)
    return TargetStatus(target, figure, status, share, time)


def is_level(figure: Figure) -> bool:
    """Say whether a figure has a value before the period begins, to be measured from."""
    return figure.measure.how in STANDING


def _reached(target: Target, figure: Figure) -> Status | None:
    value = figure.value or Decimal(0)
    if value < target.value:
        return None
    return Status.EXCEEDED if value > target.value else Status.REACHED


def _on_the_way(figure: Figure, before: Figure, share: Decimal, time: Decimal) -> Status:
    if not figure.records or (is_level(figure) and figure.records == before.records and not share):
        return Status.NOT_STARTED
    return Status.LAGGING if time - share > LAGS_BY else Status.NORMAL
