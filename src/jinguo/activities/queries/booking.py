"""What one may enrol somebody in at a desk: also what is held beyond one's reach, once it is published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from jinguo.activities.models import Activity
from jinguo.activities.models.activities import ActivityQuerySet
from jinguo.activities.models.enrolments import EnrolmentQuerySet
from jinguo.activities.queries.enrolments import enrolments_of
from jinguo.activities.queries.seats import with_seats
from jinguo.activities.rules import COUNTY
from jinguo.core.errors import NotFound
from jinguo.org.moves import Reach
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person

EVERYBODYS = Q(is_private=False) & ~Q(state=Activity.State.DRAFT)


def get_bookable(actor: Actor, activity_id: UUID) -> Activity:
    """
    Return one activity in which the actor may enrol others: one she may see, or one everybody may see.

    Of one beyond her reach she sees what anybody sees, never who is enrolled.

    :raises NotFound: there is none, or it lies beyond her reach and is a draft or private
    """
    seen = actor.reach(Capability.ACTIVITIES_VIEW).as_q("area__code")
    found = Activity.objects.filter(seen | EVERYBODYS).select_related("area", "site", "series")
    activity = found.filter(id=activity_id).first()
    if activity is None:
        raise NotFound(_("There is no such activity."))
    return activity


def open_to_hers(actor: Actor, now: datetime) -> ActivityQuerySet:
    """
    Return what is open to the women whom the actor may enrol, with seats and days, the first to close first.

    That is everybody's activities of their county and of the areas above it, without those that are for
    residents of another place.
    """
    hers = actor.reach(Capability.ACTIVITIES_ENROL)
    counties = Reach(tuple(sorted({prefix[:COUNTY] for prefix in hers.prefixes})))
    above = {code[:width] for code in hers.prefixes for width in range(1, len(code) + 1)}
    is_above = Q(area__code__in=above)
    for_residents = Q(audience__contains=[{"rule": "lives-in-area"}])
    found = with_seats(Activity.objects.filter(EVERYBODYS)).with_days()
    found = found.filter(
        counties.as_q("area__code") | is_above,
        hers.as_q("area__code") | is_above | ~for_residents,
        state__in=Activity.OPEN, opens_at__lte=now, closes_at__gt=now,
    )  # fmt: skip
    return found.select_related("area", "site").order_by("closes_at", "id")


def places_of(person: Person) -> EnrolmentQuerySet:
    """
    Return where a person has a place or waits for one, but for what is private or over, the newest first.

    The caller got the person from the register.
    """
    return enrolments_of(person).living().filter(
        activity__is_private=False, activity__state__in=Activity.OPEN
    )  # fmt: skip
