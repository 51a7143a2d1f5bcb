"""What the pages of messages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jinguo.activities import policies as activity_policies
from jinguo.activities import queries as activities
from jinguo.activities.models import Activity
from jinguo.core.identity import mask_tail
from jinguo.core.recorded import by_whom
from jinguo.core.web import refusal
from jinguo.desk.assess.pages import Chip
from jinguo.notices.messages import get_template, policies, states
from jinguo.notices.messages.reasons import reason_text
from jinguo.notices.messages.templates import UnknownTemplate
from jinguo.notices.models import Message, MessageChange
from jinguo.org.actor import Actor
from jinguo.people.masking import shown_name

STATE_TAGS = {
    "queued": "wait",
    "sending": "wait",
    "sent": "main",
    "delivered": "good",
    "failed": "bad",
    "suppressed": "",
    "unknown": "warn",
    "told": "good",
}


@dataclass(frozen=True)
class Row:
    """A message in a list: to whom, over what, and where it stands."""

    id: UUID
    title: str
    person: str
    way: str
    state: str
    tag: str
    why: str
    at: datetime


@dataclass(frozen=True)
class About:
    """What a message is about, and the page that shows it."""

    title: str
    href: str


@dataclass(frozen=True)
class Moment:
    """One step of a message."""

    title: str
    why: str
    at: datetime
    actor: str


def row(actor: Actor, message: Message) -> Row:
    """Return a message as this reader may see it; its person must be loaded."""
    return Row(
        id=message.id,
        title=title_of(message.template),
        person=shown_name(actor, message.person.name, message.area_id),
        way=" ".join(
            part for part in (message.get_channel_display(), mask_tail(message.tail)) if part
        ),
        state=message.get_state_display(),
        tag=STATE_TAGS[message.state],
        why=reason_text(message.why),
        at=message.queued_at,
    )


def title_of(template: str) -> str:
    """Return the title of a template; its name where an earlier release had it."""
    try:
        return get_template(template).title()
    except UnknownTemplate:
        return template


def text_of(message: Message) -> str:
    """Return what the message says; empty where its template is gone."""
    try:
        return get_template(message.template).text(message.values)
    except (UnknownTemplate, KeyError):
        return ""


def chips(counts: Mapping[str, int], state: str) -> list[Chip]:
    """Return the states as filters, each with its count."""
    made = [
        Chip(str(Message.State(one).label), one, count, one == state)
        for one, count in counts.items()
        if count or one == state
    ]
    return [Chip(_("All"), "", sum(counts.values()), not state), *made]


def moment(change: MessageChange) -> Moment:
    """Return one step of a message in words; the program is named so."""
    return Moment(
        change.get_state_display(), reason_text(change.why), change.at, by_whom(change.actor)
    )


def about(actor: Actor, message: Message) -> About | None:
    """
    Return what a message is about; None where this reader may not open it.

    Of a private activity that is for those alone who see who comes to it, since a message names one.
    """
    if message.about_type != Activity.OBJECT_TYPE:
        return None
    found = activities.activities(actor).filter(id=message.about_id).first()
    if found is None or refusal(activity_policies.check_see_roster, actor, found):
        return None
    return About(found.title, reverse("desk:activity", args=[found.id]))


def again_refusal(actor: Actor, message: Message) -> str:
    """Return why the message cannot be sent again; empty when it can."""
    return refusal(policies.check_resend, actor, message) or ""


def contact_href(actor: Actor, message: Message) -> str:
    """Return the page that says how she may be reached; empty where this reader may not open it."""
    person = message.person.merged_into or message.person
    if refusal(policies.check_contact, actor, person):
        return ""
    return reverse("desk:safe-contact", args=[person.pk])


def is_doubtful(message: Message) -> bool:
    """Say whether sending it again could bring it twice."""
    return message.state == states.State.UNKNOWN
