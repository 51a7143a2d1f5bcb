"""What the pages of points show: places in reach, and entries in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.core.web import refusal
from jinguo.ledger import policies
from jinguo.ledger.models import Entry
from jinguo.ledger.titles import Known, scheme_of, title_of
from jinguo.org import queries as org
from jinguo.org.models import Level
from jinguo.org.roles import Capability
from jinguo.people import masking

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.org.models import Area


def place(actor: Actor, code: str, *levels: Level) -> Area:
    """
    Return an area of one of some levels in which the actor sees points; of any level without them.

    :raises NotFound: it is not there, of another level, or out of her reach
    """
    area = org.get_area(code)
    if not actor.can(Capability.POINTS_VIEW, code) or (levels and area.level not in levels):
        raise NotFound(_("There are no points here."))
    return area


@dataclass(frozen=True)
class ShownEntry:
    """
    An entry as its household's page shows it; ``refusal`` says why it cannot be taken back.

    ``has_slip`` where goods were handed over and the reader may print what is to be signed.
    """

    entry: Entry
    title: str
    refusal: str | None
    has_slip: bool


def shown_entries(actor: Actor, entries: Iterable[Entry]) -> list[ShownEntry]:
    """Return entries as this reader may see them; no query more, whatever their number."""
    known: Known = {}
    goods = partial(goods_text, actor)
    return [
        ShownEntry(
            entry,
            title_of(entry, known, goods),
            refusal(check_take_back, actor, entry, known),
            entry.hand_over is not None
            and refusal(policies.check_print_slip, actor, entry) is None,
        )
        for entry in entries
    ]


def goods_text(actor: Actor, entry: Entry) -> str:
    """Return what was handed over with an entry and who received it."""
    assert entry.hand_over is not None
    name = masking.shown_name(actor, entry.hand_over.received_by.name, entry.area_id)
    return _("%(goods)s, received by %(name)s") % {"goods": entry.hand_over, "name": name}


def check_take_back(actor: Actor, entry: Entry, known: Known) -> None:
    """
    Pass when the actor may take an entry back, as far as rights and its own state go.

    :raises Denied: her posts do not include it
    :raises Refused: it was taken back already, or is of a kind that is not
    """
    policies.check_not_taken_back(entry)
    if entry.hand_over is not None:
        policies.check_manage(actor, entry.hand_over.good.area_id)
    else:
        rule = scheme_of(entry, known).rule(entry.rule, entry.on)
        policies.check_record(actor, rule, entry.area_id)
