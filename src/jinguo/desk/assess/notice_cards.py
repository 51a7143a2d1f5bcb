"""The card of an application that says how it stands with its public notice."""

from __future__ import annotations

from dataclasses import dataclass

from jinguo.assess import queries
from jinguo.assess.models import Application
from jinguo.desk.notices.pages import ENTRY_TAGS, OBJECTION_TAGS, STATE_TAGS
from jinguo.notices import queries as notices
from jinguo.notices.models import Entry, Objection
from jinguo.org.actor import Actor


@dataclass(frozen=True)
class NoticeCard:
    """The line about an application on its last notice, and the objections the actor deals with."""

    entry: Entry
    tag: str
    entry_tag: str
    objections: list[tuple[Objection, str]]


def card(actor: Actor, application: Application) -> NoticeCard | None:
    """Return the card; None where the application stands on no notice the actor may see."""
    entry = queries.notice_entries(actor, [application]).get(application.id)
    if entry is None:
        return None
    objections = notices.objections_to(actor, entry)
    return NoticeCard(
        entry=entry,
        tag=STATE_TAGS[entry.notice.state],
        entry_tag=ENTRY_TAGS[entry.state],
        objections=[(one, OBJECTION_TAGS[one.state]) for one in objections],
    )
