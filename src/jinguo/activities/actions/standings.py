"""That somebody belongs to a group some activities are for, as a letter confirms it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies
from jinguo.activities.models import Standing
from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

GROUP = Standing.Group
LETTER = 60  # signs


@transaction.atomic
def verify_standing(
    *,
    actor: Actor,
    person_id: UUID,
    group: str,
    letter: str,
    from_on: date,
    now: datetime,
    role: str = "",
) -> Standing:
    """
    Record that a person belongs to a group, with the number of the letter that confirms it.

    Of a military family it takes what she is to the soldier, and nothing of the soldier or the unit.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor does not verify this there
    :raises Invalid: an unknown group or role, no letter, or the day is still to come
    :raises Refused: it is on record
    """
    person = people.get_person(actor, person_id, lock=True)
    policies.check_verify(actor, person)
    letter = letter.strip()
    if group not in GROUP or (group == GROUP.MILITARY_FAMILY) != (role in Standing.Role):
        raise Invalid(
            _("Choose the group, and of a military family what she is in it."), group=group
        )
    if not 0 < len(letter) <= LETTER:
        raise Invalid(_("Give the number of the letter that confirms it."), letter=letter)
    if from_on > timezone.localdate(now):
        raise Invalid(_("The day is still to come."), from_on=from_on)
    if Standing.objects.filter(person=person, group=group, until_on__isnull=True).exists():
        raise Refused(_("This is on record already."))
    made = Standing.objects.create(
        person=person, group=group, role=role, letter=letter, from_on=from_on,
        account=actor.account_id,
    )  # fmt: skip
    _note(actor, "verify-standing", made, person.area_id)
    return made


@transaction.atomic
def end_standing(*, actor: Actor, standing_id: UUID, on: date, now: datetime) -> Standing:
    """
    Record that a person belongs to a group no longer from a day on.

    :raises NotFound: no such standing of a person this actor sees
    :raises Denied: the actor does not verify this there
    :raises Invalid: the day is still to come, or before it began
    :raises Refused: it has ended
    """
    found = Standing.objects.select_for_update(of=("self",)).select_related("person")
    standing = found.filter(id=standing_id, person__in=people.persons(actor)).first()
    if standing is None:
        raise NotFound(_("There is no such entry."))
    policies.check_verify(actor, standing.person)
    if standing.until_on is not None:
        raise Refused(_("This has ended already."))
    if not standing.from_on <= on <= timezone.localdate(now):
        raise Invalid(_("The day is still to come, or lies before it began."), on=on)
    standing.until_on = on
    standing.save(update_fields=["until_on"])
    _note(actor, "end-standing", standing, standing.person.area_id)
    return standing


def _note(actor: Actor, verb: str, standing: Standing, area: str) -> None:
    trail.note(
        actor, f"activities.{verb}", object_type="activities.standing", object_id=standing.id,
        area=area,
    )  # fmt: skip
