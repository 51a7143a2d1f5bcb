"""
Facts are also the outbox: what a fact causes in other modules is done after its commit, at least once.

Each kind with a handler has a mark: the last fact delivered, in the order (transaction, id). A fact is
delivered once its transaction is finished for every reader, so none is passed over. The handler and the
mark are one transaction. A handler that fails keeps only its own kind waiting: the facts before the one
it fails at are delivered, that one is tried again at the next delivery, and an operator is told which
it is until it is through (:class:`~jinguo.facts.models.Failure`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from traceback import format_tb

from django.db import connection, transaction
from django.db.models import F, Q

from jinguo.core.ids import NIL
from jinguo.facts.models import Delivery, Fact, Failure

log = logging.getLogger(__name__)
Handler = Callable[[list[Fact], datetime], None]
BATCH = 10_000
_handlers: dict[str, Handler] = {}


def connect(handlers: Mapping[str, Handler]) -> None:
    """Make these the handlers, by the kind of fact; called once by the wiring."""
    _handlers.clear()
    _handlers.update(handlers)


def in_turn(*handlers: Handler) -> Handler:
    """Return one handler of a kind that several modules react to, one after another in one transaction."""

    def handle(facts: list[Fact], now: datetime) -> None:
        for handler in handlers:
            handler(facts, now)

    return handle


def deliver(*, now: datetime) -> int:
    """
    Hand every finished and undelivered fact to its handler, in batches; return how many.

    A kind whose handler fails is left for the next call and written down; the others go on.
    """
    return sum(_deliver_kind(kind, handler, now) for kind, handler in sorted(_handlers.items()))


def _deliver_kind(kind: str, handler: Handler, now: datetime) -> int:
    total, size = 0, BATCH
    while True:
        try:
            count = _deliver_batch(kind, handler, now, size)
        except Exception as fault:
            if size == 1:
                _write_down(kind, fault, now)
                return total
            size //= 2  # fewer and fewer, to deliver what comes before the fact it fails at
            continue
        if not count:
            Failure.objects.filter(kind=kind).delete()
            return total
        total += count


@transaction.atomic
def _deliver_batch(kind: str, handler: Handler, now: datetime, size: int) -> int:
    Delivery.objects.get_or_create(kind=kind, defaults={"xid": 0, "fact": NIL})
    mark = Delivery.objects.select_for_update().get(kind=kind)
    facts = _waiting(mark, size)
    if facts:
        handler(facts, now)
        mark.xid, mark.fact = facts[-1].xid, facts[-1].id
        mark.save()
    return len(facts)


def _waiting(mark: Delivery, size: int) -> list[Fact]:
    """Return the next facts behind a mark, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jinguo_horizon()")
        (horizon,) = cursor.fetchone()
    behind = Q(xid__gt=mark.xid) | Q(xid=mark.xid, id__gt=mark.fact)
    facts = Fact.objects.filter(behind, kind=mark.kind, xid__gte=mark.xid, xid__lt=horizon)
    return list(facts.order_by("xid", "id")[:size])


@transaction.atomic
def _write_down(kind: str, fault: Exception, now: datetime) -> None:
    """Keep which fact a handler failed at and how often; another fact begins the count anew."""
    mark = Delivery.objects.filter(kind=kind).first() or Delivery(kind=kind, xid=0, fact=NIL)
    [stuck] = _waiting(mark, 1)
    error = type(fault).__name__
    # Where it failed, and not its words: they may hold what a log must not.
    log.error("%s at %s: %s\n%s", kind, stuck.id, error, "".join(format_tb(fault.__traceback__)))
    again = Failure.objects.filter(kind=kind, fact=stuck.id)
    if not again.update(times=F("times") + 1, last_at=now, error=error):
        fresh = {"fact": stuck.id, "since": now, "last_at": now, "times": 1, "error": error}
        Failure.objects.update_or_create(kind=kind, defaults=fresh)


def failures() -> list[Failure]:
    """Return what handlers fail at now, the longest first; for those who run the installation."""
    return list(Failure.objects.order_by("since", "kind"))
