"""
Facts are also the outbox: what a fact causes in other modules is done after its commit, at least once.

Each kind with a handler has a mark: the last fact delivered, in the order (transaction, id). A fact is
delivered once its transaction is finished for every reader, so none is passed over. The handler and the
mark are one transaction; a handler that fails is tried again at the next delivery, and the facts behind
it wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from jinguo.core.ids import NIL
from jinguo.facts.models import Delivery, Fact

Handler = Callable[[list[Fact], datetime], None]
BATCH = 1_000
_handlers: dict[str, Handler] = {}


def connect(handlers: Mapping[str, Handler]) -> None:
    """Make these the handlers, by the kind of fact; called once by the wiring."""
    _handlers.clear()
    _handlers.update(handlers)


def deliver(*, now: datetime) -> int:
    """Hand every finished and undelivered fact to its handler, in batches; return how many."""
    return sum(_deliver_kind(kind, handler, now) for kind, handler in sorted(_handlers.items()))


def _deliver_kind(kind: str, handler: Handler, now: datetime) -> int:
    total = 0
    while count := _deliver_batch(kind, handler, now):
        total += count
    return total


@transaction.atomic
def _deliver_batch(kind: str, handler: Handler, now: datetime) -> int:
    Delivery.objects.get_or_create(kind=kind, defaults={"xid": 0, "fact": NIL})
    mark = Delivery.objects.select_for_update().get(kind=kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jinguo_horizon()")
        (horizon,) = cursor.fetchone()
    behind = Q(xid__gt=mark.xid) | Q(xid=mark.xid, id__gt=mark.fact)
    facts = list(
        Fact.objects.filter(behind, kind=kind, xid__gte=mark.xid, xid__lt=horizon).order_by(
            "xid", "id"
        )[:BATCH]
    )
    if facts:
        handler(facts, now)
        mark.xid, mark.fact = facts[-1].xid, facts[-1].id
        mark.save()
    return len(facts)
