"""Sending again what did not go out, as a person decides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound
from jinguo.notices.messages import policies, queries, states
from jinguo.notices.models import Message

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def send_again(*, actor: Actor, message_ids: Collection[UUID], now: datetime) -> int:
    """
    Put messages that did not go out into the queue again; return how many.

    How each person is reached is looked up anew. One that may have gone out may then arrive twice.

    :raises Invalid: none is chosen
    :raises NotFound: one of them is not there for this actor
    :raises Denied: her posts do not include it for one of them
    :raises CannotResend: one waits, is being sent, was sent or has arrived
    """
    if not message_ids:
        raise Invalid(_("Choose at least one message."))
    rows = queries.messages(actor).filter(id__in=message_ids).order_by("id")
    found = list(rows.select_for_update(of=("self",)))
    if len(found) < len(set(message_ids)):
        raise NotFound(_("There is no such message."))
    for message in found:
        policies.check_resend(actor, message)
        states.move(
            message, Message.State.QUEUED, now=now, actor=actor.name, due_at=now, attempts=0
        )
    trail.note_each(actor, [
        trail.Note("notices.send-again", "notices.message", one.id, one.area_id) for one in found
    ])  # fmt: skip
    return len(found)
