"""
The root of each finished day of the trail, mailed to the witnesses the installation names.

As with messages, a mail is marked as being sent and committed before its provider is asked, so that it goes
out at most once. What certainly did not go out is tried again for as long as its witness is named.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from traceback import format_tb

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.audit import queries as audit
from jinguo.core import trail
from jinguo.notices.messages.delivering import LANGUAGE, LOST_AFTER, OUR_FAULT
from jinguo.notices.messages.providers import (
    NotSent,
    Outcome,
    Outgoing,
    PerhapsSent,
    Provider,
    Sent,
    find_provider,
)
from jinguo.notices.models import Channel, RootMail
from jinguo.org.actor import Actor

Clock = Callable[[], datetime]
State = RootMail.State

WAITS = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 120))
EVERY = timedelta(hours=6)  # after those, for as long as it takes
CATCH_UP = timedelta(days=30)
KEPT = timedelta(days=3 * 366)
OFF = "channel-off"
log = logging.getLogger(__name__)


def mail_roots(*, clock: Clock) -> int:
    """
    Mail what is due; return how many mails went out. Without a witness nothing is done.

    Several may run at once. Must not be called inside a transaction.
    """
    forget(clock())
    if not settings.JINGUO_WITNESSES:
        return 0
    queue_up(clock())
    give_up_lost(clock())
    sent = 0
    while mail := claim(clock()):
        sent += settle(mail, hand_over(mail), clock())
    return sent


def forget(now: datetime) -> None:
    """Erase what is kept of mails of long ago."""
    RootMail.objects.filter(day__lt=localdate(now - KEPT)).delete()


@transaction.atomic(durable=True)
def queue_up(now: datetime) -> None:
    """
    Put a mail to each witness into the queue for each day since her last; to a new witness for the last day.

    That root holds for all days before it too, since every link holds the one before; for that reason nobody
    gets more than a month's at once.
    """
    last = audit.find_root()
    if last is None:
        return
    reached = dict(
        RootMail.objects.values_list("address").annotate(day=Max("day")).values_list("address", "day")
    )  # fmt: skip
    RootMail.objects.bulk_create(
        [
            RootMail(day=root.day, address=address, due_at=now, changed_at=now)
            for address in settings.JINGUO_WITNESSES
            for root in audit.roots_since(max(reached.get(address, last.day), last.day - CATCH_UP))
            if root.day != reached.get(address)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic(durable=True)
def give_up_lost(now: datetime) -> None:
    """Say of what has been being sent for too long that nobody knows whether it went out."""
    lost = RootMail.objects.filter(state=State.SENDING, changed_at__lte=now - LOST_AFTER)
    lost.update(state=State.UNKNOWN, why="broken-off", changed_at=now)


@transaction.atomic(durable=True)
def claim(now: datetime) -> RootMail | None:
    """Mark the next mail that is due as being sent, and return it; none where there is none."""
    due = RootMail.objects.filter(
        state=State.QUEUED, due_at__lte=now, address__in=settings.JINGUO_WITNESSES
    )
    mail = due.order_by("day", "address").select_for_update(skip_locked=True).first()
    if mail is not None:
        mail.state, mail.attempts, mail.changed_at = State.SENDING, mail.attempts + 1, now
        mail.save(update_fields=["state", "attempts", "changed_at"])
    return mail


def hand_over(mail: RootMail) -> Outcome:
    """Hand a mail to who carries e-mail."""
    provider = find_provider(Channel.EMAIL)
    if provider is None:
        return NotSent(OFF, may_retry=True)
    try:
        return send(provider, mail)
    except Exception as fault:  # its words may hold what a log must not
        where = "".join(format_tb(fault.__traceback__))
        log.error("root of %s: %s\n%s", mail.day, type(fault).__name__, where)
        return PerhapsSent(OUR_FAULT)


def send(provider: Provider, mail: RootMail) -> Outcome:
    """Write a mail out and send it."""
    root = audit.find_root(mail.day)
    if root is None:
        return NotSent("no-root", may_retry=True)
    row = audit.root_row(root)
    with translation.override(LANGUAGE):
        title = _("Root of the trail of %s") % root.day
        text = _(
            "Links %(first)s to %(last)s:\n%(root)s\n\nKeep this mail where the office cannot change it."
            " Whoever changes the trail later changes this root and each after it. For a program:"
        ) % {
            "first": root.first_seq,
            "last": root.last_seq,
            "root": bytes(root.root).hex(" ", 4),
        }
    outgoing = Outgoing(
        key=mail.pk, template="root", title=title, text=f"{text}\n{json.dumps([row])}\n",
        values={"day": str(root.day), "root": row["root"]}, address=mail.address, is_sensitive=False,
    )  # fmt: skip
    why = provider.refusal(outgoing)
    return NotSent(why, may_retry=True) if why else provider.send(outgoing)


@transaction.atomic(durable=True)
def settle(mail: RootMail, outcome: Outcome, now: datetime) -> bool:
    """Write down what came of an attempt; say whether it went out."""
    if isinstance(outcome, Sent):
        move(mail, State.SENT, "", now)
        trail.note(
            Actor.system("mail-roots"), "audit.mail-root", object_type="audit.root",
            purpose=str(mail.day),
        )  # fmt: skip
        return True
    if isinstance(outcome, PerhapsSent):
        move(mail, State.UNKNOWN, outcome.why, now)
    else:
        wait = WAITS[mail.attempts - 1] if mail.attempts <= len(WAITS) else EVERY
        mail.due_at = now + wait
        move(mail, State.QUEUED, outcome.why, now)
    return False


def move(mail: RootMail, state: str, why: str, now: datetime) -> None:
    mail.state, mail.why, mail.changed_at = state, why[:40], now
    mail.save(update_fields=["state", "why", "due_at", "changed_at"])


@dataclass(frozen=True)
class Standing:
    """
    How it is with the roots to one witness: the last day that reached her, and the first one that did not.

    ``why`` is the code of why that is so; empty where nothing failed yet.
    """

    address: str
    reached: date | None
    waits: date | None
    why: str


def standings() -> Iterator[Standing]:
    """Return how it is with each witness; for those who run the installation."""
    last = audit.find_root()
    for address in settings.JINGUO_WITNESSES:
        mails = RootMail.objects.filter(address=address)
        reached = mails.filter(state=State.SENT).aggregate(day=Max("day"))["day"]
        open_ = mails.exclude(state=State.SENT).order_by("day")
        if reached is not None:
            # A later root stands for the earlier ones: what was perhaps sent before it needs nobody.
            open_ = open_.exclude(state=State.UNKNOWN, day__lt=reached)
        first = open_.first()
        if first is not None:
            yield Standing(address, reached, first.day, first.why)
        else:
            is_behind = last is not None and (reached is None or reached < last.day)
            yield Standing(address, reached, last.day if last and is_behind else None, "")
