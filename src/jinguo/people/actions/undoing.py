"""A registration made in error is taken back, as if the rows had never come, while nothing rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import NotFound, Refused
from jinguo.facts import actions as facts
from jinguo.people import policies, queries
from jinguo.people.actions.households import closed
from jinguo.people.models import Household, Membership, Person
from jinguo.people.rows import common_area

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def take_back_household(*, actor: Actor, household_id: UUID, now: datetime) -> None:
    """
    Take one household off the register again that was registered by mistake.

    Who registered it does it, while nothing rests on it. It is removed with the record of its head, and
    each figure forgets it; the trail keeps that it was there, and who did what.

    :raises NotFound: no such household for this actor
    :raises Denied: the actor may see it but not edit there
    :raises Refused: somebody else or an import registered it, or something rests on it
    """
    household = queries.get_household(actor, household_id, lock=True)
    policies.check_take_back(actor, household)
    undo_registration(actor=actor, household_ids=[household.pk], now=now)


@transaction.atomic
def undo_registration(*, actor: Actor, household_ids: Sequence[UUID], now: datetime) -> int:
    """
    Take back a registration made in error, as if the rows had never come; return how many.

    For undoing an import while nothing rests on it. Rows are removed; each +1 gets its −1 on the day
    it was counted, so no figure of any day counts them any more.

    :raises NotFound: a household is not there for this actor
    :raises Denied: the actor may not register households there
    :raises Refused: something rests on one: other members, a consent, a merger, a change or a closing
    """
    found = list(
        queries.households(actor).filter(pk__in=household_ids).select_for_update(of=("self",))
    )
    if len(found) != len(set(household_ids)):
        raise NotFound(_("There is no such household."))
    policies.check_register(actor, {one.area_id for one in found})
    people = heads_alone(found)
    facts.record([closed(one, one.registered_on, one.is_resident) for one in found], actor=actor)
    Membership.objects.filter(household__in=found).delete()
    try:
        Household.objects.filter(pk__in=[one.pk for one in found]).delete()
        Person.objects.filter(pk__in=people).delete()
    except ProtectedError as resting:
        raise worked_upon() from resting
    trail.note(
        actor,
        "people.undo-registration",
        object_type="people.household",
        object_id=found[0].pk if len(found) == 1 else None,
        area=common_area([one.area_id for one in found]),
        count=len(found),
    )
    return len(found)


def heads_alone(households: Sequence[Household]) -> list[UUID]:
    """
    Return the heads of households that hold nobody else and on which nothing rests.

    :raises Refused: something rests on one of them
    """
    people = queries.heads_alone(households)
    if people is None:
        raise worked_upon()
    return people


def worked_upon() -> Refused:
    """Return the refusal for households on which something rests."""
    return Refused(_("Work has been done on these households since. Close them one by one."))
