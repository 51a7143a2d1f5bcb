"""What is in the stores of villages and towns."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.ledger.models import Good, StockMove
from jinguo.ledger.models.goods import GoodQuerySet
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Household


def goods_in(actor: Actor, area: str) -> GoodQuerySet:
    """Return the goods of one store that the actor may see, with what is left, those offered first."""
    found = Good.objects.visible_to(actor).filter(area=area)
    return found.with_stock().order_by("-is_offered", "title")


def goods_for(actor: Actor, household: Household) -> list[Good]:
    """Return what the actor may hand over to a household, with what is left, the cheapest first."""
    reach = actor.reach(Capability.POINTS_RECORD)
    return list(goods_offered_to(household).filter(reach.as_q("area__code")))


def goods_offered_to(household: Household) -> GoodQuerySet:
    """
    Return what the stores over a household offer, with what is left and the store's area, the cheapest first.

    The caller got the household from the register.
    """
    code = household.area_id
    over = [code[:width] for width in range(2, len(code) + 1)]
    found = Good.objects.filter(area__in=over, is_offered=True).with_stock()
    return found.select_related("area").order_by("price", "title")


def get_good(actor: Actor, good_id: UUID, *, lock: bool = False) -> Good:
    """
    Return one good of a store the actor may see, with its area.

    ``lock`` holds its row until the transaction ends, so that its stock counted afterwards stays right.

    :raises NotFound: no such good, or none this actor may see
    """
    found = Good.objects.visible_to(actor).select_related("area")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    good = found.filter(id=good_id).first()
    if good is None:
        raise NotFound(_("There is no such good."))
    return good


def stock_of(good: Good) -> int:
    """Return how many of a good are left."""
    return good.moves.aggregate(left=Sum("quantity"))["left"] or 0


def moves_of(good: Good) -> QuerySet[StockMove]:
    """Return what came in and went out of a good, newest first. The caller got it from here."""
    return good.moves.select_related("hand_over__household").order_by("-on", "-at", "-id")
