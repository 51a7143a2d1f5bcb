"""Complaints of courtyards that hold a level: written down without a name, a reason to go and look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.assess import policies, states
from jinguo.assess.actions import common
from jinguo.assess.models import Complaint
from jinguo.core.errors import Invalid
from jinguo.core.identifiers import refuse_identifiers
from jinguo.core.recorded import signed
from jinguo.org.actor import Actor


@transaction.atomic
def record_complaint(
    *,
    actor: Actor,
    recognition_ids: Sequence[UUID],
    about: str,
    told_by: str,
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Write down what somebody complained of, and of who it was the kind alone.

    It leaves the level as it is; the next inspection plan takes it for a risk until someone has gone there.

    :raises NotFound: a recognition is not there for this actor
    :raises WrongState: one has ended
    :raises Denied: one lies beyond the actor's right to inspect
    :raises Invalid: nothing is said, it is too long, or ``told_by`` is no kind of
        :class:`jinguo.assess.models.Complaint.ToldBy`
    :raises IdentifierFound: the text holds a number or an address that leads to somebody
    :raises NotOnThatDay: ``on``, the day it was heard, is in the future or before a certification
    """
    said = common.check_reason(about, field="about")
    refuse_identifiers(said, field="about")
    if told_by not in Complaint.ToldBy.values:
        sentence = _("Choose who complained; a kind is enough.")
        raise Invalid(sentence, told_by=sentence)
    rows = common.lock_recognitions(actor, recognition_ids)
    ladders = common.ladders_of(row.application for row in rows)
    common.check_recognition_step(actor, "record-complaint", rows, ladders)
    policies.check_day(on, timezone.localdate(now), {row.certified_on for row in rows})
    common.insert(
        [
            Complaint(
                recognition=row, about=said, told_by=told_by, heard_on=on,
                **signed(actor, now),
            )
            for row in rows
        ]
    )  # fmt: skip
    if rows:
        common.note(actor, "record-complaint", states.RECOGNITION, rows)
    return [row.id for row in rows]
