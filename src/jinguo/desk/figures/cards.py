"""The figures of a programme in small: what stands on a day, and what the year saw until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.pages import Value, title_of, value_of
from jinguo.facts import queries as facts
from jinguo.facts.models import STANDING
from jinguo.facts.queries import Figure, Period
from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Card:
    """A figure in small: what it is, its value, where it opens; whether there is more to it than a nought."""

    title: str
    value: Value
    href: str
    has_value: bool


@dataclass(frozen=True)
class CardGroup:
    """The figures of a programme that are read the same way."""

    title: str
    cards: Sequence[Card]


def card_groups(actor: Actor, area: str, today: date, *, programme: str) -> list[CardGroup]:
    """
    Return a programme's figures for an area; none where the area is empty.

    :raises NotFound: the area is out of the actor's reach
    """
    if not area:
        return []
    wanted = [one for one in facts.measures_for(area).values() if one.programme == programme]
    found = facts.figures(actor, [one.id for one in wanted], area=area, period=Period.up_to(today))
    standing = [card(found[one.id], area, today) for one in wanted if one.how in STANDING]
    flowing = [card(found[one.id], area, today) for one in wanted if one.how not in STANDING]
    groups = (
        CardGroup(_("As it stands today"), standing),
        CardGroup(_("This year to date"), flowing),
    )
    return [group for group in groups if group.cards]


def card(figure: Figure, area: str, on: date) -> Card:
    """Return a figure as a card."""
    href = FigureAddress(figure.measure.id, area, on).url
    return Card(title_of(figure.measure), value_of(figure), href, bool(figure.value))
