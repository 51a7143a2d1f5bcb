"""Putting messages into the queue, in the transaction of the act that causes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from jinguo.core import trail
from jinguo.notices.messages.templates import Value, get_template
from jinguo.notices.models import InboxMessage, Message, MessageChange
from jinguo.people.models import Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class NotNeutral(ValueError):
    """A message about a sensitive matter has a template that says too much."""


@dataclass(frozen=True)
class About:
    """The thing a message is about: ``module.thing`` and its id."""

    object_type: str
    object_id: UUID


@transaction.atomic
def send(
    *,
    actor: Actor,
    template: str,
    person: Person,
    values: Mapping[str, Value],
    about: About,
    now: datetime,
    sensitive: bool = False,
) -> Message:
    """
    Tell one person something; see :func:`send_many`.

    :raises UnknownTemplate: there is no such template
    :raises WrongValues: the values are not those of the template
    :raises NotNeutral: the matter is sensitive and the template is not made for it
    """
    [message] = send_many(
        actor=actor, template=template, persons=[person], values=values, about=about, now=now,
        sensitive=sensitive,
    )  # fmt: skip
    return message


@transaction.atomic
def send_many(
    *,
    actor: Actor,
    template: str,
    persons: Collection[Person],
    values: Mapping[str, Value],
    about: About,
    now: datetime,
    sensitive: bool = False,
) -> list[Message]:
    """
    Tell some persons the same thing. A message goes out after the commit, by the way each of them chose.

    Whether and how each is reached is looked up when it is sent, and shown on its record. What is not
    sensitive stands in her inbox at once. Of a merged record its winner is told.

    :raises UnknownTemplate: there is no such template
    :raises WrongValues: the values are not those of the template
    :raises NotNeutral: the matter is sensitive and the template is not made for it
    """
    found = get_template(template)
    if sensitive and not found.is_neutral:
        raise NotNeutral(f"{template} is not neutral")
    stored = found.stored(values)
    if not persons:
        return []
    told = {one.merged_into_id or one.id: one.area_id for one in persons}
    messages = Message.objects.bulk_create(
        Message(
            person_id=person,
            area_id=area,
            template=template,
            values=stored,
            is_sensitive=sensitive,
            about_type=about.object_type,
            about_id=about.object_id,
            account=actor.account_id,
            queued_at=now,
            due_at=now,
            changed_at=now,
        )
        for person, area in told.items()
    )
    MessageChange.objects.bulk_create(
        MessageChange(message=one, state=one.state, at=now, actor=actor.name[:80])
        for one in messages
    )
    if not sensitive:
        InboxMessage.objects.bulk_create(
            _in_inbox(one.template, stored, about, now, person_id=one.person_id) for one in messages
        )
    _note(actor, about, len(messages))
    return messages


@transaction.atomic
def tell_account(
    *,
    actor: Actor,
    template: str,
    account_id: UUID,
    values: Mapping[str, Value],
    about: About,
    now: datetime,
) -> InboxMessage:
    """
    Put a message into the inbox of an account on the desk.

    :raises UnknownTemplate: there is no such template
    :raises WrongValues: the values are not those of the template
    """
    stored = get_template(template).stored(values)
    message = _in_inbox(template, stored, about, now, account=account_id)
    message.save(force_insert=True)
    _note(actor, about, 1)
    return message


def _in_inbox(
    template: str, stored: Mapping[str, object], about: About, now: datetime, **reader: UUID
) -> InboxMessage:
    return InboxMessage(
        template=template,
        values=stored,
        about_type=about.object_type,
        about_id=about.object_id,
        at=now,
        **reader,
    )


def _note(actor: Actor, about: About, count: int) -> None:
    trail.note(
        actor,
        "notices.send-message",
        object_type=about.object_type,
        object_id=about.object_id,
        count=count,
    )
