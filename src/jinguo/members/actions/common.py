"""What every act of this module does the same way: keep a line of history, note the trail, check texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid
from jinguo.core.recorded import signed
from jinguo.members.models import Change
from jinguo.people import policies as register
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person

REASON_LENGTH = 300


class Thing(Protocol):
    """A row with a history: an application, an agreement, a volunteer, an appointment, an assignment."""

    OBJECT_TYPE: str
    id: UUID
    area_id: str


def move(
    thing: Any, verb: str, to_state: str, *fields: str, actor: Actor, on: date, now: datetime,
    reason: str = "",
) -> None:  # fmt: skip
    """Bring a locked thing to a state and save it with other fields that were set; keep the history."""
    before, thing.state = thing.state, to_state
    thing.save(update_fields=["state", *fields])
    keep(
        thing, verb, actor=actor, on=on, now=now, from_state=before, to_state=to_state,
        reason=reason,
    )  # fmt: skip


def keep(
    thing: Thing, verb: str, *, actor: Actor, on: date, now: datetime, from_state: str = "",
    to_state: str = "", reason: str = "",
) -> None:  # fmt: skip
    """Append one line to the history of a thing, and note the act on the trail."""
    Change.objects.create(
        object_type=thing.OBJECT_TYPE, object_id=thing.id, verb=verb, from_state=from_state,
        to_state=to_state, on=on, reason=reason, **signed(actor, now),
    )  # fmt: skip
    trail.note(
        actor, f"members.{verb}", object_type=thing.OBJECT_TYPE, object_id=thing.id,
        area=thing.area_id,
    )  # fmt: skip


def check_text(field: str, text: str, most: int, *, is_required: bool = True) -> str:
    """
    Return a text without blanks around its words.

    :raises Invalid: empty where it is needed, or too long
    """
    text = " ".join(text.split())
    if is_required and not text:
        raise Invalid(_("This is needed."), **{field: text})
    if len(text) > most:
        sentence = _("This has %(given)d signs; it can have %(most)d.")
        raise Invalid(sentence % {"given": len(text), "most": most}, **{field: text})
    return text


def check_reason(reason: str) -> str:
    """
    Return a reason without blanks around it.

    :raises Invalid: none is given, or it is too long
    """
    return check_text("reason", reason, REASON_LENGTH)


def registered(actor: Actor, person_id: UUID) -> Person:
    """
    Return and lock someone on the register.

    :raises NotFound: no such person for this actor
    :raises Refused: her record was merged into another
    """
    person = people.get_person(actor, person_id, lock=True)
    register.check_current(person)
    register.check_unrestricted(person)
    return person


def unit_of(actor: Actor, capability: str) -> UUID:
    """
    Return the unit an actor acts for.

    :raises Invalid: a job of the system, which acts for none
    """
    unit = actor.unit_for(capability)
    if unit is None:
        raise Invalid(_("Only someone with a post can do this."))
    return unit
