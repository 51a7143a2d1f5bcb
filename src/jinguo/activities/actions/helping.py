"""Who is with the minors of an activity: put on its list, taken off it, and looked at before it begins."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.actions import common
from jinguo.activities.models import Activity, Helper, Session
from jinguo.core.errors import Refused
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class AlreadyHelps(Refused):
    """She is on the list of those who help."""

    code = "already-helps"


@transaction.atomic
def add_helper(*, actor: Actor, activity_id: UUID, person_id: UUID, now: datetime) -> Helper:
    """
    Put somebody on the list of those who help at an activity with minors.

    While it is a draft her crime-record check may still be on its way; afterwards it has to hold.

    :raises NotFound: no such activity for this actor, or a person she does not see
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over or cancelled
    :raises Refused: it is not with minors
    :raises AlreadyHelps: she is on the list
    :raises Unchecked: it is published, and no check of hers holds
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "change")
    today = timezone.localdate(now)
    kind = queries.find_kind(activity, today)
    policies.check_with_minors(activity, is_with_minors=queries.is_with_minors(activity, kind))
    person = people.get_person(actor, person_id)
    if activity.helpers.filter(person=person, until_on=None).exists():
        raise AlreadyHelps(_("She is on the list of who helps."))
    made = Helper.objects.create(activity=activity, person=person, from_on=today)
    if activity.state != Activity.State.DRAFT:
        hers = [one for one in queries.helping(activity, today) if one.person == person.id]
        policies.check_helping(hers)
    common.note(actor, "add-helper", activity)
    return made


@transaction.atomic
def end_helper(*, actor: Actor, helper_id: UUID, now: datetime) -> Helper:
    """
    Take somebody off the list of those who help, from today.

    :raises NotFound: no such line for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: she was taken off already
    """
    activity_id = queries.get_helper(actor, helper_id).activity_id
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    found = queries.get_helper(actor, helper_id)  # as it is now that nobody else takes her off
    today = timezone.localdate(now)
    policies.check_helper(found, today)
    found.until_on = max(today, found.from_on)
    found.save(update_fields=["until_on"])
    common.note(actor, "end-helper", activity)
    return found


def check_opening(session: Session, present: Collection[UUID], now: datetime) -> None:
    """
    Pass when those who are with minors at a session may be: before anybody is noted as there.

    Once it is over what was is recorded as it was, whoever helped; the hours of who may not are withheld.

    :raises Unchecked: the crime-record check of somebody who helps does not hold that day
    :raises NobodyMinds: children are minded there, by nobody who is named
    """
    if now < session.ends_at:
        some = queries.helping_at(session, present, now)
        policies.check_helping(some)
        on = timezone.localdate(session.starts_at)
        minds = queries.minds_children(session.activity, on)
        policies.check_minded(some, minds_children=minds)
