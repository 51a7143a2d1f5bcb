"""Messages and inboxes, as those may see them who are concerned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.notices.messages import states
from jinguo.notices.models import (
    InboxMessage,
    Message,
    MessageChange,
    MessageQuerySet,
    SafeContact,
)
from jinguo.org.roles import Capability
from jinguo.people.models import Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def messages(actor: Actor) -> MessageQuerySet:
    """Return the messages the actor can see."""
    return Message.objects.visible_to(actor)


def told_of(template: str, things: Collection[UUID], *, since: datetime | None = None) -> set[UUID]:
    """Return about which of some things a message was put into the queue, ever or since then; for jobs."""
    found = Message.objects.filter(template=template, about_id__in=things)
    if since is not None:
        found = found.filter(queued_at__gte=since)
    return set(found.values_list("about_id", flat=True))


def get_message(actor: Actor, message_id: UUID) -> Message:
    """
    Return one message the actor can see.

    :raises NotFound: no such message, or none this actor may see
    """
    found = messages(actor).select_related("person").filter(id=message_id).first()
    if found is None:
        raise NotFound(_("There is no such message."))
    return found


@dataclass(frozen=True)
class Todo:
    """Messages in a state a person has to look at: how many, and the day of the first of them."""

    state: str
    count: int
    since: date


def listed(
    actor: Actor, *, state: str = "", template: str = "", on: date | None = None
) -> MessageQuerySet:
    """Return the messages in a state, of a template, queued on a day, the newest first."""
    wanted = {"state": state, "template": template, "queued_at__date": on}
    rows = messages(actor).filter(**{name: value for name, value in wanted.items() if value})
    return rows.select_related("person", "area").order_by("-queued_at", "-id")


def page_after(rows: MessageQuerySet, key: UUID | None, size: int) -> list[Message]:
    """Return the next rows of a list behind the message with this id; the first ones for None."""
    last = rows.filter(id=key).first() if key else None
    if last:
        older = Q(queued_at__lt=last.queued_at) | Q(queued_at=last.queued_at, id__lt=last.id)
        rows = rows.filter(older)
    return list(rows[:size])


def count_by_state(rows: MessageQuerySet) -> dict[str, int]:
    """Return how many of some messages there are in each state, in the order of the states."""
    found = dict(rows.order_by().values_list("state").annotate(Count("id")))
    return {state: found.get(state, 0) for state in Message.State.values}


def templates_used(actor: Actor) -> list[str]:
    """Return the templates of the messages the actor can see."""
    rows = messages(actor).order_by("template").values_list("template", flat=True)
    return list(rows.distinct())


def todos(actor: Actor) -> list[Todo]:
    """Return what went wrong and waits for the actor: messages that failed, and that were perhaps sent."""
    reach = actor.reach(Capability.NOTICES_RESEND).as_q("area__code")
    rows = messages(actor).filter(reach, state__in=states.STUCK).order_by()
    found = rows.values_list("state").annotate(count=Count("id"), first=Min("queued_at"))
    return [Todo(state, count, timezone.localdate(first)) for state, count, first in found]


def changes_of(message: Message) -> QuerySet[MessageChange]:
    """Return the history of a message, the newest first."""
    return message.changes.order_by("-id")


def contacts_of(person: Person) -> list[SafeContact]:
    """Return what a person said of how she may be reached, a row a purpose; nothing is unsealed."""
    return list(SafeContact.objects.filter(person=person).order_by("purpose"))


def inbox_of(person: Person) -> QuerySet[InboxMessage]:
    """Return the inbox of a person with those of records merged into hers, the newest first."""
    return InboxMessage.objects.filter(Q(person=person) | Q(person__merged_into=person)).order_by(
        "-at", "id"
    )


def inbox_of_account(actor: Actor) -> QuerySet[InboxMessage]:
    """Return the actor's own inbox on the desk, the newest first."""
    return InboxMessage.objects.filter(account=actor.own_account).order_by("-at", "id")
