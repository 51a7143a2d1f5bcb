"""What is kept of how persons were told things, and what becomes of it when they are erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.notices.messages.reasons import ERASED
from jinguo.notices.messages.states import move
from jinguo.notices.models import (
    Entry,
    InboxMessage,
    Message,
    MessageChange,
    Objection,
    SafeContact,
)
from jinguo.people import erasing
from jinguo.people.erasing import NOBODY, Does, Going, Obstacle, Piece, Why, blanked, kept

JOB = "system:erase"
NAMELESS = "**"  # a masked name without its surname


def obstacles(those: Going) -> Iterator[Obstacle]:
    """Yield what is on its way to these now."""
    sending = Message.objects.filter(person__in=those.persons, state=Message.State.SENDING)
    for one in sending.order_by("id"):
        yield Obstacle(one.person_id, _("A message to her is being sent. Try again soon."))


def pieces(those: Going) -> Iterator[Piece]:
    """Yield the ways to reach these, and what they were told."""
    yield Piece(rows=SafeContact.objects.filter(person__in=those.persons))
    yield Piece(rows=InboxMessage.objects.filter(person__in=those.persons))
    told = Message.objects.filter(person__in=those.persons)
    waiting = told.filter(state=Message.State.QUEUED)
    yield Piece(rows=waiting, does=Does.BLANK, by=partial(suppress, those))
    yield blanked(told.exclude(state=Message.State.QUEUED), values={}, tail="", provider_id="")
    yield kept(MessageChange.objects.filter(message__in=told), Why.NAMELESS)


def suppress(those: Going, messages: Sequence[UUID]) -> int:
    """Let messages not go out any more, and empty them; return how many."""
    found = list(Message.objects.select_for_update().filter(pk__in=messages, state="queued"))
    for one in found:
        move(
            one, Message.State.SUPPRESSED, now=those.now, actor=JOB, why=ERASED,
            values={}, tail="", provider_id="",
        )  # fmt: skip
    return len(found)


def lines_about(things: QuerySet[Any]) -> Piece:
    """Return the lines of notices about some things, to be emptied: the masked name goes too."""
    return blanked(Entry.objects.filter(object_id__in=things, is_person=True), name=NAMELESS)


def objected_to(things: QuerySet[Any]) -> set[UUID]:
    """Return which of some things an objection that is not decided is about."""
    found = Objection.objects.filter(entry__object_id__in=things, state=Objection.State.OPEN)
    return set(found.values_list("entry__object_id", flat=True))


def aged_messages(limit: date) -> Piece:
    """Return the messages queued so long ago that still hold what they said."""
    old = Message.objects.filter(queued_at__date__lte=limit).exclude(values={}, tail="")
    settled = old.exclude(state__in=[Message.State.QUEUED, Message.State.SENDING])
    return blanked(settled, values={}, tail="", provider_id="")


def aged_inboxes(limit: date) -> Piece:
    """Return what people were told so long ago, as their inboxes have it."""
    return Piece(rows=InboxMessage.objects.filter(person__isnull=False, at__date__lte=limit))


def aged_lines(limit: date) -> Piece:
    """Return the masked names on notices whose time ended so long ago."""
    lines = Entry.objects.filter(is_person=True, notice__ends_on__lte=limit).exclude(name=NAMELESS)
    return blanked(lines.exclude(state=Entry.State.FROZEN), name=NAMELESS)


def aged_objectors(limit: date) -> Piece:
    """Return the objections decided so long ago that still hold who made them and what they say."""
    decided = Objection.objects.filter(decided_on__lte=limit)
    return Piece(rows=decided.exclude(receipt=""), does=Does.BLANK, by=empty_objections)


def empty_objections(objections: Sequence[UUID]) -> int:
    """Seal nothing in the place of objectors and their words, and take the receipts; return how many."""
    found = list(Objection.objects.filter(pk__in=objections))
    table, columns = Objection._meta.db_table, ["name", "phone", "letter_number", "statement"]
    for one in found:
        for column in columns:
            if getattr(one, column) is not None:
                setattr(one, column, crypto.seal(table, column, one.pk, NOBODY))
        one.receipt = ""
    return Objection.objects.bulk_update(found, [*columns, "receipt"])


AGED = (
    erasing.Aged("message", "area__code", aged_messages),
    erasing.Aged("message", "person__area__code", aged_inboxes),
    erasing.Aged("notice-name", "area__code", aged_lines),
    erasing.Aged("objector", "notice__area__code", aged_objectors),
)
PART = erasing.Part(obstacles, pieces, AGED)
