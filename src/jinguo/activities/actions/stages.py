"""A resident says herself in which stage her family is, and takes it back."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import queries
from jinguo.activities.models import StatedStage
from jinguo.activities.queries.stages import COLUMN, KEPT, TABLE
from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.ids import new_id
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

AHEAD, BEHIND = timedelta(days=300), timedelta(days=30)
"""How far a due date may lie ahead, and behind: a child may be late."""


@transaction.atomic
def state_stage(
    *, actor: Actor, due_on: date | None, stages: Collection[str], text_version: str, now: datetime
) -> StatedStage:
    """
    Keep what a resident says of herself; it takes the place of what she said before.

    :raises NotFound: the actor is no resident
    :raises Invalid: she says nothing, the day cannot be a due date, or the plan has no such stage to choose
    """
    person, today = people.own_person(actor), timezone.localdate(now)
    if due_on is None and not stages:
        raise Invalid(_("Give the day or choose a stage. To take it back, erase it."))
    if due_on is not None and not today - BEHIND <= due_on <= today + AHEAD:
        sentence = _("This cannot be a due date. Check the day.")
        raise Invalid(sentence, due_on=sentence)
    known = [one.id for one in queries.stages_to_choose(person.area_id, today)]
    if not set(stages) <= set(known):
        sentence = _("Choose one of those offered.")
        raise Invalid(sentence, stages=sentence)
    StatedStage.objects.filter(person=person).delete()
    said = {
        "due_on": due_on.isoformat() if due_on else "",
        "stages": [one for one in known if one in stages],
    }
    key = new_id()
    made = StatedStage.objects.create(
        id=key, person=person, text_version=text_version, stated_on=today,
        stated=crypto.seal(TABLE, COLUMN, key, json.dumps(said)),
    )  # fmt: skip
    _note(actor, "state-stage", made)
    return made


@transaction.atomic
def forget_stage(*, actor: Actor, now: datetime) -> None:
    """
    Erase what a resident said of herself.

    :raises NotFound: the actor is no resident
    :raises Refused: she has said nothing
    """
    found = StatedStage.objects.filter(person=people.own_person(actor)).first()
    if found is None:
        raise Refused(_("Nothing is kept of it."))
    _note(actor, "forget-stage", found)
    found.delete()


@transaction.atomic
def erase_stages(*, now: datetime) -> int:
    """Erase what was said a year ago and more; return how many."""
    day = timezone.localdate(now) - KEPT
    return StatedStage.objects.filter(stated_on__lte=day).delete()[0]


def _note(actor: Actor, verb: str, row: StatedStage) -> None:
    """Leave the act on the trail, and not what was said."""
    trail.note(actor, f"activities.{verb}", object_type="activities.stated-stage", object_id=row.id)
