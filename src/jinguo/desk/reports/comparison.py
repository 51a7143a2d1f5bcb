"""Two freezes side by side: each figure that moved, and the records that moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.desk.figures.labels import RecordLink, links_to
from jinguo.desk.figures.pages import figure_url, text
from jinguo.desk.language import in_language
from jinguo.reports.queries import Comparison, Difference

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
class Row:
    """One figure before and after."""

    title: str
    href: str
    before: str
    after: str
    change: str
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
    return [_row(difference, links) for difference in comparison.differences]


def _row(difference: Difference, links: dict[UUID, RecordLink]) -> Row:
    value = difference.value
    titles = {"added": _("added"), "taken-back": _("taken back"), "corrected": _("corrected")}
    return Row(
        title=in_language(value.title, value.title_en),
        href=figure_url(value.measure, value.area, value.ends_on),
        before=_text(difference.before.value if difference.before else None, value.unit),
        after=_text(difference.after.value if difference.after else None, value.unit),
        change=_signed(difference.change, value.unit),
        causes=[
            Cause(
                title=titles[cause.cause],
                reason=cause.reason,
                facts=cause.facts,
                quantity=f"{cause.quantity:+,}",
                links=[links[one] for one in cause.objects[:SHOWN] if one in links],
                more=max(0, len(cause.objects) - SHOWN),
            )
            for cause in difference.causes
        ],
    )


def _text(value: Decimal | None, unit: str) -> str:
    return text(value, unit) if unit == "%" or value is None else f"{text(value, unit)} {unit}"


def _signed(change: Decimal | None, unit: str) -> str:
    if change is None:
        return "—"
    return f"{change:+.2f}" if unit == "%" else f"{int(change):+,}"
