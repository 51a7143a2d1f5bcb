"""Two freezes side by side: each figure that moved, and the records that moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.language import in_language
from jinguo.desk.figures.addresses import address_of
from jinguo.desk.figures.labels import RecordLink, links_to
from jinguo.facts.formats import NOTHING, change_text, shown, value_text
from jinguo.facts.models import Measure
from jinguo.facts.queries import Change, in_unit
from jinguo.reports.models import Freeze
from jinguo.reports.queries import Comparison, Difference
from jinguo.reports.rendered import Value

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

SHOWN = 20


@dataclass(frozen=True)
class Cause:
    """Facts of one reason: how many, what they add, and the first records."""

    title: str
    reason: str
    facts: int
    quantity: str
    links: Sequence[RecordLink]
    more: int


@dataclass(frozen=True)
class Side:
    """A figure as one freeze has it, with its page; no page where the freeze does not have it."""

    text: str
    href: str


@dataclass(frozen=True)
class Row:
    """One figure before and after; ``is_changed`` says whether the two read differently."""

    title: str
    before: Side
    after: Side
    change: str
    is_changed: bool
    causes: Sequence[Cause]


def rows(actor: Actor, comparison: Comparison) -> list[Row]:
    """Return a row for each figure that moved or that new facts touched."""
    ids = {
        one
        for difference in comparison.differences
        for cause in difference.causes
        for one in cause.objects[:SHOWN]
    }
    links = links_to(actor, ids)
    return [_row(comparison, difference, links) for difference in comparison.differences]


def _row(comparison: Comparison, difference: Difference, links: Mapping[UUID, RecordLink]) -> Row:
    value = difference.value
    before = _side(comparison.first, difference.before)
    after = _side(comparison.second, difference.after)
    return Row(
        title=in_language(value.title, value.title_en),
        before=before,
        after=after,
        change=_change(difference),
        is_changed=before.text != after.text,
        causes=[_cause(cause, value, links) for cause in difference.causes],
    )


def _side(freeze: Freeze, value: Value | None) -> Side:
    if value is None:
        return Side(NOTHING, "")
    href = address_of(value.measure, value.area, value.period, freeze=freeze.id).url
    return Side(value_text(value.value, value), href)


def _change(difference: Difference) -> str:
    """Return by how much the figure moved, between the two values as they are shown."""
    before, after = difference.before, difference.after
    if before is None or after is None or before.value is None or after.value is None:
        return NOTHING
    return change_text(shown(after.value, after) - shown(before.value, before), after)


def _cause(cause: Change, value: Value, links: Mapping[UUID, RecordLink]) -> Cause:
    titles = {"added": _("added"), "taken-back": _("taken back"), "corrected": _("corrected")}
    return Cause(
        title=titles[cause.cause],
        reason=cause.reason,
        facts=cause.facts,
        quantity=_added(cause, value),
        links=[links[one] for one in cause.objects[:SHOWN] if one in links],
        more=max(0, len(cause.objects) - SHOWN),
    )


def _added(cause: Change, value: Value) -> str:
    """Return what facts add: money in its unit, else how many; for a share how many to its numerator."""
    if value.how == Measure.How.AMOUNT:
        return change_text(in_unit(cause.quantity, cause.amount, value), value)
    return f"{cause.quantity:+,}"
