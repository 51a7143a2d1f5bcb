"""Goods handed over, printed to be signed: a slip each, and a list a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.ledger import policies, queries
from jinguo.ledger.printing.drawing import Day, Line, Row, Slip, draw_day, draw_slips
from jinguo.org import queries as org
from jinguo.people.masking import shown_name

if TYPE_CHECKING:
    from jinguo.ledger.models import Entry, HandOver
    from jinguo.org.actor import Actor


class NothingHandedOver(Refused):
    """A store gave nothing out on a day."""

    code = "nothing-handed-over"


def print_slip(*, actor: Actor, entry_id: UUID) -> bytes:
    """
    Return the slip of one hand-over as a PDF of one page, A5, in the installation's language.

    The name of who received the goods is printed as this actor may see it.

    :raises NotFound: the entry is not there for this actor, or is no hand-over
    :raises Denied: the actor hands nothing over there
    :raises Refused: the goods were brought back
    """
    entry, given = queries.get_hand_over(actor, entry_id)
    policies.check_print_slip(actor, entry)
    with translation.override(settings.LANGUAGE_CODE):
        made = draw_slips([_slip(actor, entry, given)])
    trail.note(
        actor, "ledger.print-slip", object_type="people.household", object_id=entry.household_id,
        area=entry.area_id, fields=["received_by"],
    )  # fmt: skip
    return made


def print_day(*, actor: Actor, area: str, on: date) -> bytes:
    """
    Return what a store gave out on a day as a PDF to sign line by line; what came back is left out.

    :raises NotFound: no such area
    :raises Denied: the actor hands nothing over there
    :raises NothingHandedOver: nothing was given out to households she sees
    """
    place = org.get_area(area)
    policies.check_print_day(actor, area)
    entries = list(queries.handed_over_on(actor, area, on))
    if not entries:
        raise NothingHandedOver(
            _("Nothing was handed over on %(day)s. Choose another day.") % {"day": date_format(on)}
        )
    with translation.override(settings.LANGUAGE_CODE):
        made = draw_day(_day(actor, place.name, on, entries))
    trail.note(actor, "ledger.print-day", area=area, count=len(entries), fields=["received_by"])
    return made


def _slip(actor: Actor, entry: Entry, given: HandOver) -> Slip:
    name = shown_name(actor, given.received_by.name, entry.area_id)
    return Slip(
        title=_("Goods handed over for points"),
        about=f"{given.good.area.name} · {date_format(entry.on, 'DATE_FORMAT')}",
        rows=[
            Row(_("Household"), entry.household.code),
            Row(_("Goods"), given.good.title),
            Row(_("How many"), str(given.quantity)),
            Row(_("Points used"), str(given.points)),
            Row(_("Received by"), name),
            Row(_("Slip number"), str(entry.id)[-12:].upper()),
        ],
        signs=[_("Signature of who received them"), _("Signature of who handed them over")],
    )


def _day(actor: Actor, place: str, on: date, entries: list[Entry]) -> Day:
    lines = []
    quantity = points = 0
    for entry in entries:
        given = entry.hand_over
        assert given is not None  # the query keeps no other
        quantity, points = quantity + given.quantity, points + given.points
        name = shown_name(actor, given.received_by.name, entry.area_id)
        lines.append(
            Line(
                entry.household.code, given.good.title, str(given.quantity), str(given.points), name
            )
        )
    count = len(lines)
    said = ngettext(
        "%(count)d hand-over, %(quantity)d goods, %(points)d points",
        "%(count)d hand-overs, %(quantity)d goods, %(points)d points",
        count,
    )
    return Day(
        title=_("Goods handed over for points"),
        about=f"{place} · {date_format(on, 'DATE_FORMAT')}",
        heads=[
            "", _("Household"), _("Goods"), _("How many"), _("Points used"), _("Received by"),
            _("Signature"),
        ],
        lines=lines,
        sum=said % {"count": count, "quantity": quantity, "points": points},
    )  # fmt: skip
