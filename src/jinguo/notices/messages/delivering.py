"""
Sending what is in the queue: the only place that hands a message to a provider.

Each message is marked as being sent and committed before its provider is asked, so that it goes out at
most once: who finds it so marked later does not know, says so, and leaves it to a person; except where the
provider itself knows a second sending by its key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_tb
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from jinguo.notices.messages import states, ways
from jinguo.notices.messages.providers import (
    NotSent,
    Outcome,
    Outgoing,
    PerhapsSent,
    Provider,
    Sent,
    find_provider,
)
from jinguo.notices.messages.templates import get_template
from jinguo.notices.models import Channel, Message, Purpose

Clock = Callable[[], datetime]
State = Message.State

LANGUAGE = "zh-hans"  # of whoever is told
BATCH = 500  # messages a run
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""After each failed attempt but the last."""
TOO_LATE = timedelta(
    days=2
)  # what was not sent for so long, as no worker ran, is of no use any more
LOST_AFTER = timedelta(minutes=5)  # a provider has answered within seconds, or never will
ASK_FOR = timedelta(days=3)
ASK_EVERY = timedelta(minutes=10)
JOB = "system:send-messages"
OUR_FAULT = "program"
log = logging.getLogger(__name__)


def deliver(*, clock: Clock, most: int = BATCH) -> int:
    """
    Send what is due, the longest waiting first; return how many messages were looked at.

    Several may run at once. Must not be called inside a transaction.
    """
    _give_up_lost(clock())
    looked_at = 0
    while looked_at < most and (ready := _next(clock())):
        looked_at += 1
        if isinstance(ready, _Ready):
            _settle(ready.message, _hand_over(ready), clock())
    return looked_at


def ask_what_became(*, clock: Clock, most: int = BATCH) -> int:
    """Ask the providers what became of what they took in the last three days; return how many arrived."""
    now = clock()
    due = Message.objects.filter(state=State.SENT, due_at__lte=now, changed_at__gt=now - ASK_FOR)
    ids = list(due.order_by("due_at").values_list("id", flat=True)[:most])
    return sum(_ask(one, clock()) for one in ids)


@dataclass(frozen=True)
class _Ready:
    """A message marked as being sent, with who sends it."""

    message: UUID
    provider: Provider
    outgoing: Outgoing


def _hand_over(ready: _Ready) -> Outcome:
    try:
        return ready.provider.send(ready.outgoing)
    except Exception as fault:
        _log(ready.message, fault)
        return PerhapsSent(OUR_FAULT)


def _log(message: UUID, fault: Exception) -> None:
    """Say where something failed, and not its words: they may hold what a log must not."""
    where = "".join(format_tb(fault.__traceback__))
    log.error("message %s: %s\n%s", message, type(fault).__name__, where)


@transaction.atomic(durable=True)
def _next(now: datetime) -> _Ready | bool:
    """Return the next message ready to be sent; True where one was put off or not sent, False for none."""
    due = Message.objects.filter(state=State.QUEUED, due_at__lte=now).order_by("due_at", "id")
    message = due.select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return False
    try:
        with transaction.atomic():
            return _prepare(message, now)
    except (
        Exception
    ) as fault:  # so that one that cannot be written out does not stop those behind it
        _log(message.id, fault)
        states.move(message, State.FAILED, now=now, actor=JOB, why=OUR_FAULT)
        return True


def _prepare(message: Message, now: datetime) -> _Ready | bool:
    """Mark a locked message as being sent, or say why it is not."""
    if now - message.due_at > TOO_LATE:
        return _suppress(message, "too-late", now)
    try:
        way = _way_of(message, now)
    except ways.NoWay as fault:
        return _suppress(message, fault.why, now)
    if way.from_at > now:
        message.due_at = way.from_at
        message.save(update_fields=["due_at"])
        return True
    provider = find_provider(way.channel)
    if provider is None:
        return _suppress(message, "channel-off", now)
    outgoing = _written(message, way.address)
    if why := provider.refusal(outgoing):
        return _suppress(message, why, now)
    states.move(
        message, State.SENDING, now=now, actor=JOB, channel=way.channel, tail=way.tail,
        provider=provider.name, attempts=message.attempts + 1,
    )  # fmt: skip
    return _Ready(message.id, provider, outgoing)


def _way_of(message: Message, now: datetime) -> ways.Way:
    purpose = Purpose.SENSITIVE if message.is_sensitive else Purpose.ORDINARY
    return ways.way_to(message.person.merged_into or message.person, purpose, now)


def _written(message: Message, address: str) -> Outgoing:
    template = get_template(message.template)
    with translation.override(LANGUAGE):
        return Outgoing(
            key=message.id,
            template=template.id,
            title=template.title(),
            text=template.text(message.values),
            values=template.written(message.values),
            address=address,
            is_sensitive=message.is_sensitive,
        )


def _suppress(message: Message, why: str, now: datetime) -> bool:
    states.move(message, State.SUPPRESSED, now=now, actor=JOB, why=why)
    return True


@transaction.atomic(durable=True)
def _settle(message_id: UUID, outcome: Outcome, now: datetime) -> None:
    """Write down what came of an attempt, also where it was given up as lost in the meantime."""
    message = Message.objects.select_for_update().get(id=message_id)
    if message.state not in (State.SENDING, State.UNKNOWN):
        return
    if isinstance(outcome, Sent):
        states.move(
            message, State.SENT, now=now, actor=JOB, provider_id=outcome.provider_id[:100],
            due_at=now + ASK_EVERY,
        )  # fmt: skip
    elif isinstance(outcome, PerhapsSent):
        _lose(message, outcome.why, now)
    else:
        _fail(message, outcome, now)


def _fail(message: Message, outcome: NotSent, now: datetime) -> None:
    why = outcome.why[:40]
    if outcome.may_retry and message.attempts <= len(WAITS):
        due_at = now + WAITS[message.attempts - 1]
        states.move(message, State.QUEUED, now=now, actor=JOB, why=why, due_at=due_at)
    else:
        states.move(message, State.FAILED, now=now, actor=JOB, why=why)


def _give_up_lost(now: datetime) -> None:
    """Say of what has been being sent for too long that nobody knows whether it went out."""
    lost = Message.objects.filter(state=State.SENDING, changed_at__lte=now - LOST_AFTER)
    for message_id in lost.values_list("id", flat=True):
        with transaction.atomic(durable=True):
            found = lost.select_for_update(skip_locked=True).filter(id=message_id).first()
            if found:
                _lose(found, "broken-off", now)


def _lose(message: Message, why: str, now: datetime) -> None:
    """Send again what its provider would know for a repeat; of the rest say that nobody knows."""
    provider = find_provider(Channel(message.channel))
    known_for = provider.repeats_known_for if provider else timedelta(0)
    if now < message.changed_at + known_for and message.attempts <= len(WAITS):
        states.move(message, State.QUEUED, now=now, actor=JOB, why=why, due_at=now)
    elif message.state != State.UNKNOWN:
        states.move(message, State.UNKNOWN, now=now, actor=JOB, why=why)


@transaction.atomic(durable=True)
def _ask(message_id: UUID, now: datetime) -> bool:
    """Ask after one message; say whether it arrived."""
    message = Message.objects.select_for_update().filter(id=message_id, state=State.SENT).first()
    if message is None:
        return False
    standing = _standing(message, now)
    if standing is None:
        message.due_at = now + max(ASK_EVERY, now - message.changed_at)  # rarer and rarer
        message.save(update_fields=["due_at"])
    elif isinstance(standing, Sent):
        states.move(message, State.DELIVERED, now=now, actor=JOB)
    else:
        states.move(message, State.FAILED, now=now, actor=JOB, why=standing.why[:40])
    return isinstance(standing, Sent)


def _standing(message: Message, now: datetime) -> Sent | NotSent | None:
    """Return what the provider says; None too where it no longer carries them, or her address has changed."""
    provider = find_provider(Channel(message.channel))
    if provider is None or provider.name != message.provider:
        return None
    try:
        way = _way_of(message, now)
    except ways.NoWay:
        return None
    if (way.channel, way.tail) != (message.channel, message.tail):
        return None
    return provider.ask(message.provider_id, way.address, timezone.localdate(message.changed_at))
