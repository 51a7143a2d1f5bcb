"""What everybody reads of an activity, and who teaches a session, put right after it was planned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries, texts
from jinguo.activities.actions import common
from jinguo.activities.actions.changing import session_to_come
from jinguo.activities.actions.clashes import check_clashes, use_of
from jinguo.activities.actions.planning import held_at, titled
from jinguo.activities.models import Activity, Session
from jinguo.core.errors import Refused
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def change_words(
    *,
    actor: Actor,
    activity_id: UUID,
    title: str,
    summary: str,
    fee_note: str,
    now: datetime,
) -> Activity:
    """
    Say otherwise what an activity is; who enrolled keeps her seat.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over or cancelled
    :raises Invalid: no title, or a longer one than fits
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "change")
    at = held_at(activity.place, activity.site)
    activity.title = titled(texts.public_line(title, field="title", at=at))
    activity.summary = texts.public_passage(summary, field="summary", at=at)
    activity.fee_note = texts.public_line(fee_note, field="fee_note", at=at)
    activity.save(update_fields=["title", "summary", "fee_note"])
    common.note(actor, "change-words", activity)
    return activity


@transaction.atomic
def change_instructor(
    *,
    actor: Actor,
    session_id: UUID,
    instructor_id: UUID | None,
    instructor_name: str,
    now: datetime,
) -> Session:
    """
    Have somebody else teach a session still to come; without id and name it is not said yet who.

    :raises NotFound: no such session for this actor, or an instructor she does not see
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it was held, or is cancelled
    :raises Refused: a counsellor is on duty then, who is no instructor
    :raises IdentifierFound: the name holds something a person can be found or harmed by
    :raises Clash: she teaches elsewhere at the time
    :raises Unchecked: it is published and with minors, and her crime-record check does not hold
    """
    session = session_to_come(actor, session_id)
    if session.counsellor_id:
        raise Refused(_("A counsellor is on duty then. Cancel the session and plan another."))
    if instructor_id:
        people.get_person(actor, instructor_id)
    session.instructor_id = instructor_id
    session.instructor_name = texts.public_line(instructor_name, field="instructor")
    check_clashes([use_of(session)], without=[session.id])
    with common.rooms_and_instructors_free():
        session.save(update_fields=["instructor", "instructor_name"])
    if session.activity.state != Activity.State.DRAFT:
        policies.check_helping(queries.helping(session.activity, timezone.localdate(now)))
    common.note(actor, "change-instructor", session.activity)
    return session
