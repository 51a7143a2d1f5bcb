"""Who may do what in the ledger, and when. Each check raises with the sentence a disabled button shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.ledger.models import Entry, Good
from jinguo.ledger.schemes import Rule
from jinguo.org.roles import Capability
from jinguo.people import policies as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Household


class TooFewPoints(Refused):
    """A household has fewer points than an act would take."""

    code = "too-few-points"


class OutOfStock(Refused):
    """A store has fewer of a good than an act would take out."""

    code = "out-of-stock"


def check_record(actor: Actor, rule: Rule, area: str) -> None:
    """
    Pass when the actor may record, or take back, what a rule gives in a village.

    :raises Denied: her posts do not include it there, or the rule falls to a wider federation
    """
    reach = actor.reach(Capability.POINTS_RECORD)
    if not reach.covers(area):
        raise Denied(_("You may look at these points but not record any."))
    if not any(
        area.startswith(prefix) and len(prefix) <= rule.code_length for prefix in reach.prefixes
    ):
        raise Denied(
            _("“%(rule)s” is recorded by the federation of the %(body)s.")
            % {"rule": rule.label, "body": body_title(rule.recorded_by)}
        )


def body_title(level: str) -> str:
    """Return the name of a level of area inside a sentence."""
    return {
        "village": _("village"),
        "township": _("town"),
        "county": _("district"),
        "city": _("city"),
        "province": _("province"),
    }[level]


def check_on_register(household: Household) -> None:
    """
    Pass when a household's account is open.

    :raises Refused: it was merged into another, or has left the register
    """
    people.check_current(household)


def check_print_day(actor: Actor, area: str) -> None:
    """
    Pass when the actor may print what a store gave out.

    :raises Denied: she hands nothing over there
    """
    if not actor.can(Capability.POINTS_RECORD, area):
        raise Denied(_("You may look at these points but not exchange them."))


def check_print_slip(actor: Actor, entry: Entry) -> None:
    """
    Pass when the actor may print the slip of goods handed over.

    :raises Denied: she hands nothing over there
    :raises Refused: the goods were brought back
    """
    if not actor.can(Capability.POINTS_RECORD, entry.household.area_id):
        raise Denied(_("You may look at these points but not exchange them."))
    check_not_taken_back(entry)


def check_hand_over(actor: Actor, household: Household) -> None:
    """
    Pass when the actor may hand goods over to a household.

    :raises Denied: her posts do not include it there
    :raises Refused: the household was merged into another, or has left the register
    """
    if not actor.can(Capability.POINTS_RECORD, household.area_id):
        raise Denied(_("You may look at these points but not exchange them."))
    check_on_register(household)


def check_offered(actor: Actor, good: Good, household: Household) -> None:
    """
    Pass when a good is there for a household.

    :raises Denied: it lies in a store from which the actor hands nothing over
    :raises Refused: the store is another village's or town's, or it is no longer offered
    """
    if not actor.can(Capability.POINTS_RECORD, good.area_id):
        raise Denied(_("You hand nothing over from this store."))
    if not household.area_id.startswith(good.area_id):
        raise Refused(_("“%s” is in the store of another place.") % good.title)
    if not good.is_offered:
        raise Refused(_("“%s” is no longer offered.") % good.title)


def check_covered(points: int, balance: int) -> None:
    """
    Pass when a household has the points an act takes.

    :raises TooFewPoints: naming both numbers
    """
    if balance < points:
        raise TooFewPoints(
            _("This takes %(points)d points; the household has %(balance)d.")
            % {"points": points, "balance": balance}
        )


def check_in_stock(good: Good, quantity: int, stock: int) -> None:
    """
    Pass when a store has what an act takes out.

    :raises OutOfStock: naming what is left
    """
    if stock < quantity:
        raise OutOfStock(
            _("Of “%(good)s” %(stock)d are left in the store.")
            % {"good": good.title, "stock": stock}
        )


def check_manage(actor: Actor, area: str) -> None:
    """
    Pass when the actor may keep the goods of a store.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.POINTS_MANAGE, area):
        raise Denied(_("You may look at this store but not change it."))


def check_not_taken_back(entry: Entry) -> None:
    """
    Pass when an entry can still be taken back.

    :raises Refused: it has been, it takes back another, or it is an expiry
    """
    if entry.kind not in (Entry.Kind.EARN, Entry.Kind.SPEND):
        raise Refused(_("Only points earned or exchanged can be taken back."))
    if hasattr(entry, "reversal"):
        raise Refused(_("This has been taken back already."))


def check_day(on: date, today: date) -> None:
    """
    Pass when something may be recorded for a day.

    :raises Invalid: the day is still to come
    """
    if on > today:
        raise Invalid(_("The day is still to come."), on=on)
