"""The store: what is offered for how many points, what comes in and what is written off."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.identifiers import refuse_identifiers
from jinguo.ledger import policies, queries
from jinguo.ledger.actions import common
from jinguo.ledger.models import Good, StockMove
from jinguo.org import queries as org

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

TITLE_LENGTH = 60
MOST_POINTS = 10_000


class GoodExists(Refused):
    """The store has a good of this name."""

    code = "good-exists"


@transaction.atomic
def add_good(*, actor: Actor, area: str, title: str, price: int, now: datetime) -> Good:
    """
    Offer a new good in the store of a village or town, for ``price`` points each.

    :raises NotFound: there is no such area
    :raises Denied: the actor does not keep the store
    :raises Invalid: no name, or a price outside 1 to 10,000
    :raises IdentifierFound: the name holds something a person can be found or harmed by
    :raises GoodExists: the store has one of this name
    """
    place = org.get_area(area)
    policies.check_manage(actor, area)
    title = title.strip()
    if not title or len(title) > TITLE_LENGTH:
        raise Invalid(_("Give a name, in at most %d signs.") % TITLE_LENGTH, title=title)
    refuse_identifiers(title, field="title")
    check_price(price)
    made, is_new = Good.objects.get_or_create(
        area=place, title=title, defaults={"price": price, "changed_at": now}
    )
    if not is_new:
        raise GoodExists(
            _("“%s” is in the store already. Open it to change it.") % title, title=title
        )
    note(actor, "ledger.add-good", made, "title", "price")
    return made


def check_price(price: int) -> None:
    """
    Pass when a price can be asked.

    :raises Invalid: it is outside 1 to 10,000 points
    """
    if not 1 <= price <= MOST_POINTS:
        raise Invalid(_("A price is 1 to %d points.") % MOST_POINTS, price=price)


@transaction.atomic
def change_good(
    *, actor: Actor, good_id: UUID, price: int, is_offered: bool, now: datetime
) -> Good:
    """
    Set what a good costs from now on, and whether it is offered; what was handed over keeps its price.

    :raises NotFound: the good is not there for this actor
    :raises Denied: the actor does not keep the store
    :raises Invalid: a price outside 1 to 10,000
    """
    good = queries.get_good(actor, good_id, lock=True)
    policies.check_manage(actor, good.area_id)
    check_price(price)
    good.price, good.is_offered, good.changed_at = price, is_offered, now
    good.save(update_fields=["price", "is_offered", "changed_at"])
    note(actor, "ledger.change-good", good, "price", "is_offered")
    return good


@transaction.atomic
def bring_stock(
    *, actor: Actor, good_id: UUID, quantity: int, on: date, now: datetime
) -> StockMove:
    """
    Put more of a good into its store.

    :raises NotFound: the good is not there for this actor
    :raises Denied: the actor does not keep the store
    :raises Invalid: less than one, or the day is still to come
    """
    good = _kept(actor, good_id, quantity, on, now)
    return _move(actor, good, StockMove.Kind.BROUGHT, quantity, on, now)


@transaction.atomic
def write_off(
    *, actor: Actor, good_id: UUID, quantity: int, reason: str, on: date, now: datetime
) -> StockMove:
    """
    Take spoilt, lost or wrongly counted goods out of a store.

    :raises NotFound: the good is not there for this actor
    :raises Denied: the actor does not keep the store
    :raises OutOfStock: the store has fewer
    :raises Invalid: less than one, no reason, or the day is still to come
    """
    good = _kept(actor, good_id, quantity, on, now)
    policies.check_in_stock(good, quantity, queries.stock_of(good))
    said = common.check_reason(reason)
    return _move(actor, good, StockMove.Kind.WRITTEN_OFF, -quantity, on, now, said)


def _kept(actor: Actor, good_id: UUID, quantity: int, on: date, now: datetime) -> Good:
    """Return and lock a good whose store the actor keeps."""
    good = queries.get_good(actor, good_id, lock=True)
    policies.check_manage(actor, good.area_id)
    common.check_number(quantity)
    policies.check_day(on, timezone.localdate(now))
    return good


def _move(
    actor: Actor, good: Good, kind: str, quantity: int, on: date, now: datetime, reason: str = ""
) -> StockMove:
    made = StockMove.objects.create(
        good=good, kind=kind, quantity=quantity, on=on, reason=reason, **common.written(actor, now)
    )
    trail.note(
        actor, f"ledger.{kind}", object_type="ledger.good", object_id=good.id, area=good.area_id,
        count=abs(quantity),
    )  # fmt: skip
    return made


def note(actor: Actor, action: str, good: Good, *fields: str) -> None:
    """Leave what was changed of a good on the trail."""
    trail.note(
        actor,
        action,
        object_type="ledger.good",
        object_id=good.id,
        area=good.area_id,
        fields=fields,
    )
