"""The targets of an area as bars: value, target, date, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jinguo.desk.figures.addresses import address_of
from jinguo.desk.figures.pages import Value, title_of, value_of
from jinguo.facts import queries as facts
from jinguo.facts.formats import PERCENT, unit_text
from jinguo.facts.queries import Status, TargetStatus
from jinguo.org.actor import Actor

STATUS_TAGS = {
    "not-started": "",
    "normal": "wait",
    "lagging": "warn",
    "reached": "good",
    "exceeded": "good",
    "missed": "warn",
}


@dataclass(frozen=True)
class TargetBar:
    """
    One target: value, target, date, and how far along it is, between 0 and 100.

    ``is_behind`` says that it lags and there is still time.
    """

    measure: str
    title: str
    href: str
    value: Value
    wanted: Value
    by: date
    percent: int
    status: str
    tag: str
    is_behind: bool


def target_bars(actor: Actor, area: str, today: date) -> list[TargetBar]:
    """
    Return the targets of an area, the next due first; none where the area is empty.

    :raises NotFound: the area is out of the actor's reach
    """
    if not area:
        return []
    return [target_bar(one) for one in facts.target_statuses(actor, area=area, on=today)]


def target_bar(one: TargetStatus) -> TargetBar:
    """Return one target as a bar, linked to the figure by which it is judged."""
    return TargetBar(
        measure=one.target.measure,
        title=title_of(one.figure.measure),
        href=address_of(one.target.measure, one.figure.area, one.figure.period).url,
        value=value_of(one.figure, beside=one.target.value),
        wanted=wanted(one.target.value, one.figure.measure.unit),
        by=one.target.by,
        percent=percent(one.figure.value, one.target.value),
        status=str(one.status.label),
        tag=STATUS_TAGS[one.status.value],
        is_behind=one.status == Status.LAGGING,
    )


def wanted(value: Decimal, unit: str) -> Value:
    """Return a target's value and its unit, without needless zeros."""
    text = f"{value.normalize():,f}"
    return Value(f"{text}{unit}", "") if unit == PERCENT else Value(text, unit_text(unit, value))


def percent(value: Decimal | None, wanted: Decimal) -> int:
    """Return how much of the target is reached, between 0 and 100."""
    if not value or not wanted:
        return 0
    return max(0, min(100, int(100 * value / wanted)))
