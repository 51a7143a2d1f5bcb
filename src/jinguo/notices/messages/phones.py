"""Another phone for signing in, and the word to the one before (trust.md R-088)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from jinguo.core import trail
from jinguo.notices.messages import codes, ways
from jinguo.notices.messages.sending import About, send
from jinguo.notices.models import Purpose
from jinguo.people import actions, queries

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def change_sign_in_phone(
    *,
    actor: Actor,
    person_id: UUID,
    phone: str,
    now: datetime,
    reason: str = "",
    may_tell_former: bool = True,
) -> None:
    """
    Let a resident sign in with another phone, and tell her in neutral words that it was changed.

    Where she has said how she may be reached in ordinary matters she is told that way, or not at all when she
    wants no messages; else the phone before is told, at once after the commit, as its number is then kept
    nowhere. With ``may_tell_former`` false it is not, as she asked, and that is on the trail.

    Raises as ``people.actions.change_sign_in_phone`` does.
    """
    former = actions.change_sign_in_phone(
        actor=actor, person_id=person_id, phone=phone, now=now, reason=reason
    )
    person = queries.get_person(actor, person_id)
    about = About("people.person", person.pk)
    if ways.has_said(person, Purpose.ORDINARY):
        send(actor=actor, template=codes.CHANGED, person=person, values={}, about=about, now=now)
        return
    trail.note(
        actor,
        "notices.tell-former-phone" if may_tell_former else "notices.spare-former-phone",
        object_type=about.object_type,
        object_id=about.object_id,
        area=person.area_id,
    )
    if may_tell_former:
        transaction.on_commit(lambda: codes.tell_former_phone(former), robust=True)
