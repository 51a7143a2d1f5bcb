"""That somebody belongs to a group some activities are for, as a letter confirms it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.models import Standing
from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

GROUP = Standing.Group
LETTER = 60  # signs
END_REASONS = [one for one in Standing.Ended if one != Standing.Ended.MERGED]


class AlreadyVerified(Refused):
    """She is on record as one of the group already."""

    code = "already-verified"


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
    last_on: date | None = None,
) -> Standing:
    """
    Record that a person belongs to a group, with the number of the letter that confirms it.

    Of a military family it takes what she is to the soldier, and nothing of the soldier or the unit.
    ``last_on`` is the last day the letter holds, None where it names none.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor does not verify this there
    :raises Invalid: an unknown group or role, no letter, the day is still to come, or the last one is past
    :raises UnitNamed: the letter names a military unit
    :raises AlreadyVerified: it is on record
    """
    person = people.get_person(actor, person_id, lock=True)
    policies.check_verify(actor, person)
    letter = letter.strip()
    today = timezone.localdate(now)
    _check_role(group, role)
    if not 0 < len(letter) <= LETTER:
        raise Invalid(_("Give the number of the letter that confirms it."), letter=letter)
    policies.check_letter(letter)
    if from_on > today:
        raise Invalid(_("The day is still to come."), from_on=from_on)
    if last_on is not None and last_on < max(from_on, today):
        raise Invalid(_("This day is past: the letter no longer holds."), last_on=last_on)
    if Standing.objects.in_force(today).filter(person=person, group=group).exists():
        raise AlreadyVerified(
            _("This is on record already. When a new letter has come, end that entry first."),
            group=group,
        )
    made = Standing.objects.create(
        person=person, group=group, role=role, letter=letter, from_on=from_on,
        until_on=last_on and last_on + timedelta(days=1), account=actor.account_id,
    )  # fmt: skip
    _note(actor, "verify-standing", made, person.area_id)
    return made


def _check_role(group: str, role: str) -> None:
    """Pass when a group is known and, of a military family alone, what she is in it."""
    if group not in GROUP:
        raise Invalid(_("Choose the group."), group=group)
    if group != GROUP.MILITARY_FAMILY:
        if role:
            raise Invalid(_("Leave this empty: it is asked of a military family."), role=role)
    elif role not in Standing.Role:
        raise Invalid(_("Say what she is in the family."), role=role)


@transaction.atomic
def read_standings(*, actor: Actor, person_id: UUID, now: datetime) -> list[Standing]:
    """
    Return the standings of a person, the newest first; that they were read stands on the trail.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor does not verify this there
    """
    person = people.get_person(actor, person_id)
    policies.check_verify(actor, person)
    trail.note(
        actor, "activities.read-standings", object_type="people.person", object_id=person.id,
        area=person.area_id,
    )  # fmt: skip
    return list(queries.standings(actor).filter(person=person))


@transaction.atomic
def end_standing(
    *, actor: Actor, standing_id: UUID, because: str, on: date, now: datetime
) -> Standing:
    """
    Record that a person belongs to a group no longer from a day on, and why.

    :raises NotFound: no such standing of a person this actor sees
    :raises Denied: the actor does not verify this there
    :raises Invalid: no known reason, the day is still to come, or before it began
    :raises Refused: it has ended
    """
    standing = queries.get_standing(actor, standing_id, lock=True)
    policies.check_verify(actor, standing.person)
    today = timezone.localdate(now)
    policies.check_standing(standing, today)
    if because not in END_REASONS:
        raise Invalid(_("Say why it ends."), because=because)
    if not standing.from_on <= on <= today:
        raise Invalid(_("The day is still to come, or lies before it began."), on=on)
    standing.until_on, standing.ended_because = on, because
    standing.save(update_fields=["until_on", "ended_because"])
    _note(actor, "end-standing", standing, standing.person.area_id)
    return standing


def _note(actor: Actor, verb: str, standing: Standing, area: str) -> None:
    trail.note(
        actor, f"activities.{verb}", object_type="activities.standing", object_id=standing.id,
        area=area,
    )  # fmt: skip
