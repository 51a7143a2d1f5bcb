"""A notice before its release: who is listed, what it says, and the asking for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.core.identity import mask_name
from jinguo.notices import periods, policies, queries, states, texts
from jinguo.notices.actions import common
from jinguo.notices.models import Entry, Notice
from jinguo.org.actor import Actor
from jinguo.org.models import Unit
from jinguo.org.roles import Capability

BATCH = 2_000


class AlreadyListed(Refused):
    """Some of them stand on another notice that is not over."""

    code = "already-listed"


@dataclass(frozen=True)
class Line:
    """
    One thing to be listed. ``name`` is given in full; a person's is masked before it is stored, that of a
    place or a body is looked through for identifiers.
    """

    object_id: UUID
    name: str
    area: str
    level: str = ""
    is_person: bool = True

    @property
    def shown(self) -> str:
        """
        The name as the public reads it.

        :raises Invalid: that of a place is too long
        :raises IdentifierFound: it holds something a person can be found or harmed by
        """
        return mask_name(self.name) if self.is_person else texts.public_text("name", self.name)


@dataclass(frozen=True)
class Wording:
    """
    What a notice says besides its list, and how long it stands.

    ``days`` are natural or working days as ``count`` says; ``shown_days`` are natural days after the
    last, ``decide_within`` working days for an objection.
    """

    title: str
    introduction: str
    basis: str
    contact_phone: str
    contact_room: str
    channels: Sequence[str]
    days: int
    count: str
    shown_days: int = periods.SHOWN_DAYS
    decide_within: int = periods.DECIDE_WITHIN


@transaction.atomic
def draft(
    *,
    actor: Actor,
    programme: str,
    object_type: str,
    lines: Sequence[Line],
    wording: Wording,
    now: datetime,
) -> Notice:
    """
    Draft a notice of the actor's unit that lists things of one kind, in the order given.

    :raises Denied: no post of hers may draft, or one listed lives outside her reach
    :raises Invalid: nothing is listed, or the wording is incomplete or out of bounds
    :raises IdentifierFound: the wording or the name of a place holds something a person can be found or
        harmed by
    :raises AlreadyListed: one of them stands on another notice that is not over
    """
    unit = _unit(actor)
    for area in {line.area for line in lines}:
        actor.require(Capability.NOTICES_DRAFT, area)
    if not lines:
        raise Invalid(_("The notice lists nobody yet. Choose whom it is about first."))
    _check_listed_once(object_type, [line.object_id for line in lines])
    notice = Notice(
        programme=programme,
        object_type=object_type,
        area_id=unit.area_id,
        unit=unit,
        state=Notice.State.DRAFT,
        **_checked(wording),
    )
    entries = _entries(notice, lines)
    notice.save(force_insert=True)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    common.write_down(notice, "draft", states.NEW, notice.state, actor=actor, now=now)
    common.note(actor, "draft", notice)
    return notice


@transaction.atomic
def change_draft(*, actor: Actor, notice_id: UUID, wording: Wording, now: datetime) -> Notice:
    """
    Give a draft another wording; whom it lists stays.

    :raises NotFound: no such notice for this actor
    :raises WrongState: it is no draft
    :raises Denied: the actor may not draft there
    :raises Invalid: the wording is incomplete or out of bounds
    :raises IdentifierFound: it holds something a person can be found or harmed by
    """
    notice = queries.get_notice(actor, notice_id, lock=True)
    step = policies.check(actor, "change", notice)
    values = _checked(wording)
    for name, value in values.items():
        setattr(notice, name, value)
    notice.save(update_fields=list(values))
    common.move(notice, step.verb, step.target, actor=actor, now=now)
    return notice


@transaction.atomic
def propose(*, actor: Actor, notice_id: UUID, now: datetime) -> Notice:
    """
    Send a draft to a second person for release.

    :raises NotFound: no such notice for this actor
    :raises WrongState: it is no draft
    :raises Denied: the actor may not draft there
    """
    notice = queries.get_notice(actor, notice_id, lock=True)
    step = policies.check(actor, "propose", notice)
    common.move(notice, step.verb, step.target, actor=actor, now=now)
    return notice


def _unit(actor: Actor) -> Unit:
    unit = actor.unit_for(Capability.NOTICES_DRAFT)
    if unit is None:
        raise Denied(_("Only someone with a post in a unit drafts its notices."))
    return Unit.objects.get(id=unit)


def _check_listed_once(object_type: str, ids: Sequence[UUID]) -> None:
    if len(set(ids)) < len(ids):
        raise Invalid(_("One of them is chosen twice. Choose each once."))
    found = queries.open_entries(object_type, ids).values_list("notice__title", flat=True)
    titles = sorted(found)
    if titles:
        sentence = ngettext(
            "%(count)d of them stands on a notice that is not over: “%(title)s”.",
            "%(count)d of them stand on notices that are not over, such as “%(title)s”.",
            len(titles),
        )
        raise AlreadyListed(sentence % {"count": len(titles), "title": titles[0]})


def _entries(notice: Notice, lines: Sequence[Line]) -> list[Entry]:
    places = queries.places({line.area for line in lines})
    levels = {
        level: texts.public_text("level", level, is_required=False)
        for level in {line.level for line in lines}
    }
    return [
        Entry(
            notice=notice,
            position=number,
            object_id=line.object_id,
            name=line.shown,
            is_person=line.is_person,
            area_id=line.area,
            place=places[line.area],
            level=levels[line.level],
        )
        for number, line in enumerate(lines, start=1)
    ]


def _checked(wording: Wording) -> dict[str, object]:
    """Return the columns of a wording, each text and number checked."""
    return {
        "title": texts.public_text("title", wording.title),
        "introduction": texts.public_text("introduction", wording.introduction),
        "basis": texts.public_text("basis", wording.basis),
        "contact_phone": texts.office_phone(wording.contact_phone),
        "contact_room": texts.office_room(wording.contact_room),
        "channels": texts.choices("channels", wording.channels, Notice.Channel),
        "days": texts.number("days", wording.days, periods.LONGEST),
        "count": texts.choices("count", [wording.count], Notice.Count)[0],
        "shown_days": texts.number("shown_days", wording.shown_days, periods.LONGEST),
        "decide_within": texts.number("decide_within", wording.decide_within, periods.LONGEST),
    }
