"""Days without booking after absences: why, until when, her appeal, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.models import Block
from jinguo.activities.queries import Absence
from jinguo.core.language import day_text
from jinguo.core.web import refusal
from jinguo.portal.activities.availability import Tag
from jinguo.portal.activities.pages import discreet_title
from jinguo.portal.bookings.forms import AppealForm
from jinguo.portal.bookings.people import Own


@dataclass(frozen=True)
class Missed:
    """An absence as she reads it: when, of what, and of which sort."""

    day: str
    title: str
    sort: str


@dataclass(frozen=True)
class Card:
    """A block of hers or a child's; ``form`` is there while she may appeal, or just tried to."""

    block: Block
    name: str
    tag: Tag
    absences: Sequence[Missed]
    form: AppealForm | None


def cards_of(
    own: Sequence[Own], on: date, sent: tuple[UUID, AppealForm] | None = None
) -> list[Card]:
    """Return the blocks of somebody and of her children; ``sent`` is the appeal she has just written."""
    found = queries.blocks_running([one.person.id for one in own], on)
    return [card_of(block, sent[1] if sent and sent[0] == block.id else None) for block in found]


def card_of(block: Block, sent: AppealForm | None = None) -> Card:
    """Return a block as the page shows it."""
    is_open = refusal(policies.check_appealable, block) is None
    return Card(
        block=block,
        name=block.person.name,
        tag=tag_of(block),
        absences=[missed(one) for one in queries.absences_behind(block)],
        form=sent or (AppealForm(auto_id=f"id_{block.id}_%s") if is_open else None),
    )


def tag_of(block: Block) -> Tag:
    """Return how it stands with a block, in a word."""
    if block.is_lifted:
        return Tag(_("Lifted"), "good")
    if block.decided_at is not None:
        return Tag(_("Appeal not upheld"), "bad")
    if block.appealed_at is not None:
        return Tag(_("Appeal sent"), "wait")
    return Tag(_("No booking"), "warn")


def missed(absence: Absence) -> Missed:
    """Return an absence as she reads it; what is private is an appointment."""
    activity = absence.activity
    return Missed(
        day=day_text(localdate(absence.at)),
        title=discreet_title(activity),
        sort=_("Cancelled late") if absence.is_late else _("Did not come"),
    )
