"""Messages and inboxes, as those may see them who are concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.notices.messages import states
from jinguo.notices.models import InboxMessage, Message, MessageQuerySet, SafeContact
from jinguo.people import queries as people
from jinguo.people.models import Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def messages(actor: Actor) -> MessageQuerySet:
    """Return the messages the actor can see."""
    return Message.objects.visible_to(actor)


def get_message(actor: Actor, message_id: UUID, *, lock: bool = False) -> Message:
    """
    Return one message the actor can see; ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such message, or none this actor may see
    """
    rows = messages(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(id=message_id).first()
    if found is None:
        raise NotFound(_("There is no such message."))
    return found


def stuck(actor: Actor) -> MessageQuerySet:
    """Return the messages that failed, or may have been sent: a person has to look at them."""
    return messages(actor).filter(state__in=states.STUCK)


def get_reachable(actor: Actor, person_id: UUID, *, lock: bool = False) -> Person:
    """
    Return a person whose ways the actor may keep; ``lock`` holds her row until the transaction ends.

    :raises NotFound: no such person, or none this actor may see
    """
    return people.get_person(actor, person_id, lock=lock)


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
