"""Points exchanged for goods, and goods brought back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.facts import actions as facts
from jinguo.ledger import events, policies, queries
from jinguo.ledger.actions import common
from jinguo.ledger.models import Entry, HandOver, StockMove
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.facts.events import Event
    from jinguo.org.actor import Actor


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    household_id: UUID,
    good_id: UUID,
    quantity: int,
    received_by: UUID,
    on: date,
    now: datetime,
) -> HandOver:
    """
    Give a household goods for its points; ``received_by`` is the member of it who took them.

    The account is locked before the good, as in every act that takes both. Records ``ledger.spent`` and
    ``ledger.handed-over``.

    :raises NotFound: the household or the good is not there for this actor, or the member does not live in it
    :raises Denied: the actor may not hand over there
    :raises TooFewPoints: the household has fewer points
    :raises OutOfStock: the store has fewer of the good
    :raises Refused: the good is not offered to this household, or the household has left the register
    :raises Invalid: less than one, or the day is still to come
    """
    common.check_number(quantity)
    policies.check_day(on, timezone.localdate(now))
    [household] = common.lock_accounts(actor, [household_id])
    good = queries.get_good(actor, good_id, lock=True)
    policies.check_hand_over(actor, household)
    policies.check_offered(actor, good, household)
    member = people.get_member(household, received_by, on)
    policies.check_in_stock(good, quantity, queries.stock_of(good))
    policies.check_covered(quantity * good.price, queries.balance_of(household))
    given = HandOver.objects.create(
        household=household, good=good, quantity=quantity, price=good.price,
        received_by_id=member.person_id,
    )  # fmt: skip
    line = {"on": on, **common.written(actor, now)}
    entry = Entry.objects.create(
        household=household, area_id=household.area_id, kind=Entry.Kind.SPEND,
        points=-given.points, hand_over=given, **line,
    )  # fmt: skip
    StockMove.objects.create(
        good=good, kind=StockMove.Kind.HANDED_OVER, quantity=-quantity, hand_over=given, **line
    )
    facts.record(counted(entry, given, on, 1), actor=actor)
    trail.note(
        actor, "ledger.hand-over", object_type="people.household", object_id=household.id,
        area=household.area_id, count=quantity,
    )  # fmt: skip
    return given


def counted(entry: Entry, given: HandOver, on: date, sign: int) -> list[Event]:
    """Return what is counted of a hand-over: +1 on its day, −1 on the day the goods come back."""
    return [
        kind(
            area=entry.area_id,
            occurred_on=on,
            object_id=entry.id,
            subject=entry.household_id,
            quantity=sign * quantity,
        )
        for kind, quantity in (
            (events.Spent, given.points),
            (events.HandedOver, given.quantity),
        )
    ]


@transaction.atomic
def take_goods_back(*, actor: Actor, entry_id: UUID, reason: str, now: datetime) -> Entry:
    """
    Put goods back into the store and give the household its points back; return the entry that does.

    Records ``ledger.spent`` and ``ledger.handed-over`` with what is taken away, for today.

    :raises NotFound: the entry is not there for this actor
    :raises Denied: the actor does not keep the store
    :raises Refused: it was taken back already, or is no exchange
    :raises Invalid: no reason
    """
    entry = queries.get_entry(actor, entry_id)
    household = common.lock_account_of(actor, entry)
    entry = queries.get_entry(actor, entry_id)  # as it is now that nobody else can take it back
    given = entry.hand_over
    if given is None:
        raise Refused(_("Only goods that were handed over can be brought back."))
    policies.check_manage(actor, given.good.area_id)
    policies.check_not_taken_back(entry)
    today = timezone.localdate(now)
    made = common.reversal_of(
        entry, actor=actor, reason=common.check_reason(reason), on=today, now=now
    )
    StockMove.objects.create(
        good=given.good, kind=StockMove.Kind.RETURNED, quantity=given.quantity, hand_over=given,
        on=today, **common.written(actor, now),
    )  # fmt: skip
    facts.record(counted(entry, given, today, -1), actor=actor)
    trail.note(
        actor, "ledger.goods-back", object_type="people.household", object_id=household.id,
        area=household.area_id, count=given.quantity,
    )  # fmt: skip
    return made
