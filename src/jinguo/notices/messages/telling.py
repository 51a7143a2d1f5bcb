"""Telling by hand what did not go out: whom to tell, and that she was told, by whom and how."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.core import trail
from jinguo.core.errors import Invalid
from jinguo.notices.messages import policies, queries, states
from jinguo.notices.messages.ways import Why
from jinguo.notices.models import Message
from jinguo.notices.models.messages import MessageQuerySet
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

OF_USE_FOR = timedelta(days=14)
"""How long after it was queued a message is still worth telling by hand."""


class How(StrEnum):
    """How somebody was told by hand; kept as the reason of the step."""

    IN_PERSON = "told-in-person"
    BY_CALL = "told-by-call"
    ON_PAPER = "told-on-paper"


HOWS = {
    How.IN_PERSON: gettext_lazy("in person"),
    How.BY_CALL: gettext_lazy("by a call"),
    How.ON_PAPER: gettext_lazy("by a slip of paper"),
}


def to_tell(actor: Actor, *, now: datetime) -> MessageQuerySet:
    """
    Return the messages of the last days that did not go out and that the actor may tell by hand, the oldest
    first.

    Left out are sensitive matters, which are told over her safe contact only, and who wants no messages.
    """
    reach = actor.reach(Capability.NOTICES_RESEND).as_q("area__code")
    found = queries.messages(actor).filter(
        reach, is_sensitive=False, state__in=[Message.State.FAILED, Message.State.SUPPRESSED],
        queued_at__gt=now - OF_USE_FOR,
    )  # fmt: skip
    unwanted = found.exclude(why=Why.NOT_WANTED)
    return unwanted.select_related("person", "area").order_by("queued_at", "id")


@transaction.atomic
def note_told(*, actor: Actor, message_id: UUID, how: str, now: datetime) -> Message:
    """
    Note that somebody was told by hand what a message says; it then counts as told, and is not sent again.

    :raises NotFound: no such message for this actor
    :raises Invalid: it is not said how she was told
    :raises Denied: her posts do not include it there
    :raises CannotTell: it waits, is being sent, was sent or has arrived, or the matter is sensitive
    """
    message = queries.get_message(actor, message_id)
    if how not in HOWS:
        raise Invalid(_("Say how she was told."), how=how)
    message = Message.objects.select_for_update(of=("self",)).get(id=message.id)
    policies.check_tell(actor, message)
    states.move(message, states.State.TOLD, now=now, actor=actor.name, why=how)
    trail.note(
        actor, "notices.told-by-hand", object_type="notices.message", object_id=message.id,
        area=message.area_id,
    )  # fmt: skip
    return message
